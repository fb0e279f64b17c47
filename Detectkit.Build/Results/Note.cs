namespace Detectkit.Build.Results;

/// <summary>A line about what was written, for the next run. Without it that run writes the same again, which is no harm.</summary>
internal static class Note
{
    /// <summary>Writes a note where that can be done.</summary>
    /// <param name="path">The note's file.</param>
    /// <param name="line">The note.</param>
    public static void Write(string path, byte[] line)
    {
        try
        {
            EvidenceFile.Write(path, line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
