namespace Detectkit.Build.Git;

/// <summary>A path with every link in it followed, so that two spellings of one folder can be compared.</summary>
internal static class RealPath
{
    // As many links as Linux itself follows before it calls a path a loop.
    private const int MostLinks = 40;

    /// <summary>Follows the links of every part of a path; parts that do not exist stay as they are.</summary>
    /// <param name="path">An absolute or relative path.</param>
    /// <returns>The absolute path without links.</returns>
    /// <exception cref="IOException">The links form a loop.</exception>
    public static string Of(string path)
    {
        var full = Path.GetFullPath(path);
        var current = Path.GetPathRoot(full)!;
        var pending = new Stack<string>();
        PushParts(pending, full[current.Length..]);
        var links = 0;
        while (pending.TryPop(out var part))
        {
            if (part == "..")
            {
                current = Path.GetDirectoryName(current) ?? current;
                continue;
            }

            var next = Path.Combine(current, part);
            var target = new FileInfo(next).LinkTarget;
            if (target is null)
            {
                current = next;
                continue;
            }

            if (++links > MostLinks)
            {
                throw new IOException($"Too many links in '{path}'.");
            }

            if (Path.IsPathRooted(target))
            {
                target = Path.GetFullPath(target, current);
                current = Path.GetPathRoot(target)!;
                target = target[current.Length..];
            }

            PushParts(pending, target);
        }

        return Path.TrimEndingDirectorySeparator(current);
    }

    private static void PushParts(Stack<string> pending, string path)
    {
        var parts = path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        for (var i = parts.Length - 1; i >= 0; i--)
        {
            if (parts[i] != ".")
            {
                pending.Push(parts[i]);
            }
        }
    }
}
