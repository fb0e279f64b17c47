namespace Detectkit.Build.Git;

/// <summary>
/// Gives new folders and files of the repository the permissions that it gives its own, so that a repository shared by a group
/// (<c>core.sharedRepository</c>) stays writable for all of it.
/// </summary>
internal static class SharedPermissions
{
    /// <summary>Makes a folder and its missing parents with the permissions of the repository's reference folder.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="folder">An absolute path.</param>
    public static void CreateFolder(ProjectRepository repository, string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        CreateFolder(repository, Path.GetDirectoryName(folder)!);
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, File.GetUnixFileMode(Path.Combine(repository.CommonFolder, "refs")));
        }
    }

    /// <summary>Gives a file the permissions of the repository's own <c>HEAD</c>.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="file">An absolute path.</param>
    public static void Apply(ProjectRepository repository, string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, File.GetUnixFileMode(Path.Combine(repository.CommonFolder, "HEAD")));
        }
    }
}
