namespace Detectkit.Statistics;

/// <summary>
/// Median, median absolute deviation and quartiles of windows of few values under any weights: the window is kept as a sorted list
/// and each figure is summed in the order of its definition. O(values in the window) per point, which for small ones is less than
/// any tree costs.
/// </summary>
internal static unsafe class SmallWindowPass
{
    /// <summary>Values up to which the list is faster than the tree of sums (measured by the kernel benchmarks).</summary>
    public const int MostValues = 32;

    /// <summary>Whether all windows are small enough.</summary>
    public static bool Suits(SlidingSample sample)
    {
        for (var p = 0; p < sample.Count; p++)
        {
            if (sample.End[p] - sample.Start[p] > MostValues)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Runs the pass. Outputs are indexed by grid point; windows without values are left alone.</summary>
    /// <param name="sample">Finite values, and windows of at most <see cref="MostValues"/>.</param>
    /// <param name="weights">The weights by age.</param>
    /// <param name="isQuartiles">Quartiles, else median and deviation.</param>
    /// <param name="first">Receives median or lower quartile.</param>
    /// <param name="second">Receives median absolute deviation or upper quartile; empty for the median alone.</param>
    public static void Run(SlidingSample sample, AgeWeights weights, bool isQuartiles, Span<double> first, Span<double> second)
    {
        var values = stackalloc double[MostValues + 1];
        var points = stackalloc int[MostValues + 1];
        var windowWeights = stackalloc double[MostValues];
        var deviations = stackalloc double[MostValues];
        var deviationWeights = stackalloc double[MostValues];
        var deviationPoints = stackalloc int[MostValues];
        var (count, start, end) = (0, 0, 0);
        for (var p = 0; p < sample.Count; p++)
        {
            if (sample.Start[p] >= end)
            {
                (count, start, end) = (0, sample.Start[p], sample.Start[p]);
            }

            for (; start < sample.Start[p]; start++)
            {
                Remove(values, points, ref count, sample.GridIndex[start]);
            }

            for (; end < sample.End[p]; end++)
            {
                Insert(values, points, ref count, sample.Values[end], sample.GridIndex[end]);
            }

            if (count == 0)
            {
                continue;
            }

            var at = sample.GridIndex[p];
            var total = 0.0;
            for (var rank = 0; rank < count; rank++)
            {
                windowWeights[rank] = weights.At(at - points[rank]);
                total += windowWeights[rank];
            }

            if (isQuartiles)
            {
                first[at] = Percentile(values, windowWeights, count, total, 0.25);
                second[at] = Percentile(values, windowWeights, count, total, 0.75);
                continue;
            }

            first[at] = Percentile(values, windowWeights, count, total, 0.5);
            if (!second.IsEmpty)
            {
                second[at] = Deviation(values, points, windowWeights, count, first[at], deviations, deviationWeights, deviationPoints);
            }
        }
    }

    private static void Insert(double* values, int* points, ref int count, double value, int point)
    {
        // Newest of equal values comes last.
        var rank = count++;
        for (; rank > 0 && values[rank - 1] > value; rank--)
        {
            values[rank] = values[rank - 1];
            points[rank] = points[rank - 1];
        }

        values[rank] = value;
        points[rank] = point;
    }

    private static void Remove(double* values, int* points, ref int count, int point)
    {
        var rank = 0;
        while (points[rank] != point)
        {
            rank++;
        }

        count--;
        for (; rank < count; rank++)
        {
            values[rank] = values[rank + 1];
            points[rank] = points[rank + 1];
        }
    }

    private static double Percentile(double* values, double* weights, int count, double total, double target)
    {
        var (sum, left) = (0.0, 0.0);
        for (var rank = 0; rank < count; rank++)
        {
            sum += weights[rank];
            var position = (sum - (0.5 * weights[rank])) / total;
            if (position > target)
            {
                return rank == 0 ? values[0] : left == target ? values[rank - 1] : PercentileRule.Interpolate(target, left, values[rank - 1], position, values[rank]);
            }

            left = position;
        }

        return values[count - 1];
    }

    // Deviations ascend to both sides of the median, so merging them leaves only equal ones to be put in time order.
    private static double Deviation(
        double* values, int* points, double* weights, int count, double median, double* deviations, double* deviationWeights, int* deviationPoints)
    {
        var high = 0;
        while (high < count && values[high] < median)
        {
            high++;
        }

        var low = high - 1;
        var total = 0.0;
        for (var k = 0; k < count; k++)
        {
            var takeLow = high == count || (low >= 0 && median - values[low] <= values[high] - median);
            var rank = takeLow ? low-- : high++;
            var deviation = Math.Abs(values[rank] - median);
            var to = k;
            for (; to > 0 && deviations[to - 1] == deviation && deviationPoints[to - 1] > points[rank]; to--)
            {
                deviations[to] = deviations[to - 1];
                deviationWeights[to] = deviationWeights[to - 1];
                deviationPoints[to] = deviationPoints[to - 1];
            }

            deviations[to] = deviation;
            deviationWeights[to] = weights[rank];
            deviationPoints[to] = points[rank];
        }

        for (var k = 0; k < count; k++)
        {
            total += deviationWeights[k];
        }

        return Percentile(deviations, deviationWeights, count, total, 0.5);
    }
}
