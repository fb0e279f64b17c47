using System.Globalization;
using System.Text;

namespace Detectkit.Build.Reports;

/// <summary>The end of the pull request's text: the metrics that stay as they are or failed, and how to reproduce or to disagree.</summary>
internal static class PullRequestLists
{
    /// <summary>Writes it.</summary>
    /// <param name="metrics">The metrics of the run.</param>
    /// <param name="arguments">The properties that the run was given and that decide its result, each after a space.</param>
    /// <param name="rows">Entries of each list at most.</param>
    /// <returns>Markdown.</returns>
    public static string Write(IReadOnlyList<TunedMetricReport> metrics, string arguments, int rows)
    {
        var text = new StringBuilder();
        List(text, metrics, MetricFate.Kept, "Kept as they are", rows, Kept);
        List(text, metrics, MetricFate.Failed, "Failed", rows, m => Words.Line(m.Failure ?? "no reason given"));
        List(text, metrics, MetricFate.Skipped, "Skipped", rows, m => Words.Line(m.Failure ?? "no reason given"));
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

    private static void List(
        StringBuilder text, IReadOnlyList<TunedMetricReport> metrics, MetricFate fate, string title, int rows, Func<TunedMetricReport, string> words)
    {
        var listed = metrics.Where(m => m.Fate == fate).ToList();
        if (listed.Count == 0)
        {
            return;
        }

        text.Append("### ").Append(title).Append("\n\n");
        foreach (var metric in listed.Take(rows))
        {
            text.Append("- `").Append(Words.Line(metric.Metric.Name)).Append("`: ").Append(words(metric)).Append('\n');
        }

        text.Append(rows > 0 ? "\n" : "").Append(Rest(listed.Count - rows));
    }

    private static string Kept(TunedMetricReport metric)
    {
        var reason = Words.Line(metric.Outcome?.KeptBecause ?? "no reason given");
        if (metric.Outcome is not { After: { } after } outcome)
        {
            return reason;
        }

        var caught = after.Incidents.Count == 0 ? "" : $"caught {PullRequestSummary.Caught(outcome.Before, after)}, ";
        return $"{reason}. Held out: {caught}false alarms a week {PullRequestSummary.Alarms(outcome.Before, after)}";
    }
}
