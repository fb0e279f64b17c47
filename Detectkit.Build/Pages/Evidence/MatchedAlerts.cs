using Detectkit.Configuration;
using Detectkit.Labels;
using Detectkit.Scoring;
using Detectkit.Series;

namespace Detectkit.Build.Pages.Evidence;

/// <summary>What a detector's alerts make of the labelled incidents.</summary>
/// <param name="Alerts">Ranges of points at which an alert stands, in time order.</param>
/// <param name="Delays">Per incident, in the labels' order, the time from its start to the first alert inside it; null where it is missed.</param>
/// <param name="FalseAlerts">The alerts outside incidents.</param>
internal sealed record MatchedAlerts(ValueList<PointRange> Alerts, ValueList<TimeSpan?> Delays, ValueList<PointRange> FalseAlerts)
{
    public static MatchedAlerts Match(ReadOnlySpan<bool> alerting, ValueList<Incident> incidents, MetricSeries series)
    {
        var alerts = PointRange.Runs(alerting);
        var marked = incidents.Select(i => GroundTruth.PointsOf(i, series)).ToList();
        var delays = new List<TimeSpan?>();
        foreach (var range in marked)
        {
            var first = alerts.Where(a => a.Start < range.End && a.End > range.Start).Select(a => (int?)Math.Max(a.Start, range.Start)).FirstOrDefault();
            delays.Add(first is { } point ? TimeSpan.FromSeconds((double)(point - range.Start) * series.IntervalSeconds) : null);
        }

        var labels = new IncidentLabels(null, "UTC", incidents);
        var falseAlerts = Scoring.FalseAlerts.In(alerting, GroundTruth.Mark(labels, series).Marked, new PointRange(0, alerting.Length));
        return new MatchedAlerts(alerts.ToValueList(), delays.ToValueList(), falseAlerts.ToValueList());
    }
}
