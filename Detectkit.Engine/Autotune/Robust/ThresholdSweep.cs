using System.Buffers;
using Detectkit.Scoring;
using Detectkit.Statistics;

namespace Detectkit.Autotune.Robust;

/// <summary>Reads thresholds off the rule's scores per point.</summary>
internal static class ThresholdSweep
{
    /// <summary>Fills in, for ascending numbers of false alerts that may be left, the lowest threshold that leaves no more.</summary>
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
        var (falseAlerts, next) = (0, 0);
        for (var k = 0; k < count && next < allowances.Count; k++)
        {
            // With the gap's width on either side no neighbour lies outside the array.
            var at = points[k] + FalseAlerts.Gap;
            var before = alerts.AsSpan(at - FalseAlerts.Gap, FalseAlerts.Gap).LastIndexOf(true);
            var after = alerts.AsSpan(at + 1, FalseAlerts.Gap).IndexOf(true);
            falseAlerts += before < 0 && after < 0 ? 1 : before >= 0 && after >= 0 && after + 1 > before ? -1 : 0;
            alerts[at] = true;
            while (next < allowances.Count && falseAlerts > allowances[next])
            {
                thresholds[next++] = -keys[k];
            }
        }

        ArrayPool<int>.Shared.Return(points);
        ArrayPool<double>.Shared.Return(keys);
        ArrayPool<bool>.Shared.Return(alerts);
    }

    /// <summary>The threshold without labels: a quantile of the scores, within bounds. Scores below the bounds may be given as negative infinity; so many
    /// points have a score.</summary>
    public static double Default(ReadOnlySpan<double> scores, int scored, double quantile)
    {
        var (low, high) = RobustSpace.DefaultThresholds;
        if (scored < RobustSpace.FewestScores)
        {
            return RobustSpace.FallbackThreshold;
        }

        var buffer = ArrayPool<double>.Shared.Rent(scores.Length);
        var count = 0;
        foreach (var score in scores)
        {
            buffer[count] = score;
            count += score > low ? 1 : 0;
        }

        var upper = buffer.AsSpan(0, count);
        upper.Sort();
        var place = quantile * (scored - 1);
        var whole = (int)Math.Floor(place);
        var (below, above) = count == 0 ? (low, low) : (At(upper, whole, scored, low), At(upper, Math.Min(scored - 1, whole + 1), scored, low));
        ArrayPool<double>.Shared.Return(buffer);
        return Math.Clamp(below + ((place - whole) * (above - below)), low, high);
    }

    // Whatever is not among the upper scores lies at the lower bound or below.
    private static double At(ReadOnlySpan<double> upper, int rank, int scored, double low) =>
        rank - (scored - upper.Length) is >= 0 and var index ? upper[Math.Min(index, upper.Length - 1)] : low;
}
