namespace Detectkit.Build.Git;

/// <summary>The lock file beside a branch by which all git programs keep out of each other's way.</summary>
internal static class BranchLock
{
    /// <summary>The lock file of a reference.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="reference">The full name of the reference.</param>
    /// <returns>An absolute path.</returns>
    public static string FileOf(ProjectRepository repository, string reference) => Path.Combine(repository.CommonFolder, reference) + ".lock";

    /// <summary>Removes a lock that a killed run left, if it is still the one that run wrote.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="reference">The reference, as the run wrote it down before it took the lock.</param>
    /// <param name="content">What the lock held, likewise.</param>
    public static void Break(ProjectRepository repository, string reference, string content)
    {
        var file = FileOf(repository, reference);
        if (reference.StartsWith("refs/heads/", StringComparison.Ordinal) && LibGit2Sharp.Reference.IsValidName(reference)
            && File.Exists(file) && File.ReadAllText(file) == content)
        {
            File.Delete(file);
        }
    }
}
