using System.Globalization;
using Detectkit.Build.Inputs;
using Detectkit.Build.Options;
using Detectkit.Build.Results;
using Detectkit.Build.Text;
using Detectkit.Build.Worker;
using Detectkit.Configuration;
using Detectkit.Statistics;

namespace Detectkit.Build.Tuning;

/// <summary>What a run says at the end of each metric and at its own.</summary>
internal static class RunWords
{
    private const int ShortSha = 7;

    // The first of them that there is.
    private static readonly string[] Pages = ["report.html", "pull-request.md"];

    /// <summary>What came out of tuning a metric, in a few words: <c>mad  0.58 -> 0.71</c>.</summary>
    public static string Of(MetricOutcome outcome)
    {
        if (outcome.Search?.Result is not { } result)
        {
            return outcome.Fate == MetricFate.Skipped ? "skipped" : "failed";
        }

        var before = outcome.Search.IncumbentScore is { } score ? FixedNotation.Format(score, 2) + " -> " : "";
        return DetectorTypeName.Of(result.Winner.Detector.Type) + "  " + before + FixedNotation.Format(result.Winner.Score, 2)
            + (outcome.Fate == MetricFate.Tuned ? "" : "  " + FateWords.Of(outcome.Fate))
            + (outcome.IsCached ? "  cached" : "");
    }

    /// <summary>
    /// The last lines: what to do next, and <c>shop -> detectkit/autotune (8 tuned, 1 failed; commit 1a2b3c4), see obj/detectkit/report.html</c>.
    /// </summary>
    public static IEnumerable<string> Lines(WorkerContext context, IReadOnlyList<MetricOutcome> outcomes, Delivered delivered)
    {
        if (outcomes.Count(o => o.IsCached) is > 0 and var cached)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{cached} of {outcomes.Count} from the cache: metric, labels and data are those of an earlier run; -p:AutotuneIgnoreCache=true searches again");
        }

        var page = outcomes.Any(o => o.Search?.Result is not null) ? PageOf(context) : null;
        if (outcomes.Any(o => o.Search?.Result is not null))
        {
            var look = page is null ? "" : "open " + page;
            yield return "next: " + string.Join(", then ", new[] { look, After(context.Options, outcomes, delivered) }.Where(t => t.Length > 0));
        }

        // The terminal logger shows no other line, so this one names the page too.
        yield return $"{context.Request.Name} -> {delivered.Target} ({Counts(outcomes)}{End(delivered)}){(page is null ? "" : ", see " + page)}";
    }

    private static string Counts(IReadOnlyList<MetricOutcome> outcomes) => string.Join(", ", Enum.GetValues<MetricFate>()
        .Select(fate => (Fate: fate, Count: outcomes.Count(o => o.Fate == fate)))
        .Where(c => c.Count > 0 || c.Fate == MetricFate.Tuned)
        .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Count} {FateWords.Of(c.Fate)}")));

    private static string End(Delivered delivered)
    {
        var end = string.Join(" ", new[] { delivered.Commit is { } sha ? "commit " + sha[..ShortSha] : null, delivered.Remark }.OfType<string>());
        return end.Length == 0 ? "" : "; " + end;
    }

    private static string? PageOf(WorkerContext context) => Pages
        .Select(f => Path.Combine(context.Output, f))
        .Where(File.Exists)
        .Select(f => RelativePath.Of(context.Request.Root, f))
        .FirstOrDefault();

    private static string After(RunOptions options, IReadOnlyList<MetricOutcome> outcomes, Delivered delivered) => (options, delivered.Commit) switch
    {
        ({ DryRun: true }, _) => "run without AutotuneDryRun",
        ({ Commit: false }, _) when outcomes.Any(o => o.Fate == MetricFate.Tuned) => "read and commit what 'git diff' shows",
        (_, not null) => $"review and merge '{options.Branch}': git diff {options.Base}...{options.Branch}",
        _ => "",
    };
}
