using System.Buffers;
using Detectkit.Scoring;

namespace Detectkit.Autotune.Robust;

/// <summary>Finds, for numbers of alarms outside incidents that may be left, the lowest threshold that leaves no more.</summary>
internal static class ThresholdSweep
{
    /// <summary>Fills in a threshold per allowance.</summary>
    /// <param name="scores">The rule's score per point.</param>
    /// <param name="marked">Whether a point lies in an incident.</param>
    /// <param name="floor">The lowest threshold.</param>
    /// <param name="allowances">Alarms that may be left, ascending.</param>
    /// <param name="thresholds">Receives the thresholds.</param>
    public static void Lowest(
        ReadOnlySpan<double> scores, ReadOnlySpan<bool> marked, double floor, IReadOnlyList<int> allowances, Span<double> thresholds)
    {
        thresholds.Fill(floor);
        var points = ArrayPool<int>.Shared.Rent(Math.Max(1, scores.Length));
        var keys = ArrayPool<double>.Shared.Rent(Math.Max(1, scores.Length));
        var alerts = ArrayPool<bool>.Shared.Rent(scores.Length + (2 * FalseAlerts.Gap));
        alerts.AsSpan(0, scores.Length + (2 * FalseAlerts.Gap)).Clear();
        var count = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            if (!marked[i] && scores[i] > floor)
            {
                (points[count], keys[count++]) = (i, -scores[i]);
            }
        }

        Array.Sort(keys, points, 0, count);
        var (alarms, next) = (0, 0);
        for (var k = 0; k < count && next < allowances.Count; k++)
        {
            // With the gap's width of room on either side no neighbour lies outside the array.
            var at = points[k] + FalseAlerts.Gap;
            var before = alerts.AsSpan(at - FalseAlerts.Gap, FalseAlerts.Gap).LastIndexOf(true);
            var after = alerts.AsSpan(at + 1, FalseAlerts.Gap).IndexOf(true);
            alarms += before < 0 && after < 0 ? 1 : before >= 0 && after >= 0 && after + 1 > before ? -1 : 0;
            alerts[at] = true;
            while (next < allowances.Count && alarms > allowances[next])
            {
                thresholds[next++] = -keys[k];
            }
        }

        ArrayPool<int>.Shared.Return(points);
        ArrayPool<double>.Shared.Return(keys);
        ArrayPool<bool>.Shared.Return(alerts);
    }
}
