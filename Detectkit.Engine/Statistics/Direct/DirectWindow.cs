using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Detectkit.Statistics.Sliding;

namespace Detectkit.Statistics.Direct;

/// <summary>
/// Statistics of every window computed from its values one window at a time: for detrended windows, whose order differs at every
/// point, for linear weights, and for values or weights outside the sliding passes' range. O(w) per point.
/// </summary>
internal static class DirectPass
{
    public static void Run(
        SlidingSample sample, AgeWeights weights, ReadOnlySpan<double> slopes, StatisticsKind kind, Span<double> first, Span<double> second)
    {
        using var scratch = new Buffers();
        var window = new DirectWindow(sample, weights, Math.Max(1, sample.Longest), scratch);
        for (var p = 0; p < sample.Count; p++)
        {
            if (sample.End[p] <= sample.Start[p])
            {
                continue;
            }

            var at = sample.GridIndex[p];
            var (a, b) = window.Compute(kind, sample.Start[p], sample.End[p], at, slopes.IsEmpty ? 0 : slopes[at]);
            first[at] = a;
            if (!second.IsEmpty)
            {
                second[at] = b;
            }
        }
    }
}

/// <summary>
/// One window at a time over a sample whose values may be replaced between windows. Where values are infinite, or so large that their sums
/// may be, the windows that hold them are computed in the reference's order of operations, and only those.
/// </summary>
internal sealed class DirectWindow(SlidingSample sample, AgeWeights weights, int longest, Buffers buffers)
{
    private readonly double[] values = buffers.Rent<double>(longest);
    private readonly double[] weightBuffer = buffers.Rent<double>(longest);
    private readonly double[] scratch = buffers.Rent<double>(2 * longest);
    private bool areValuesSummable = sample.IsSummable(StatisticsKind.MedianDeviation);
    private bool areSquaresSummable = sample.IsSummable(StatisticsKind.Moments);
    private BracketSelection low;
    private BracketSelection high;

    /// <summary>The statistics of the values at [start, end), seen from a grid point, a trend taken out.</summary>
    public (double First, double Second) Compute(StatisticsKind kind, int start, int end, int at, double slope)
    {
        var window = values.AsSpan(0, end - start);
        Fill(start, at, slope, window);
        var windowWeights = weights.IsUniform ? [] : weightBuffer.AsSpan(0, window.Length);
        var total = FillWeights(start, at, window.Length, windowWeights);
        var isKnown = kind.IsRanked() ? areValuesSummable : areSquaresSummable;
        return isKnown || SlidingSample.AreSummable(window, kind) ? Select(kind, window, windowWeights, total) : ComputePlainly(kind, window, windowWeights);
    }

    public void Replace(int position, double value)
    {
        sample.Values[position] = value;
        areValuesSummable = areValuesSummable && SlidingSample.AreSummable([value], StatisticsKind.MedianDeviation);
        areSquaresSummable = areSquaresSummable && SlidingSample.AreSummable([value], StatisticsKind.Moments);
    }

    private (double First, double Second) Select(StatisticsKind kind, Span<double> window, Span<double> windowWeights, double total)
    {
        switch (kind)
        {
            case StatisticsKind.MedianDeviation:
                var median = low.Select(window, windowWeights, total, 0.5, scratch);
                Deviate(window, median);
                return (median, high.Select(window, windowWeights, total, 0.5, scratch));
            case StatisticsKind.Quartiles:
                return (low.Select(window, windowWeights, total, 0.25, scratch), high.Select(window, windowWeights, total, 0.75, scratch));
            case StatisticsKind.Moments:
                return DirectMoments.Of(window, windowWeights, total);
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of statistics.");
        }
    }

    /// <summary>The statistics of one sample in the reference's order of operations.</summary>
    public static (double First, double Second) ComputePlainly(StatisticsKind kind, ReadOnlySpan<double> window, ReadOnlySpan<double> weights)
    {
        if (weights.IsEmpty)
        {
            var equal = new double[window.Length];
            Array.Fill(equal, 1);
            weights = equal;
        }

        switch (kind)
        {
            case StatisticsKind.MedianDeviation:
                var median = WeightedStatistics.Median(window, weights);
                return (median, WeightedStatistics.MedianAbsoluteDeviation(window, weights, median));
            case StatisticsKind.Quartiles:
                return (WeightedStatistics.Percentile(window, weights, 25), WeightedStatistics.Percentile(window, weights, 75));
            case StatisticsKind.Moments:
                return (WeightedStatistics.Mean(window, weights), WeightedStatistics.StandardDeviation(window, weights));
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of statistics.");
        }
    }

    private void Fill(int start, int at, double slope, Span<double> window)
    {
        sample.Values.AsSpan(start, window.Length).CopyTo(window);
        if (slope == 0)
        {
            return;
        }

        var grid = sample.GridIndex.AsSpan(start, window.Length);
        var i = 0;
        if (Avx.IsSupported)
        {
            var (slopes, now) = (Vector256.Create(slope), Vector128.Create(at));
            foreach (ref var value in MemoryMarshal.Cast<double, Vector256<double>>(window))
            {
                var ages = now - Vector128.Create(grid.Slice(i, Vector128<int>.Count));
                value += slopes * Avx.ConvertToVector256Double(ages);
                i += Vector128<int>.Count;
            }
        }

        for (; i < window.Length; i++)
        {
            window[i] += slope * (at - grid[i]);
        }

        if (!areValuesSummable)
        {
            KeepFinite(start, window);
        }
    }

    // What a steep trend of finite values carries beyond the range of a double stays at its end.
    private void KeepFinite(int start, Span<double> window)
    {
        for (var i = 0; i < window.Length; i++)
        {
            if (!double.IsFinite(window[i]) && double.IsFinite(sample.Values[start + i]))
            {
                window[i] = double.IsNaN(window[i]) ? sample.Values[start + i] : Math.Clamp(window[i], -double.MaxValue, double.MaxValue);
            }
        }
    }

    private static void Deviate(Span<double> window, double median)
    {
        var medians = Vector256.Create(median);
        var lanes = MemoryMarshal.Cast<double, Vector256<double>>(window);
        foreach (ref var value in lanes)
        {
            value = Vector256.Abs(value - medians);
        }

        foreach (ref var value in window[(lanes.Length * Vector256<double>.Count)..])
        {
            value = Math.Abs(value - median);
        }
    }

    private double FillWeights(int start, int at, int count, Span<double> windowWeights)
    {
        if (windowWeights.IsEmpty)
        {
            return count;
        }

        var grid = sample.GridIndex.AsSpan(start, count);
        if (grid[^1] - grid[0] == count - 1)
        {
            weights.Of(at - grid[^1], count).CopyTo(windowWeights);
            windowWeights.Reverse();
        }
        else
        {
            for (var i = 0; i < count; i++)
            {
                windowWeights[i] = weights.At(at - grid[i]);
            }
        }

        return DirectMoments.Sum(windowWeights, []);
    }
}
