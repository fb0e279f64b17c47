using Detectkit.Statistics.Direct;
using Detectkit.Statistics.Sliding;

namespace Detectkit.Statistics;

/// <summary>Chooses, for a kind of statistics and of weights, the pass that computes it fastest with the same result.</summary>
internal static class WindowStatistics
{
    /// <summary>
    /// Computes two statistics of every window, indexed by grid point; windows without values are left alone. Slopes are by grid point,
    /// empty for no trend; second is empty for the median alone.
    /// </summary>
    public static void Compute(
        SlidingSample sample, AgeWeights weights, ReadOnlySpan<double> slopes, StatisticsKind kind, Span<double> first, Span<double> second)
    {
        if (!slopes.IsEmpty || !CanSlide(sample, weights, kind) || !TryFast(sample, weights, kind, first, second))
        {
            DirectPass.Run(sample, weights, slopes, kind, first, second);
        }
    }

    /// <summary>Whether statistics without a trend may slide: neither differences of values nor weights may leave the range of a double.</summary>
    public static bool CanSlide(SlidingSample sample, AgeWeights weights, StatisticsKind kind) =>
        !weights.IsLinear && (sample.Count == 0 || weights.LongestAge / weights.HalfLife <= WeightedOrderStatisticsPass.LongestSpan) && sample.IsSummable(kind);

    private static bool TryFast(SlidingSample sample, AgeWeights weights, StatisticsKind kind, Span<double> first, Span<double> second)
    {
        switch (kind)
        {
            case StatisticsKind.Moments:
                MomentsPass.Run(sample, weights, first, second);
                return true;
            case StatisticsKind.MedianDeviation when weights.IsUniform:
                OrderStatisticsPass.Run(sample, first, second, [], []);
                return true;
            case StatisticsKind.MedianDeviation:
                return WeightedOrderStatisticsPass.TryRun(sample, weights.HalfLife, first, second, [], []);
            case StatisticsKind.Quartiles when weights.IsUniform:
                OrderStatisticsPass.Run(sample, [], [], first, second);
                return true;
            case StatisticsKind.Quartiles:
                return WeightedOrderStatisticsPass.TryRun(sample, weights.HalfLife, [], [], first, second);
            default:
                // A kind without a sliding pass is computed window by window.
                return false;
        }
    }
}
