using System.Globalization;
using System.Text;

namespace Detectkit.Build.Text;

/// <summary>
/// The end of the pull request's text: the metrics that stay as they are or failed, and how to reproduce or to disagree. Made once for every
/// length that is tried.
/// </summary>
/// <param name="arguments">The properties that the run was given and that decide its result, each after a space.</param>
internal sealed class PullRequestLists(IReadOnlyList<TunedMetricReport> metrics, string arguments)
{
    private readonly List<string> tradeOffs = Entries(metrics, MetricFate.TradeOff, TradeOff);
    private readonly List<string> kept = Entries(metrics, MetricFate.Kept, Kept);
    private readonly List<string> failed = Entries(metrics, MetricFate.Failed, Failure);
    private readonly List<string> skipped = Entries(metrics, MetricFate.Skipped, Failure);

    public string Write(int limit)
    {
        var text = new StringBuilder();
        List(text, "Trade-offs", tradeOffs, limit);
        List(text, "Kept as they are", kept, limit);
        List(text, "Failed", failed, limit);
        List(text, "Skipped", skipped, limit);
        text.Append(
            $$"""
            <details><summary>To reproduce or to disagree</summary>

            ```sh
            dotnet build -t:Autotune{{arguments}}
            ```

            | to | write under `autotune:` in the metric |
            |---|---|
            | pin a parameter | `fixed_params: {threshold: 3.0}` |
            | narrow the detectors | `detector_types: [mad]` |
            | narrow the seasons | `seasonality_candidates: [hour]` |
            | change what counts as better | `scoring_metric: f1` |
            | leave the metric alone | `enabled: false` |

            An incident that should be caught belongs into the metric's labels. A commit of yours on this branch is safe: the next run stops
            at it. The build's output has a record of each metric, with every candidate and its score.

            </details>

            """);
        return text.ToString();
    }

    /// <summary>The line for what a table or list leaves out; nothing where it leaves out nothing.</summary>
    public static string Rest(int count) =>
        count <= 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{count} more: the build's output has a record of each.\n\n");

    private static List<string> Entries(IReadOnlyList<TunedMetricReport> metrics, MetricFate fate, Func<TunedMetricReport, string> words) =>
        [.. metrics.Where(m => m.Fate == fate).Select(m => $"- `{Words.Line(m.Metric.Name)}`: {words(m)}\n")];

    private static void List(StringBuilder text, string title, List<string> entries, int limit)
    {
        if (entries.Count > 0)
        {
            text.Append("### ").Append(title).Append("\n\n").AppendJoin("", entries.Take(limit)).Append(limit > 0 ? "\n" : "").Append(Rest(entries.Count - limit));
        }
    }

    private static string Failure(TunedMetricReport metric) => Words.Line(metric.Failure ?? "no reason given");

    private static string Kept(TunedMetricReport metric)
    {
        var reason = Words.Line(metric.Outcome?.KeptBecause ?? "no reason given");
        if (metric.Outcome is not { After: { } after } outcome)
        {
            return reason;
        }

        var caught = after.Incidents.Count == 0 ? "" : $"caught {PullRequestSummary.Caught(outcome.Before, after)}, ";
        return $"{reason}. Hold-out: {caught}alerts a week {PullRequestSummary.Alerts(outcome.Before, after)}";
    }

    private static string TradeOff(TunedMetricReport metric)
    {
        var (current, proposed) = DetectorWords.Change(metric.Metric, metric.Outcome!.Result!);
        return $"{Words.Line(current)} → {Words.Line(proposed)}: {Kept(metric)}. Nothing is committed; `-p:AutotuneForceChange=true -p:AutotuneSelect={Words.Line(metric.Metric.Name)}` proposes it";
    }
}
