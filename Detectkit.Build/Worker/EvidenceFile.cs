namespace Detectkit.Build.Worker;

/// <summary>Writes files whole: what reads them sees the old content or the new, never a part.</summary>
internal static class EvidenceFile
{
    /// <summary>Writes a file, its folder included.</summary>
    public static void Write(string path, ReadOnlyMemory<byte> content)
    {
        // To read is much cheaper than to replace, and in a thousand metrics few have changed since the last run.
        if (!Holds(path, content.Span))
        {
            Write(path, temporary => File.WriteAllBytes(temporary, content.Span));
        }
    }

    /// <summary>Writes a file, its folder included, by whatever writes files.</summary>
    public static void Write(string path, Action<string> write)
    {
        var target = RealPath.Of(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var temporary = target + "." + Path.GetRandomFileName() + ".tmp";
        try
        {
            write(temporary);
            if (File.Exists(target) && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            }

            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static bool Holds(string path, ReadOnlySpan<byte> content)
    {
        var file = new FileInfo(path);
        return file.Exists && file.LinkTarget is null && file.Length == content.Length && content.SequenceEqual(File.ReadAllBytes(path));
    }
}
