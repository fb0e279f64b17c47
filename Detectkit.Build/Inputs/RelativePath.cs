namespace Detectkit.Build.Inputs;

/// <summary>Paths relative to the project's root, with forward slashes.</summary>
internal static class RelativePath
{
    /// <summary>A path without detours; one that leads out of the project starts with <c>../</c> or <c>/</c>.</summary>
    public static string Normal(string written)
    {
        // Against a root that no project has, so that the path itself decides.
        const string root = "/project";
        var path = written.Replace('\\', '/');
        return Of(root, Path.GetFullPath(path, root));
    }

    public static string Of(string root, string path) => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');
}
