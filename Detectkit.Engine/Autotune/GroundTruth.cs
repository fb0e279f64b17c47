using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Autotune;

/// <summary>Which grid points the labelled incidents mark.</summary>
public sealed class GroundTruth
{
    private readonly bool[] marked;
    private readonly int length;

    private GroundTruth(bool[] marked, int length, LabelsSummary summary, IReadOnlyList<Incident> withoutEffect) =>
        (this.marked, this.length, Summary, WithoutEffect) = (marked, length, summary, withoutEffect);

    /// <summary>Whether each grid point is marked.</summary>
    public ReadOnlySpan<bool> Marked => marked.AsSpan(0, length);

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
    public static GroundTruth Mark(IncidentLabels labels, MetricSeries series) => Mark(labels, series, new bool[series.Count]);

    /// <summary>Marks the points of a series in an array that it shares with others.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="series">The series.</param>
    /// <param name="room">At least as long as the series; nobody else's as long as the marks are looked at.</param>
    /// <returns>The marks.</returns>
    internal static GroundTruth Mark(IncidentLabels labels, MetricSeries series, bool[] room)
    {
        var marked = room.AsSpan(0, series.Count);
        marked.Clear();
        List<Incident>? withoutEffect = null;
        var points = 0;
        for (var i = 0; i < labels.Incidents.Count; i++)
        {
            var incident = labels.Incidents[i];
            points += incident.IsPoint ? 1 : 0;
            var range = PointsOf(incident, series);
            marked.Slice(range.Start, range.Length).Fill(true);
            if (range.Length == 0)
            {
                (withoutEffect ??= []).Add(incident);
            }
        }

        return new GroundTruth(room, series.Count, new LabelsSummary(labels.Incidents.Count - points, points, marked.Count(true)), withoutEffect ?? []);
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
