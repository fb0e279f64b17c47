using Detectkit.Statistics.Direct;
using Detectkit.Statistics.Sliding;

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
        using var scratch = new Buffers();
        var n = sample.Count;
        var split = scratch.Rent<int>(n);
        Split(sample, split);
        var older = new SlidingSample(n, sample.Values, sample.GridIndex, sample.Sorted, sample.Start, split, scratch);
        var newer = new SlidingSample(n, sample.Values, sample.GridIndex, sample.Sorted, split, sample.End, scratch);
        var (olderMedians, newerMedians) = (scratch.Rent<double>(slopes.Length), scratch.Rent<double>(slopes.Length));
        WindowStatistics.Compute(older, weights, [], StatisticsKind.MedianDeviation, olderMedians.AsSpan(0, slopes.Length), []);
        WindowStatistics.Compute(newer, weights, [], StatisticsKind.MedianDeviation, newerMedians.AsSpan(0, slopes.Length), []);
        for (var p = 0; p < n; p++)
        {
            var at = sample.GridIndex[p];
            var (start, middle, end) = (sample.Start[p], split[p], sample.End[p]);
            var distance = Distance(sample.GridIndex, start, middle, end, at, weights);
            slopes[at] = distance == 0 ? 0 : Slope(olderMedians[at], newerMedians[at], distance);
        }
    }

    /// <summary>The slope of one window, from its values as they are by now.</summary>
    public static double At(SlidingSample sample, AgeWeights weights, int start, int end, int at, DirectWindow window)
    {
        var middle = start;
        while (middle < end && 2L * sample.GridIndex[middle] < (long)sample.GridIndex[start] + sample.GridIndex[end - 1])
        {
            middle++;
        }

        var distance = Distance(sample.GridIndex, start, middle, end, at, weights);
        if (distance == 0)
        {
            return 0;
        }

        var older = window.Compute(StatisticsKind.MedianDeviation, start, middle, at, 0).First;
        var newer = window.Compute(StatisticsKind.MedianDeviation, middle, end, at, 0).First;
        return Slope(older, newer, distance);
    }

    // Of finite medians that lie further apart than a double can say, each is divided by itself.
    private static double Slope(double older, double newer, double distance)
    {
        var slope = (newer - older) / distance;
        return double.IsFinite(slope) || !double.IsFinite(newer) || !double.IsFinite(older)
            ? slope
            : Math.Clamp((newer / distance) - (older / distance), -double.MaxValue, double.MaxValue);
    }

    // Of the halves' median ages; 0 where there is no trend.
    private static double Distance(int[] grid, int start, int middle, int end, int at, AgeWeights weights) =>
        end - start < LeastValues || middle - start < LeastHalf || end - middle < LeastHalf
            ? 0
            : MedianAge(grid, start, middle, at, weights) - MedianAge(grid, middle, end, at, weights);

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
