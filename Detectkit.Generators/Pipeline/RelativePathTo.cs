namespace Detectkit.Generators.Pipeline;

/// <summary>Paths as they are written in a project: relative to its root, with forward slashes, the same on every machine.</summary>
internal static class RelativePathTo
{
    /// <summary>The path from a root to a file.</summary>
    /// <param name="root">The root folder, absolute; empty where it is not known.</param>
    /// <param name="path">The file, absolute.</param>
    /// <returns>The relative path, or the path itself where the two have no folder in common.</returns>
    public static string Root(string root, string path)
    {
        var file = path.Replace('\\', '/').Split('/');
        var folder = root.Replace('\\', '/').TrimEnd('/').Split('/');
        var shared = 0;
        while (shared < folder.Length && shared < file.Length - 1 && SameName(folder[shared], file[shared]))
        {
            shared++;
        }

        return root.Length == 0 || shared == 0 || (shared == 1 && folder[0].Length == 0 && folder.Length > 1)
            ? string.Join("/", file)
            : string.Join("/", Enumerable.Repeat("..", folder.Length - shared).Concat(file.Skip(shared)));
    }

    // A drive letter comes in either case from different tools.
    private static bool SameName(string left, string right) =>
        string.Equals(left, right, left.EndsWith(":", StringComparison.Ordinal) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
}
