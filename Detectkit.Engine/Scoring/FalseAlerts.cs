using Detectkit.Series;

namespace Detectkit.Scoring;

/// <summary>
/// What counts as a false alarm: points outside incidents at which an alert stands, those close to each other being one alarm. An alert that
/// begins or ends beside an incident is one too, and so a detector that always alerts has one between any two incidents.
/// </summary>
public static class FalseAlerts
{
    /// <summary>Such points that lie at most this far apart are one alarm.</summary>
    public const int Gap = 5;

    /// <summary>Before any alarm.</summary>
    internal const int None = -1 - Gap;

    /// <summary>The alarms of a stretch.</summary>
    /// <param name="alerts">Per grid point whether an alert stands there; empty for none at all.</param>
    /// <param name="marked">Whether each grid point lies in an incident.</param>
    /// <param name="stretch">The points that are looked at.</param>
    /// <returns>Each alarm's points from first to last, oldest first.</returns>
    public static IReadOnlyList<PointRange> In(ReadOnlySpan<bool> alerts, ReadOnlySpan<bool> marked, PointRange stretch)
    {
        var (alarms, last) = (new List<PointRange>(), None);
        for (var i = stretch.Start; i < stretch.End && !alerts.IsEmpty; i++)
        {
            if (!alerts[i] || marked[i])
            {
                continue;
            }

            if (Begins(i, ref last))
            {
                alarms.Add(new PointRange(i, i + 1));
            }

            alarms[^1] = alarms[^1] with { End = i + 1 };
        }

        return alarms;
    }

    /// <summary>Whether an alarm begins at an alert outside incidents.</summary>
    /// <param name="point">The alert's point.</param>
    /// <param name="last">The point of the alert outside incidents before it, <see cref="None"/> at first; becomes this one.</param>
    internal static bool Begins(int point, ref int last)
    {
        var begins = point - last > Gap;
        last = point;
        return begins;
    }
}
