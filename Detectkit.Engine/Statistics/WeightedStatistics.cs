using System.Buffers;
using Detectkit.Statistics.Sliding;

namespace Detectkit.Statistics;

/// <summary>
/// Weighted statistics of one sample, computed directly from their definitions. The sliding passes compute the same figures for
/// every window of a series; these are what they must agree with. Samples hold no NaN; weights are positive and need not sum to 1;
/// ties are ordered as given, which with unequal weights matters.
/// </summary>
internal static class WeightedStatistics
{
    private const int ScaledExponent = 400;

    /// <summary>
    /// The weighted percentile: value i, in ascending order, sits at (c_i - w_i / 2) / W, where c is the running sum of weights and W
    /// their total; between two positions the value is interpolated, outside it is clamped. With equal weights this is Hazen's rule.
    /// </summary>
    public static double Percentile(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, double percent)
    {
        CheckLengths(values, weights);
        var order = ArrayPool<int>.Shared.Rent(values.Length);
        var positions = ArrayPool<double>.Shared.Rent(values.Length);
        try
        {
            StableOrder(values, order.AsSpan(0, values.Length), positions);
            return Locate(values, weights, order.AsSpan(0, values.Length), positions, percent / 100);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(order);
            ArrayPool<double>.Shared.Return(positions);
        }
    }

    public static double Median(ReadOnlySpan<double> values, ReadOnlySpan<double> weights) => Percentile(values, weights, 50);

    public static double MedianAbsoluteDeviation(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, double center)
    {
        CheckLengths(values, weights);
        var room = ArrayPool<double>.Shared.Rent(values.Length);
        var deviations = room.AsSpan(0, values.Length);
        for (var i = 0; i < deviations.Length; i++)
        {
            deviations[i] = Math.Abs(values[i] - center);
        }

        var median = Median(deviations, weights);
        ArrayPool<double>.Shared.Return(room);
        return median;
    }

    public static double Mean(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        CheckLengths(values, weights);
        var (total, scale) = (Sum(weights), Scale(values));
        return Finite(Mean(values, weights, total, scale), scale);
    }

    /// <summary>
    /// The weighted standard deviation with one degree of freedom taken off: the population variance divided by 1 - sum(w^2) of the
    /// normalised weights, where that exceeds 1e-12. A sample of equal values has none. It is finite where the values are.
    /// </summary>
    public static double StandardDeviation(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        CheckLengths(values, weights);
        if (values.IndexOfAnyExcept(values[0]) < 0)
        {
            return 0;
        }

        var (total, scale) = (Sum(weights), Scale(values));
        var mean = Mean(values, weights, total, scale);
        var (variance, before, pairs) = (0.0, 0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            var (weight, deviation) = (weights[i] / total, (values[i] * scale) - mean);
            variance += weight * (deviation * deviation);
            pairs += 2 * weight * before;
            before += weight;
        }

        return Finite(Math.Sqrt(Unbias(variance, pairs)), scale);
    }

    /// <summary>Puts the indices of equal values, which differ in nothing else, in order: what makes a sort stable.</summary>
    public static void SortTies(ReadOnlySpan<double> sorted, Span<int> order)
    {
        for (var from = 0; from < sorted.Length;)
        {
            var to = from + 1;
            while (to < sorted.Length && (sorted[to] == sorted[from] || (double.IsNaN(sorted[to]) && double.IsNaN(sorted[from]))))
            {
                to++;
            }

            order[from..to].Sort();
            from = to;
        }
    }

    // 1 - sum(w^2) is the sum over all pairs of normalised weights, which does not cancel where one weight is nearly all.
    public static double Unbias(double populationVariance, double pairedWeights) =>
        pairedWeights > 1e-12 ? populationVariance / pairedWeights : populationVariance;

    private static double Mean(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, double total, double scale)
    {
        var mean = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            mean += values[i] * scale * (weights[i] / total);
        }

        return mean;
    }

    // 1 unless a value's square might overflow; then the power of two that makes the largest value ScaledExponent bits large, so that no digit is lost
    // that the square of the largest would not swallow. Infinite values have no scale.
    private static double Scale(ReadOnlySpan<double> values)
    {
        if (SlidingSample.AreSummable(values, StatisticsKind.Moments))
        {
            return 1;
        }

        var largest = 0.0;
        foreach (var value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return double.IsFinite(largest) ? Math.ScaleB(1, ScaledExponent - Math.ILogB(largest)) : 1;
    }

    private static double Finite(double scaled, double scale) =>
        scale == 1 ? scaled : Math.Clamp(scaled / scale, -double.MaxValue, double.MaxValue);

    private static double Sum(ReadOnlySpan<double> weights)
    {
        var total = 0.0;
        foreach (var weight in weights)
        {
            total += weight;
        }

        return total;
    }

    private static double Locate(
        ReadOnlySpan<double> values, ReadOnlySpan<double> weights, ReadOnlySpan<int> order, Span<double> positions, double target)
    {
        var total = 0.0;
        foreach (var i in order)
        {
            total += weights[i];
        }

        if (!double.IsFinite(total) || total <= 0)
        {
            throw new ArgumentException("The weights must sum to a finite positive number.", nameof(weights));
        }

        var last = -1;
        var sum = 0.0;
        for (var rank = 0; rank < order.Length; rank++)
        {
            var weight = weights[order[rank]];
            sum += weight;
            positions[rank] = (sum - (0.5 * weight)) / total;
            last = positions[rank] <= target ? rank : last;
        }

        if (last < 0)
        {
            return values[order[0]];
        }

        return last + 1 == order.Length || positions[last] == target
            ? values[order[last]]
            : PercentileRule.Interpolate(target, positions[last], values[order[last]], positions[last + 1], values[order[last + 1]]);
    }

    private static void StableOrder(ReadOnlySpan<double> values, Span<int> order, Span<double> room)
    {
        var keys = room[..values.Length];
        values.CopyTo(keys);
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        keys.Sort(order);

        // NaN (from infinite deviations) is sorted first and belongs last.
        var nans = 0;
        while (nans < keys.Length && double.IsNaN(keys[nans]))
        {
            nans++;
        }

        if (nans > 0)
        {
            keys[..nans].Reverse();
            keys[nans..].Reverse();
            keys.Reverse();
            order[..nans].Reverse();
            order[nans..].Reverse();
            order.Reverse();
        }

        SortTies(keys, order);
    }

    private static void CheckLengths(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        if (values.Length != weights.Length)
        {
            throw new ArgumentException("There must be one weight per value.", nameof(weights));
        }

        if (values.IsEmpty)
        {
            throw new ArgumentException("The sample is empty.", nameof(values));
        }
    }
}
