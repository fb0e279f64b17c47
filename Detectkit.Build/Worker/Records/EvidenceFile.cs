namespace Detectkit.Build.Worker.Records;

/// <summary>Writes files whole: what reads them sees the old content or the new, never a part.</summary>
internal static class EvidenceFile
{
    /// <summary>Writes a file, its folder included.</summary>
    /// <param name="path">The file; a link is followed.</param>
    /// <param name="content">Its bytes.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var target = Git.RealPath.Of(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var temporary = target + "." + Path.GetRandomFileName() + ".tmp";
        try
        {
            File.WriteAllBytes(temporary, content);
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
}
