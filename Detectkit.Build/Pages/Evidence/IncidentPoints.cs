using Detectkit.Autotune;
using Detectkit.Labels;

namespace Detectkit.Build.Pages.Evidence;

/// <summary>Which grid points an incident marks.</summary>
internal static class IncidentPoints
{
    /// <summary>Finds the points.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="startMilliseconds">The first point's stamp.</param>
    /// <param name="intervalSeconds">Seconds from point to point.</param>
    /// <param name="count">Number of points.</param>
    /// <returns>The range, empty where it marks nothing.</returns>
    public static PointRange Of(Incident incident, long startMilliseconds, int intervalSeconds, int count)
    {
        var step = intervalSeconds * 1000.0;
        var first = (Milliseconds(incident.Start) - startMilliseconds) / step;
        var last = (Milliseconds(incident.End) - startMilliseconds) / step;
        if (incident.IsPoint)
        {
            // Of two equally near points the first is marked, and one step beyond the series is still near.
            var nearest = Math.Clamp(Math.Ceiling(first - 0.5), 0, Math.Max(0, count - 1));
            return count > 0 && Math.Abs(nearest - first) <= 1 ? new PointRange((int)nearest, (int)nearest + 1) : default;
        }

        var start = (int)Math.Clamp(Math.Ceiling(first), 0, count);
        var end = (int)Math.Clamp(Math.Floor(last) + 1, 0, count);
        return end > start ? new PointRange(start, end) : default;
    }

    private static double Milliseconds(DateTime stamp) => (stamp - DateTime.UnixEpoch).TotalMilliseconds;
}
