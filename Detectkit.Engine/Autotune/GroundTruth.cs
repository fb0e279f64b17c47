using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Autotune;

/// <summary>Which grid points the labelled incidents mark.</summary>
public sealed class GroundTruth
{
    private readonly bool[] marked;

    private GroundTruth(bool[] marked, LabelsSummary summary, IReadOnlyList<Incident> withoutEffect) =>
        (this.marked, Summary, WithoutEffect) = (marked, summary, withoutEffect);

    /// <summary>Whether each grid point is marked.</summary>
    public ReadOnlySpan<bool> Marked => marked;

    /// <summary>Counts of labels and marked points; labels count whether or not they touch the series.</summary>
    public LabelsSummary Summary { get; }

    /// <summary>Incidents that mark no grid point, in file order.</summary>
    public IReadOnlyList<Incident> WithoutEffect { get; }

    /// <summary>Supervised where at least one grid point is marked.</summary>
    public TuningMode Mode => Summary.PositiveGridPoints > 0 ? TuningMode.Supervised : TuningMode.Unsupervised;

    /// <summary>
    /// Marks the points of a series: an interval marks those from its start to its end, both included; a point marks the nearest
    /// (of two equally near the earlier) that is at most one interval away.
    /// </summary>
    /// <param name="labels">The labels.</param>
    /// <param name="series">The series.</param>
    /// <returns>The marks.</returns>
    public static GroundTruth Mark(IncidentLabels labels, MetricSeries series)
    {
        var marked = new bool[series.Count];
        var withoutEffect = new List<Incident>();
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
        return new GroundTruth(marked, new LabelsSummary(labels.Incidents.Count - points, points, marked.AsSpan().Count(true)), withoutEffect);
    }

    /// <summary>The grid points that one incident marks, possibly none.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="series">The series.</param>
    /// <returns>The points.</returns>
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
