using System.Security.Cryptography;
using System.Text;
using Detectkit.Build.Tuning;
using Detectkit.Build.Worker;

namespace Detectkit.Build.Results;

/// <summary>
/// Knows whether page and pictures are there as this run would draw them: where every result is a stored one, they follow from what the
/// results depend on, what the records say beside that, and the tuned files.
/// </summary>
/// <param name="context">The run.</param>
internal sealed class WrittenPages(WorkerContext context)
{
    private const string Kind = "detectkit-pages";

    private string Page => Path.Combine(context.Output, EvidencePages.Page);

    /// <summary>Draws page and pictures, unless they are there.</summary>
    /// <param name="outcomes">The metrics.</param>
    /// <param name="outlines">What <see cref="WrittenRecords.Write"/> gave for each.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public void Write(IReadOnlyList<MetricOutcome> outcomes, IReadOnlyList<string> outlines)
    {
        var note = Path.Combine(context.Output, "searches", "report.pages");
        var key = Key(outcomes, outlines);
        if (outcomes.All(o => o.IsStored || o.Fingerprint is null) && File.Exists(note) && FileHash.OfFile(note) == FileHash.Of(Line(key)) && KeepsSecrets())
        {
            return;
        }

        EvidencePages.Write(context, outcomes);
        Note.Write(note, Line(key));
    }

    /// <summary>Names page and pictures as they are.</summary>
    /// <param name="folder">The folder of evidence.</param>
    /// <returns>64 hex digits.</returns>
    public static string HashOfFiles(string folder)
    {
        var pictures = Path.Combine(folder, EvidencePages.PictureFolder);
        var files = Directory.Exists(pictures) ? Directory.GetFiles(pictures, "*.svg").Order(StringComparer.Ordinal) : Enumerable.Empty<string>();
        var lines = files.Prepend(Path.Combine(folder, EvidencePages.Page)).Select(f => Path.GetFileName(f) + " " + FileHash.OfFile(f) + "\n");
        return FileHash.Of(Encoding.UTF8.GetBytes(string.Concat(lines)));
    }

    private byte[] Line(string key) => Encoding.ASCII.GetBytes($"{Kind} {key} {HashOfFiles(context.Output)}\n");

    // A secret that is new since must not stay in an old page.
    private bool KeepsSecrets()
    {
        var text = File.ReadAllText(Page);
        return context.Secrets.Redact(text) == text;
    }

    private string Key(IReadOnlyList<MetricOutcome> outcomes, IReadOnlyList<string> outlines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(SearchFingerprint.Tool + "\n" + context.Request.Name + "\n"));
        for (var i = 0; i < outcomes.Count; i++)
        {
            var tuned = outcomes[i].Tuned is { } file ? FileHash.Of(file.Before is { } before ? before.Span : default) + FileHash.Of(file.After.Span) : "";
            hash.AppendData(Encoding.UTF8.GetBytes($"{outcomes[i].Fingerprint} {outlines[i]} {tuned}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
