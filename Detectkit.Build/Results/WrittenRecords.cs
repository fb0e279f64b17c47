using System.Text;
using Detectkit.Build.Tuning;

namespace Detectkit.Build.Results;

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
    /// <returns>Names what the record says beside what follows from the search.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public string Write(MetricOutcome outcome, string path)
    {
        var outline = FileHash.Of(RunRecord.WriteOutline(outcome));
        if (outcome.Fingerprint is not { } fingerprint)
        {
            EvidenceFile.Write(path, RunRecord.Write(outcome));
            return outline;
        }

        var note = Path.Combine(folder, outcome.File.DisplayName + ".record");
        if (outcome.IsStored && FileHash.OfFile(path) is { } present && FileHash.OfFile(note) == FileHash.Of(Line(fingerprint, outline, present)))
        {
            return outline;
        }

        var record = RunRecord.Write(outcome);
        EvidenceFile.Write(path, record);
        Note.Write(note, Line(fingerprint, outline, FileHash.Of(record)));
        return outline;
    }

    private static byte[] Line(string fingerprint, string outline, string record) => Encoding.ASCII.GetBytes($"{Kind} {fingerprint} {outline} {record}\n");
}
