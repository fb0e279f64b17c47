using Detectkit.Series;

namespace Detectkit.Scoring;

/// <summary>Alerts outside incidents: points outside at which an alert stands, those close to each other being one. An alert that begins or ends beside
/// an incident is one too, and so a detector that always alerts has one between any two incidents.</summary>
internal static class FalseAlerts
{
    /// <summary>Points that lie at most this far apart are one alert.</summary>
    public const int Gap = 5;

    /// <summary>The point before any alert.</summary>
    public const int None = -1 - Gap;

    /// <summary>The alerts within a range, each from its first to its last point; <paramref name="alerts"/> may be empty for none at all.</summary>
    public static IReadOnlyList<PointRange> In(ReadOnlySpan<bool> alerts, ReadOnlySpan<bool> marked, PointRange range)
    {
        var (found, last) = (new List<PointRange>(), None);
        for (var i = range.Start; i < range.End && !alerts.IsEmpty; i++)
        {
            if (!alerts[i] || marked[i])
            {
                continue;
            }

            if (Begins(i, ref last))
            {
                found.Add(new PointRange(i, i + 1));
            }

            found[^1] = found[^1] with { End = i + 1 };
        }

        return found;
    }

    /// <summary>Whether a point outside incidents begins an alert; <paramref name="last"/> is the one before it, and becomes this one.</summary>
    public static bool Begins(int point, ref int last)
    {
        var begins = point - last > Gap;
        last = point;
        return begins;
    }
}
