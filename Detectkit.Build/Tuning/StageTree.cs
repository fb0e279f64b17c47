using System.Globalization;
using Detectkit.Autotune;
using Detectkit.Build.Results;
using Detectkit.Build.Text;
using Detectkit.Configuration;
using Detectkit.Runtime.Loading;
using Detectkit.Series;
using Detectkit.Statistics;

namespace Detectkit.Build.Tuning;

/// <summary>What was decided about a metric, stage by stage, as the log shows it.</summary>
internal static class StageTree
{
    private const int StageWidth = 16;
    private const int MostFarValues = 3;

    public static IReadOnlyList<string> Lines(MetricOutcome outcome)
    {
        var stages = new List<(string Name, IReadOnlyList<string> Lines)>();
        if (outcome.Loaded is { } loaded)
        {
            stages.Add(("LOADING", [Loading(loaded), .. FarValues(outcome)]));
        }

        if (outcome.Search?.Result is { } result)
        {
            stages.AddRange(result.DecisionLog.GroupBy(d => d.Stage).Select(g => (TuningStageName.InWords(g.Key).ToUpperInvariant(), (IReadOnlyList<string>)[.. g.Select(d => d.Message)])));
        }

        stages.Add(("RESULT", [.. Result(outcome)]));
        var lines = new List<string> { $"{outcome.File.DisplayName}  {outcome.File.File.Path}" };
        for (var i = 0; i < stages.Count; i++)
        {
            var isLast = i == stages.Count - 1;
            for (var j = 0; j < stages[i].Lines.Count; j++)
            {
                var branch = j == 0 ? (isLast ? "└─ " : "├─ ") : (isLast ? "   " : "│  ");
                lines.Add(branch + (j == 0 ? stages[i].Name : "").PadRight(StageWidth) + stages[i].Lines[j]);
            }
        }

        return lines;
    }

    private static string Loading(LoadedSeries loaded)
    {
        var (report, series) = (loaded.Report, loaded.Series);
        var lost = new List<string>();
        Add(report.RowsOutsideRange, "outside the range");
        Add(report.Grid.OffGridRows, "off the grid");
        Add(report.Grid.EarlyRows, "long before all others");
        Add(report.Grid.DuplicateRows, "with a timestamp given twice");
        Add(report.RowsWithoutStamp, "without a timestamp");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{report.RowsRead} rows from {report.Profile}, {series.Count} points {Words.Stamp(series.StampAt(0))} to {Words.Stamp(series.StampAt(series.Count - 1))} UTC, {report.Grid.MissingPoints} missing{Infinite(report.Grid.InfiniteValues)}")
            + (report.Points > series.Count ? string.Create(CultureInfo.InvariantCulture, $"; the newest of {report.Points} points on the grid") : "")
            + (lost.Count == 0 ? "" : "; left out: " + string.Join(", ", lost));

        void Add(int count, string what)
        {
            if (count > 0)
            {
                lost.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {what}"));
            }
        }
    }

    private static string Infinite(int values) => values == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {values} of them infinite");

    // One is enough to widen a band of mean and standard deviation beyond use for as long as a window holds it.
    private static IEnumerable<string> FarValues(MetricOutcome outcome)
    {
        var series = outcome.Loaded!.Series;
        var far = LikelySentinels.Lone(series.Values, GroundTruth.Mark(outcome.Labels.Labels, series).Marked);
        if (far.Count > 0)
        {
            var shown = string.Join(", ", far.Take(MostFarValues).Select(f => LikelySentinelCheck.Number(f.Value))) + (far.Count > MostFarValues ? ", ..." : "");
            yield return $"far from all other values: {shown}; a window that holds one has a wide band, so write NULLIF in the query if it was not measured";
        }
    }

    private static IEnumerable<string> Result(MetricOutcome outcome)
    {
        if (outcome.Search?.Result is { } result)
        {
            yield return $"{DetectorWords.Of(result.Proposed.Select(p => p.Detector))}: {Objective(result)} {FixedNotation.Format(result.Winner.Score, 3)}"
                + (outcome.Search.IncumbentScore is { } score ? $" (current {FixedNotation.Format(score, 3)})" : "") + $", run {result.RunId}";
        }

        if (outcome.Search is { Before: { } before, After: { } after } search)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"hold-out of {search.Holdout.Length} points, current -> proposed: ")
                + (after.Incidents.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $"{before.Caught} -> {after.Caught} of {after.Incidents.Count} incident{(after.Incidents.Count == 1 ? "" : "s")} caught, ") : "")
                + $"{Words.Number(before.FalseAlertsPerWeek, 1)} -> {Words.Number(after.FalseAlertsPerWeek, 1)} {(search.IsLabelled ? "false alerts" : "alerts")} a week";
        }

        foreach (var note in outcome.Search?.Notes ?? [])
        {
            yield return "note: " + note;
        }

        yield return outcome.Fate switch
        {
            MetricFate.Tuned => $"tuned: {outcome.Tuned!.Path}: {outcome.Search?.Decision?.Reason}",
            MetricFate.TradeOff => "trade-off, not committed: " + outcome.Reason,
            MetricFate.Unchanged => "unchanged: " + outcome.Tuned!.Path + " already says so",
            MetricFate.Kept => "kept as it is: " + outcome.Reason,
            MetricFate.Skipped => "skipped: " + outcome.Reason,
            _ => "failed: " + outcome.Reason,
        };
    }

    private static string Objective(AutotuneResult result) => result.ScoreWords is not null ? "score" : result.Mode == TuningMode.Supervised ? ScoringMetricName.InWords(result.ScoringMetric) : "unsupervised objective";
}
