using System.Buffers;

namespace Detectkit.Statistics;

/// <summary>Which statistics of a window are wanted.</summary>
internal enum StatisticsKind
{
    /// <summary>Median and median absolute deviation.</summary>
    MedianDeviation,

    /// <summary>Mean and standard deviation.</summary>
    Moments,

    /// <summary>Lower and upper quartile.</summary>
    Quartiles,
}

/// <summary>
/// Statistics of every window computed from its values one window at a time: for detrended windows, whose order differs at every
/// point, for linear weights, and for values or weights outside the sliding passes' range. O(w) per point.
/// </summary>
internal static class DirectPass
{
    /// <summary>Runs the pass; outputs are indexed by grid point, windows without values are left alone.</summary>
    /// <param name="sample">The values and windows.</param>
    /// <param name="weights">The weights by age.</param>
    /// <param name="slopes">Per grid point the trend that is taken out of its window, or empty.</param>
    /// <param name="kind">What to compute.</param>
    /// <param name="first">Receives median, mean or lower quartile.</param>
    /// <param name="second">Receives median absolute deviation, standard deviation or upper quartile.</param>
    public static void Run(
        SlidingSample sample, AgeWeights weights, ReadOnlySpan<double> slopes, StatisticsKind kind, Span<double> first, Span<double> second)
    {
        var longest = 1;
        for (var p = 0; p < sample.Count; p++)
        {
            longest = Math.Max(longest, sample.End[p] - sample.Start[p]);
        }

        var pool = ArrayPool<double>.Shared;
        var values = pool.Rent(longest);
        var weightBuffer = pool.Rent(longest);
        var scratch = pool.Rent(2 * longest);
        var (low, high) = (default(BracketSelection), default(BracketSelection));
        var isFinite = AllFinite(sample.Values.AsSpan(0, sample.Count));
        for (var p = 0; p < sample.Count; p++)
        {
            var (start, end) = (sample.Start[p], sample.End[p]);
            var n = end - start;
            if (n <= 0)
            {
                continue;
            }

            var at = sample.GridIndex[p];
            var window = values.AsSpan(0, n);
            var slope = slopes.IsEmpty ? 0 : slopes[at];
            Fill(sample, start, at, slope, window);
            var windowWeights = weights.IsUniform ? [] : weightBuffer.AsSpan(0, n);
            var total = FillWeights(sample, weights, start, at, n, windowWeights);
            var (a, b) = isFinite
                ? Compute(kind, window, windowWeights, total, scratch, ref low, ref high)
                : ComputePlainly(kind, window, windowWeights);
            first[at] = a;
            if (!second.IsEmpty)
            {
                second[at] = b;
            }
        }

        pool.Return(values);
        pool.Return(weightBuffer);
        pool.Return(scratch);
    }

    private static (double First, double Second) Compute(
        StatisticsKind kind, Span<double> window, ReadOnlySpan<double> weights, double total, Span<double> scratch, ref BracketSelection low, ref BracketSelection high)
    {
        switch (kind)
        {
            case StatisticsKind.MedianDeviation:
                var median = low.Select(window, weights, total, 0.5, scratch);
                for (var i = 0; i < window.Length; i++)
                {
                    window[i] = Math.Abs(window[i] - median);
                }

                return (median, high.Select(window, weights, total, 0.5, scratch));
            case StatisticsKind.Quartiles:
                return (low.Select(window, weights, total, 0.25, scratch), high.Select(window, weights, total, 0.75, scratch));
            default:
                return Moments(window, weights, total);
        }
    }

    private static (double Mean, double Deviation) Moments(ReadOnlySpan<double> window, ReadOnlySpan<double> weights, double total)
    {
        if (window.IndexOfAnyExcept(window[0]) < 0)
        {
            return (window[0], 0);
        }

        var mean = 0.0;
        for (var i = 0; i < window.Length; i++)
        {
            mean += window[i] * (weights.IsEmpty ? 1 / total : weights[i] / total);
        }

        var (variance, squares) = (0.0, 0.0);
        for (var i = 0; i < window.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 / total : weights[i] / total;
            variance += weight * ((window[i] - mean) * (window[i] - mean));
            squares += weight * weight;
        }

        return (mean, Math.Sqrt(WeightedStatistics.Unbias(variance, squares)));
    }

    private static (double First, double Second) ComputePlainly(StatisticsKind kind, ReadOnlySpan<double> window, ReadOnlySpan<double> weights)
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
            default:
                return (WeightedStatistics.Mean(window, weights), WeightedStatistics.StandardDeviation(window, weights));
        }
    }

    private static void Fill(SlidingSample sample, int start, int at, double slope, Span<double> window)
    {
        sample.Values.AsSpan(start, window.Length).CopyTo(window);
        if (slope == 0)
        {
            return;
        }

        var grid = sample.GridIndex.AsSpan(start, window.Length);
        for (var i = 0; i < window.Length; i++)
        {
            window[i] += slope * (at - grid[i]);
        }
    }

    private static double FillWeights(SlidingSample sample, AgeWeights weights, int start, int at, int count, Span<double> windowWeights)
    {
        if (windowWeights.IsEmpty)
        {
            return count;
        }

        var total = 0.0;
        for (var i = 0; i < windowWeights.Length; i++)
        {
            windowWeights[i] = weights.At(at - sample.GridIndex[start + i]);
            total += windowWeights[i];
        }

        return total;
    }

    private static bool AllFinite(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }
}
