namespace Detectkit.Build;

/// <summary>A path with every link in it followed, so that two spellings of one folder can be compared; parts that do not exist stay as they are.</summary>
internal static class RealPath
{
    // As many links as Linux itself follows before it calls a path a loop.
    private const int MostLinks = 40;

    public static string Of(string path) => Follow(Path.GetFullPath(path), MostLinks);

    private static string Follow(string path, int linksLeft)
    {
        var current = Path.GetPathRoot(path)!;
        var parts = path[current.Length..].Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < parts.Length; i++)
        {
            var next = Path.Combine(current, parts[i]);
            if (parts[i] is "." or "..")
            {
                current = parts[i] == "." ? current : Path.GetDirectoryName(current) ?? current;
            }
            else if (new FileInfo(next).LinkTarget is not { } target)
            {
                current = next;
            }
            else
            {
                return linksLeft > 0
                    ? Follow(Path.Combine([current, target, .. parts[(i + 1)..]]), linksLeft - 1)
                    : throw new IOException($"Too many links in '{path}'.");
            }
        }

        return Path.TrimEndingDirectorySeparator(current);
    }
}
