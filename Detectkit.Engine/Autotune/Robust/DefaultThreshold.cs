using Detectkit.Statistics;

namespace Detectkit.Autotune.Robust;

/// <summary>The threshold without labels, read off the distribution of the series' own scores.</summary>
internal static class DefaultThreshold
{
    /// <summary>The scores' quantile within its bounds.</summary>
    /// <param name="scores">The rule's score per point; negative infinity where it is below the bounds.</param>
    /// <param name="scored">Points with a score.</param>
    /// <param name="quantile">The quantile.</param>
    public static double Of(ReadOnlySpan<double> scores, int scored, double quantile)
    {
        var (low, high) = RobustSpace.DefaultThresholds;
        if (scored < RobustSpace.FewestScores)
        {
            return RobustSpace.FallbackThreshold;
        }

        var room = SeriesColumns.Numbers.Rent(scores.Length);
        var count = 0;
        foreach (var score in scores)
        {
            room[count] = score;
            count += score > low ? 1 : 0;
        }

        var upper = room.AsSpan(0, count);
        upper.Sort();
        var place = quantile * (scored - 1);
        var whole = (int)Math.Floor(place);
        var (below, above) = count == 0 ? (low, low) : (At(upper, whole, scored, low), At(upper, Math.Min(scored - 1, whole + 1), scored, low));
        SeriesColumns.Numbers.Return(room);
        return Math.Clamp(below + ((place - whole) * (above - below)), low, high);
    }

    // Whatever is not among the upper scores lies at the lower bound or below.
    private static double At(ReadOnlySpan<double> upper, int rank, int scored, double low) =>
        rank - (scored - upper.Length) is >= 0 and var index ? upper[Math.Min(index, upper.Length - 1)] : low;
}
