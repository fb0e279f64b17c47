using Detectkit.Labels;

namespace Detectkit.Series;

/// <summary>How many labels there are and what they mark.</summary>
/// <param name="Intervals">Incidents with start and end.</param>
/// <param name="Points">Incidents of one point.</param>
/// <param name="PositiveGridPoints">Grid points marked.</param>
public sealed record LabelsSummary(int Intervals, int Points, int PositiveGridPoints);

/// <summary>Which grid points the labelled incidents mark.</summary>
internal sealed class GroundTruth
{
    private readonly bool[] marked;

    private GroundTruth(bool[] marked, LabelsSummary summary, IReadOnlyList<Incident> withoutEffect) =>
        (this.marked, Summary, WithoutEffect) = (marked, summary, withoutEffect);

    public ReadOnlySpan<bool> Marked => marked;

    /// <summary>Labels count whether or not they touch the series.</summary>
    public LabelsSummary Summary { get; }

    /// <summary>Incidents that mark no grid point, in file order.</summary>
    public IReadOnlyList<Incident> WithoutEffect { get; }

    public bool IsLabelled => Summary.PositiveGridPoints > 0;

    /// <summary>Marks the points of a series: an interval marks those from its start to its end, both included; a point marks the nearest
    /// (of two equally near the earlier) that is at most one interval away.</summary>
    public static GroundTruth Mark(IncidentLabels labels, MetricSeries series)
    {
        var marked = new bool[series.Count];
        List<Incident> withoutEffect = [];
        foreach (var incident in labels.Incidents)
        {
            var range = PointsOf(incident, series);
            marked.AsSpan(range.Start, range.Length).Fill(true);
            if (range.Length == 0)
            {
                withoutEffect.Add(incident);
            }
        }

        var points = labels.Incidents.Count(i => i.IsPoint);
        return new GroundTruth(marked, new LabelsSummary(labels.Incidents.Count - points, points, marked.Count(m => m)), withoutEffect);
    }

    public static PointRange PointsOf(Incident incident, MetricSeries series)
    {
        if (series.Count == 0)
        {
            return default;
        }

        var step = series.IntervalSeconds * (decimal)TimeSpan.TicksPerSecond;
        var origin = DateTime.UnixEpoch.Ticks + (series.StartMilliseconds * TimeSpan.TicksPerMillisecond);
        if (incident.IsPoint)
        {
            var place = (incident.Start.Ticks - origin) / step;
            var nearest = (long)decimal.Ceiling(place - 0.5m);
            nearest = Math.Clamp(nearest, 0, series.Count - 1);
            return decimal.Abs(place - nearest) <= 1 ? new PointRange((int)nearest, (int)nearest + 1) : default;
        }

        var first = Math.Max(0, decimal.Ceiling((incident.Start.Ticks - origin) / step));
        var last = Math.Min(series.Count - 1, decimal.Floor((incident.End.Ticks - origin) / step));
        return first > last ? default : new PointRange((int)first, (int)last + 1);
    }
}
