using System.Buffers;

namespace Detectkit.Statistics;

/// <summary>
/// The trend inside every window: the difference of the weighted medians of its newer and older half over the difference of their
/// median ages. Halves are split midway between the ages of the oldest and the newest value; a half of fewer than two values, or a
/// window of fewer than four, has no trend.
/// </summary>
internal static class TrendSlopes
{
    private const int LeastValues = 4;
    private const int LeastHalf = 2;

    /// <summary>Computes the slopes, in value per grid point, indexed by grid point.</summary>
    public static void Run(SlidingSample sample, AgeWeights weights, Span<double> slopes)
    {
        var n = sample.Count;
        var pool = ArrayPool<int>.Shared;
        var split = pool.Rent(Math.Max(1, n));
        Split(sample, split);
        using var older = new SlidingSample(n, sample.Values, sample.GridIndex, sample.Sorted, sample.Start, split);
        using var newer = new SlidingSample(n, sample.Values, sample.GridIndex, sample.Sorted, split, sample.End);
        var medians = ArrayPool<double>.Shared;
        var olderMedians = medians.Rent(slopes.Length);
        var newerMedians = medians.Rent(slopes.Length);
        WindowStatistics.Compute(older, weights, [], StatisticsKind.MedianDeviation, olderMedians.AsSpan(0, slopes.Length), []);
        WindowStatistics.Compute(newer, weights, [], StatisticsKind.MedianDeviation, newerMedians.AsSpan(0, slopes.Length), []);
        for (var p = 0; p < n; p++)
        {
            var at = sample.GridIndex[p];
            var (start, middle, end) = (sample.Start[p], split[p], sample.End[p]);
            slopes[at] = 0;
            if (end - start < LeastValues || middle - start < LeastHalf || end - middle < LeastHalf)
            {
                continue;
            }

            var distance = MedianAge(sample.GridIndex, start, middle, at, weights) - MedianAge(sample.GridIndex, middle, end, at, weights);
            if (distance != 0)
            {
                slopes[at] = (newerMedians[at] - olderMedians[at]) / distance;
            }
        }

        medians.Return(olderMedians);
        medians.Return(newerMedians);
        pool.Return(split);
    }

    // The first value that is not older than midway between the window's ends.
    private static void Split(SlidingSample sample, int[] split)
    {
        var middle = 0;
        for (var p = 0; p < sample.Count; p++)
        {
            var (start, end) = (sample.Start[p], sample.End[p]);
            if (end <= start)
            {
                split[p] = start;
                continue;
            }

            middle = Math.Max(middle, start);
            var ends = (long)sample.GridIndex[start] + sample.GridIndex[end - 1];
            while (middle < end && 2L * sample.GridIndex[middle] < ends)
            {
                middle++;
            }

            split[p] = Math.Min(middle, end);
        }
    }

    // Ages fall with position, so ascending age is descending position.
    private static double MedianAge(int[] grid, int start, int end, int at, AgeWeights weights)
    {
        var n = end - start;
        if (weights.IsUniform)
        {
            var rule = new EqualWeightPercentile(50);
            rule.SetCount(n);
            var left = at - grid[end - 1 - rule.Index];
            return rule.IsExact ? left : rule.Between(left, at - grid[end - 2 - rule.Index]);
        }

        var total = 0.0;
        for (var i = end - 1; i >= start; i--)
        {
            total += weights.At(at - grid[i]);
        }

        var (sum, previousPosition, previousAge) = (0.0, 0.0, 0.0);
        for (var i = end - 1; i >= start; i--)
        {
            var age = at - grid[i];
            var weight = weights.At(age);
            sum += weight;
            var position = (sum - (0.5 * weight)) / total;
            if (position > 0.5)
            {
                return i == end - 1 ? age : PercentileRule.Interpolate(0.5, previousPosition, previousAge, position, age);
            }

            (previousPosition, previousAge) = (position, age);
        }

        return previousAge;
    }
}
