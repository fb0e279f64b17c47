using System.Globalization;
using System.Text;
using Detectkit.Evidence;

namespace Detectkit.Build.Reports;

/// <summary>The text of the pull request: a table to decide by, and per metric what stands behind it.</summary>
internal static class PullRequestText
{
    /// <summary>What GitHub takes as the body of a pull request.</summary>
    public const int Limit = 65_536;

    /// <summary>Writes the text in Markdown; sections are shortened, from the last one on, until it fits the limit.</summary>
    /// <param name="metrics">The metrics of the run, in file order.</param>
    /// <param name="arguments">The properties that the run was given and that decide its result, each after a space.</param>
    /// <param name="limit">Characters at most.</param>
    public static string Write(IReadOnlyList<TunedMetricReport> metrics, string arguments = "", int limit = Limit)
    {
        var head = Head(metrics);
        var tail = Tail(metrics, arguments);
        var sections = metrics
            .Where(m => m.Fate == MetricFate.Tuned && m.Outcome?.Result is not null)
            .Select(m => MetricSection.Levels(m))
            .ToList();
        var level = new int[sections.Count];
        var room = limit - head.Length - tail.Length;
        var length = sections.Sum(s => s[0].Length);
        for (var pass = 1; length > room && pass < MetricSection.LevelCount; pass++)
        {
            for (var i = sections.Count - 1; i >= 0 && length > room; i--)
            {
                length += sections[i][pass].Length - sections[i][pass - 1].Length;
                level[i] = pass;
            }
        }

        var text = head + string.Concat(sections.Select((s, i) => s[level[i]])) + tail;
        return text.Length <= limit ? text : Counts(metrics) + "\nThe run has more metrics than this text can list; the records of all of them are in the build's output.\n";
    }

    private static string Counts(IReadOnlyList<TunedMetricReport> metrics) => string.Create(
        CultureInfo.InvariantCulture,
        $"**{Count(metrics, MetricFate.Tuned)} tuned**, {Count(metrics, MetricFate.Kept)} kept, {Count(metrics, MetricFate.Unchanged)} unchanged, {Count(metrics, MetricFate.Failed)} failed.\n");

    private static string Head(IReadOnlyList<TunedMetricReport> metrics)
    {
        var text = new StringBuilder(Counts(metrics));
        if (Count(metrics, MetricFate.Tuned) == 0)
        {
            return text.Append('\n').ToString();
        }

        text.Append("\nCaught incidents and false alarms are counted on the newest part of each history, which took no part in the choice. Present → tuned.\n\n");
        text.Append("| metric | present | tuned | caught | false alarms a week | score |\n|---|---|---|---|---|---|\n");
        foreach (var m in metrics.Where(m => m.Fate == MetricFate.Tuned))
        {
            text.Append(TableRow(m));
        }

        return text.Append('\n').ToString();
    }

    private static string TableRow(TunedMetricReport m)
    {
        var (outcome, result) = (m.Outcome!, m.Outcome!.Result!);
        var (before, after) = (outcome.Before, outcome.After);
        var caught = after is null || after.Incidents.Count == 0 ? "–" : Caught(before) + " → " + Caught(after);
        var alarms = after is null ? "–" : (before is null ? "–" : Words.Number(before.FalseAlarmsPerWeek, 1)) + " → " + Words.Number(after.FalseAlarmsPerWeek, 1);
        var score = (outcome.IncumbentScore is { } incumbent ? Words.Number(incumbent, 3) + " → " : "") + Words.Number(result.Winner.Score, 3);
        return $"| {Words.Cell(m.Metric.Name)} | {DetectorWords.Of(m.Metric.Detectors)} | {DetectorWords.Of([result.Winner.Detector])} | {caught} | {alarms} | {score} |\n";
    }

    private static string Caught(SideEvidence? side) =>
        side is null ? "–" : string.Create(CultureInfo.InvariantCulture, $"{side.Caught}/{side.Incidents.Count}");

    private static string Tail(IReadOnlyList<TunedMetricReport> metrics, string arguments)
    {
        var text = new StringBuilder();
        List(text, metrics, MetricFate.Kept, "Kept as they are", m => m.Outcome?.KeptBecause);
        List(text, metrics, MetricFate.Failed, "Failed", m => m.Failure);
        text.Append(
            $$"""

            ### To reproduce or to disagree

            ```sh
            dotnet build -t:Autotune{{arguments}}
            ```

            `autotune.fixed_params` in a metric pins parameters, `detector_types` and `seasonality_candidates` narrow the choice,
            `scoring_metric` changes what counts as better, labelled incidents teach what should be caught, and `autotune: {enabled: false}`
            leaves a metric out. The records behind these figures are in the build's output, one JSON file per metric.

            """);
        return text.ToString();
    }

    private static void List(StringBuilder text, IReadOnlyList<TunedMetricReport> metrics, MetricFate fate, string title, Func<TunedMetricReport, string?> reason)
    {
        if (Count(metrics, fate) == 0)
        {
            return;
        }

        text.Append("\n### ").Append(title).Append("\n\n");
        foreach (var m in metrics.Where(m => m.Fate == fate))
        {
            text.Append("- `").Append(m.Metric.Name).Append("`: ").Append(Words.Line(reason(m) ?? "no reason given")).Append('\n');
        }
    }

    private static int Count(IReadOnlyList<TunedMetricReport> metrics, MetricFate fate) => metrics.Count(m => m.Fate == fate);
}
