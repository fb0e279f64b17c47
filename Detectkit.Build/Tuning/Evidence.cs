using System.Text;
using Detectkit.Build.Results;
using Detectkit.Build.Text;
using Detectkit.Build.Worker;
using Detectkit.Configuration;

namespace Detectkit.Build.Tuning;

/// <summary>Writes what a run leaves behind: a record per metric, the summary, the pull request's text, the page.</summary>
internal static class Evidence
{
    /// <summary>Writes all of it.</summary>
    /// <param name="context">The run.</param>
    /// <param name="outcomes">The metrics.</param>
    /// <param name="delivered">Where the tuned files went.</param>
    public static void Write(WorkerContext context, IReadOnlyList<MetricOutcome> outcomes, Delivered delivered)
    {
        try
        {
            var outlines = WriteRecords(context, outcomes);
            var (whole, shortened) = PullRequestText.WriteBoth([.. outcomes.Select(o => o.Report)], context.Options.ResultArguments);
            WriteText(context, "pull-request.md", WithProposal(whole, delivered));
            WriteText(context, "pull-request-short.md", WithProposal(shortened, delivered));
            new WrittenPages(context).Write(outcomes, outlines);
            EvidenceFile.Write(Path.Combine(context.Output, "summary.json"), RunSummary.Write(context.Request.Name, outcomes, delivered));
        }
        catch (Exception e) when (CauseOf(e) is IOException or UnauthorizedAccessException)
        {
            context.Log.Report(new Finding(
                BuildRules.EvidenceUnwritable, context.Request.ProjectPath, SourceSpan.FileStart, $"the evidence cannot be written to '{context.Output}': {CauseOf(e).Message}"));
        }
    }

    // Below the first line, which previews show, and near the top: a service's list of pull requests has the beginning of each.
    private static string WithProposal(string text, Delivered delivered) =>
        delivered.Proposal is { } proposal ? text.Insert(text.IndexOf('\n', StringComparison.Ordinal) + 1, proposal.Lines) : text;

    private static Exception CauseOf(Exception e) => e is AggregateException { InnerException: { } first } ? first : e;

    // Each is written as soon as it is made: with its history in it, a record is too large to keep a thousand of them.
    private static string[] WriteRecords(WorkerContext context, IReadOnlyList<MetricOutcome> outcomes)
    {
        var written = new WrittenRecords(Path.Combine(context.Output, "searches"));
        var outlines = new string[outcomes.Count];
        Parallel.For(0, outcomes.Count, new ParallelOptions { MaxDegreeOfParallelism = context.Options.MaxParallel }, i =>
            outlines[i] = written.Write(outcomes[i], Path.Combine(context.Output, "runs", outcomes[i].File.DisplayName + ".json")));
        return outlines;
    }

    private static void WriteText(WorkerContext context, string name, string text) =>
        EvidenceFile.Write(Path.Combine(context.Output, name), Encoding.UTF8.GetBytes(context.Secrets.Redact(text)));
}
