using System.Security.Cryptography;
using System.Text;
using Detectkit.Build.Results;
using Detectkit.Build.Text;
using Detectkit.Build.Worker;
using Detectkit.Configuration;

namespace Detectkit.Build.Tuning;

/// <summary>Writes what a run leaves behind: a result file per metric, the summary, the pull request's text, the page.</summary>
internal sealed class Evidence(WorkerContext context, IReadOnlyList<MetricOutcome> outcomes, ResultFiles results)
{
    private string Page => Path.Combine(context.Output, EvidencePages.Page);

    public void Write(Delivered delivered)
    {
        try
        {
            var outlines = KeepResults();
            var (whole, shortened) = PullRequestText.WriteBoth([.. outcomes.Select(o => o.Report)], context.Options.ResultArguments);
            WriteText("pull-request.md", WithProposal(whole, delivered));
            WriteText("pull-request-short.md", WithProposal(shortened, delivered));
            WritePages(outlines);
            EvidenceFile.Write(Path.Combine(context.Output, "summary.json"), RecordJson.Write(new RunSummary(context.Request.Name, outcomes, delivered)));
        }
        catch (Exception e) when (CauseOf(e) is IOException or UnauthorizedAccessException)
        {
            context.Log.Report(context.Request.Finding(BuildRules.EvidenceUnwritable, $"the evidence cannot be written to '{context.Output}': {CauseOf(e).Message}"));
        }
    }

    public static string HashOfPages(string folder)
    {
        var pictures = Path.Combine(folder, EvidencePages.PictureFolder);
        var files = Directory.Exists(pictures) ? Directory.GetFiles(pictures, "*.svg").Order(StringComparer.Ordinal) : Enumerable.Empty<string>();
        var lines = files.Prepend(Path.Combine(folder, EvidencePages.Page)).Select(f => Path.GetFileName(f) + " " + FileHash.OfFile(f) + "\n");
        return FileHash.Of(Encoding.UTF8.GetBytes(string.Concat(lines)));
    }

    // Below the first line, which previews show, and near the top: a service's list of pull requests has the beginning of each.
    private static string WithProposal(string text, Delivered delivered) =>
        delivered.Proposal is { } proposal ? text.Insert(text.IndexOf('\n', StringComparison.Ordinal) + 1, proposal.Lines) : text;

    private static Exception CauseOf(Exception e) => e is AggregateException { InnerException: { } first } ? first : e;

    private string[] KeepResults()
    {
        var outlines = new string[outcomes.Count];
        Parallel.For(0, outcomes.Count, new ParallelOptions { MaxDegreeOfParallelism = context.Options.MaxParallel }, i => outlines[i] = results.Keep(outcomes[i]));
        return outlines;
    }

    private void WriteText(string name, string text) =>
        EvidenceFile.Write(Path.Combine(context.Output, name), Encoding.UTF8.GetBytes(context.Secrets.Redact(text)));

    // Page and pictures follow from what the results depend on, what the records say beside that, and the tuned files: where every result is a
    // cached one, and a note says that they are there as this run would draw them, they are left as they are.
    private void WritePages(string[] outlines)
    {
        var note = Path.Combine(context.Output, "report.cache");
        var key = PagesKey(outlines);
        if (outcomes.All(o => o.IsCached || o.Searched is null) && FileHash.OfFile(note) == FileHash.Of(NoteOf(key)) && KeepsSecrets())
        {
            return;
        }

        EvidencePages.Write(context, outcomes);
        EvidenceFile.Write(note, NoteOf(key));
    }

    private byte[] NoteOf(string key) => Encoding.ASCII.GetBytes($"detectkit-pages {key} {HashOfPages(context.Output)}\n");

    // A secret that is new since must not stay in an old page.
    private bool KeepsSecrets()
    {
        var text = File.ReadAllText(Page);
        return context.Secrets.Redact(text) == text;
    }

    private string PagesKey(string[] outlines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(SearchFingerprint.Tool + "\n" + context.Request.Name + "\n"));
        for (var i = 0; i < outcomes.Count; i++)
        {
            var tuned = outcomes[i].Tuned is { } file ? FileHash.Of(file.Before is { } before ? before.Span : default) + FileHash.Of(file.After.Span) : "";
            hash.AppendData(Encoding.UTF8.GetBytes($"{outcomes[i].Searched?.Fingerprint} {outlines[i]} {tuned}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
