namespace Detectkit.Scoring;

/// <summary>Event F1, the harmonic mean of the share of incidents caught and the share of catches among catches and false alerts: an incident is caught by one flag in it, flags outside count one by one.</summary>
internal static class EventScore
{
    public static double F1(long caught, long incidents, long falseAlerts) =>
        caught == 0 ? 0 : 2.0 * caught / (caught + falseAlerts + incidents);

    /// <summary>The score of flags at ascending points of a grid; incidents without any of these points do not count, and those that touch are one.</summary>
    public static double F1(ReadOnlySpan<int> points, ReadOnlySpan<bool> flags, ReadOnlySpan<bool> marked)
    {
        var (caught, incidents, falseAlerts, previous, isCaught) = (0L, 0L, 0L, -1, false);
        for (var p = 0; p < points.Length; p++)
        {
            var i = points[p];
            if (!marked[i])
            {
                falseAlerts += flags[p] ? 1 : 0;
                continue;
            }

            if (previous < 0 || marked[previous..i].Contains(false))
            {
                incidents++;
                isCaught = false;
            }

            previous = i;
            caught += flags[p] && !isCaught ? 1 : 0;
            isCaught |= flags[p];
        }

        return F1(caught, incidents, falseAlerts);
    }
}
