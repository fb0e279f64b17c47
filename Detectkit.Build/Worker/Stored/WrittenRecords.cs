using System.Security.Cryptography;
using System.Text;
using Detectkit.Build.Worker.Records;
using Detectkit.Build.Worker.Tuning;

namespace Detectkit.Build.Worker.Stored;

/// <summary>
/// Knows which run records an earlier run has left as this run would write them. The histories and bands in a record follow from what
/// its search depends on, and they are nearly all of it: where the rest is as before, and the file is whole, it need not be made again.
/// </summary>
/// <param name="folder">Where that is kept, a line per metric.</param>
internal sealed class WrittenRecords(string folder)
{
    private const string Kind = "detectkit-record";

    /// <summary>Writes the record of a metric, unless it is there.</summary>
    /// <param name="outcome">The metric.</param>
    /// <param name="path">The record's file.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Write(MetricOutcome outcome, string path)
    {
        if (outcome.Fingerprint is not { } fingerprint)
        {
            EvidenceFile.Write(path, RunRecord.Write(outcome));
            return;
        }

        var outline = HashOf(RunRecord.WriteOutline(outcome));
        var note = Path.Combine(folder, outcome.File.DisplayName + ".record");
        if (outcome.IsStored && Read(note) is { } known && Read(path) is { } present && Line(fingerprint, outline, present).AsSpan().SequenceEqual(known))
        {
            return;
        }

        var record = RunRecord.Write(outcome);
        EvidenceFile.Write(path, record);
        Note(note, Line(fingerprint, outline, record));
    }

    // Without the note the next run makes the record again, which is no harm.
    private static void Note(string path, byte[] line)
    {
        try
        {
            EvidenceFile.Write(path, line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static byte[]? Read(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllBytes(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static byte[] Line(string fingerprint, string outline, byte[] record) => Encoding.ASCII.GetBytes($"{Kind} {fingerprint} {outline} {HashOf(record)}\n");

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
