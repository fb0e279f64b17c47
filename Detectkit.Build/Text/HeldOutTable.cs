using System.Globalization;
using System.Text;
using Detectkit.Autotune;
using Detectkit.Autotune.Holdout;
using Detectkit.Configuration;

namespace Detectkit.Build.Text;

/// <summary>The figures of both sides on the hold-out, and how far they and their difference reach.</summary>
internal static class HeldOutTable
{
    // Of values that differ by hundreds of digits no table has room.
    private const double WidestShown = 1e6;

    public static string Write(TuningOutcome outcome, HoldoutFigures after, ScoringMetric metric)
    {
        var before = outcome.Before;
        var title = after.Intervals is { } intervals ? $"hold-out, with {Words.Number(100 * intervals.Confidence, 0)} % ranges" : "hold-out";
        var text = new StringBuilder();
        Line(title, "current", "proposed", "difference");
        Line("---", "---", "---", "---");
        if (after.Incidents.Count > 0)
        {
            Row(
                "incidents caught",
                s => string.Create(CultureInfo.InvariantCulture, $"{s.Caught} of {s.Incidents.Count}"),
                s => 100.0 * s.Caught / s.Incidents.Count,
                r => new FigureRange(100 * r.CaughtShare.Low, 100 * r.CaughtShare.High),
                0,
                " %");
        }

        Row(outcome.IsLabelled ? "false alerts a week" : "alerts a week", s => Words.Number(s.FalseAlertsPerWeek, 2), s => s.FalseAlertsPerWeek, r => r.FalseAlertsPerWeek, 2);
        Plain("anomalous points", s => Words.Number(100 * s.AnomalyRate, 2) + " %");
        if (after.Score is not null)
        {
            Row("score: " + ScoringMetricName.InWords(metric), s => s.Score is { } score ? Words.Number(score, 3) : "–", s => s.Score ?? double.NaN, r => r.Score, 3);
        }

        if (outcome.WidthAfterIncidentsAfter is { } wide)
        {
            Line(
                "band a day after an incident",
                outcome.WidthAfterIncidentsBefore is { } was ? Words.Number(was, 1) + " times as wide as before it" : "–",
                Words.Number(wide, 1) + " times",
                "");
        }

        Plain("band width / spread", s => s.BandWidth is { } width ? width < WidestShown ? Words.Number(width, 2) : "over a million" : "–");
        if (after.Incidents.Count == 0)
        {
            Plain("most extreme anomalies", s => s.Extremes.Count == 0 ? "none" : string.Join(", ", s.Extremes.Select(e => Words.Stamp(e.Timestamp))));
        }

        return text.ToString();

        void Plain(string name, Func<HoldoutFigures, string> of) => Line(name, before is null ? "–" : of(before), of(after), "");

        void Row(string name, Func<HoldoutFigures, string> of, Func<HoldoutFigures, double> figure, Func<HoldoutRanges, FigureRange?> range, int decimals, string unit = "")
        {
            string Reach(HoldoutRanges? ranges) => ranges is not null && range(ranges) is { } reach
                ? $" ({Words.Number(reach.Low, decimals)} to {Words.Number(reach.High, decimals)}{unit})"
                : "";
            var difference = before is null ? double.NaN : figure(after) - figure(before);
            Line(
                name,
                before is null ? "–" : of(before) + Reach(before.Intervals),
                of(after) + Reach(after.Intervals),
                double.IsNaN(difference) ? "–" : (difference > 0 ? "+" : "") + Words.Number(difference, decimals) + unit + Reach(outcome.Difference));
        }

        void Line(string name, string current, string proposed, string difference) => text.Append(
            CultureInfo.InvariantCulture, $"| {name} | {current} | {proposed} |{(outcome.Difference is null ? "" : $" {difference} |")}\n");
    }
}
