using Detectkit.Statistics;

namespace Detectkit.Benchmarks.Kernels;

/// <summary>
/// The baseline of the passes: every window is copied out, sorted and read off on its own. Buffers are kept and both quartiles come from
/// one sort, as anyone would write it. No two values of a made series are equal, so no sort needs to be stable.
/// </summary>
internal sealed class PlainStatistics(MadeWindows windows, AgeWeights weights)
{
    // Below it the reference divides no more.
    private const double LeastFreedom = 1e-12;

    private readonly double[] valueRoom = new double[windows.Window];
    private readonly double[] weightRoom = new double[windows.Window];
    private readonly double[] ageRoom = new double[windows.Window];

    /// <summary>Two statistics of every window, indexed by grid point.</summary>
    public void Run(StatisticsKind kind, ReadOnlySpan<double> slopes, Span<double> first, Span<double> second)
    {
        for (var p = 0; p < windows.Values.Length; p++)
        {
            var (start, end, at) = (windows.Start[p], windows.End[p], windows.Grid[p]);
            if (end <= start)
            {
                continue;
            }

            var values = Values(start, end, at, slopes.IsEmpty ? 0 : slopes[at]);
            (first[at], second[at]) = Of(kind, values, Weights(start, end, at));
        }
    }

    /// <summary>The slope inside every window, from the medians of its halves.</summary>
    public void Slopes(Span<double> slopes)
    {
        for (var p = 0; p < windows.Values.Length; p++)
        {
            slopes[windows.Grid[p]] = Slope(windows.Start[p], windows.End[p], windows.Grid[p]);
        }
    }

    private double Slope(int start, int end, int at)
    {
        var middle = start;
        while (middle < end && 2 * windows.Grid[middle] < windows.Grid[start] + windows.Grid[end - 1])
        {
            middle++;
        }

        if (end - start < 4 || middle - start < 2 || end - middle < 2)
        {
            return 0;
        }

        var distance = MedianAge(start, middle, at) - MedianAge(middle, end, at);
        return distance == 0 ? 0 : (Median(middle, end, at) - Median(start, middle, at)) / distance;
    }

    private double Median(int start, int end, int at)
    {
        var values = Values(start, end, at, 0);
        var own = Weights(start, end, at);
        Sort(values, own);
        return Percentile(values, own, 50);
    }

    // Ages ascend as positions descend.
    private double MedianAge(int start, int end, int at)
    {
        var ages = ageRoom.AsSpan(0, end - start);
        for (var i = 0; i < ages.Length; i++)
        {
            ages[i] = at - windows.Grid[end - 1 - i];
        }

        var own = Weights(start, end, at);
        own.Reverse();
        return Percentile(ages, own, 50);
    }

    private Span<double> Values(int start, int end, int at, double slope)
    {
        var values = valueRoom.AsSpan(0, end - start);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = windows.Values[start + i] + (slope * (at - windows.Grid[start + i]));
        }

        return values;
    }

    private Span<double> Weights(int start, int end, int at)
    {
        if (weights.IsUniform)
        {
            return [];
        }

        var own = weightRoom.AsSpan(0, end - start);
        for (var i = 0; i < own.Length; i++)
        {
            own[i] = weights.At(at - windows.Grid[start + i]);
        }

        return own;
    }

    private static (double First, double Second) Of(StatisticsKind kind, Span<double> values, Span<double> own)
    {
        if (kind == StatisticsKind.Moments)
        {
            return Moments(values, own);
        }

        Sort(values, own);
        if (kind == StatisticsKind.Quartiles)
        {
            return (Percentile(values, own, 25), Percentile(values, own, 75));
        }

        var median = Percentile(values, own, 50);
        foreach (ref var value in values)
        {
            value = Math.Abs(value - median);
        }

        Sort(values, own);
        return (median, Percentile(values, own, 50));
    }

    private static void Sort(Span<double> values, Span<double> own)
    {
        if (own.IsEmpty)
        {
            values.Sort();
        }
        else
        {
            values.Sort(own);
        }
    }

    private static double Percentile(ReadOnlySpan<double> sorted, ReadOnlySpan<double> own, double percent)
    {
        if (own.IsEmpty)
        {
            var rule = new EqualWeightPercentile(percent);
            rule.SetCount(sorted.Length);
            return rule.IsExact ? sorted[rule.Index] : rule.Between(sorted[rule.Index], sorted[rule.Index + 1]);
        }

        var (total, target) = (0.0, percent / 100);
        foreach (var weight in own)
        {
            total += weight;
        }

        var (sum, previous) = (0.0, 0.0);
        for (var i = 0; i < sorted.Length; i++)
        {
            sum += own[i];
            var position = (sum - (0.5 * own[i])) / total;
            if (position > target)
            {
                return i == 0 ? sorted[0] : PercentileRule.Interpolate(target, previous, sorted[i - 1], position, sorted[i]);
            }

            previous = position;
        }

        return sorted[^1];
    }

    private static (double Mean, double Deviation) Moments(ReadOnlySpan<double> values, ReadOnlySpan<double> own)
    {
        var (total, mean) = (0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            var weight = own.IsEmpty ? 1 : own[i];
            total += weight;
            mean += weight * values[i];
        }

        mean /= total;
        var (variance, squares) = (0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            var weight = (own.IsEmpty ? 1 : own[i]) / total;
            variance += weight * (values[i] - mean) * (values[i] - mean);
            squares += weight * weight;
        }

        var freedom = 1 - squares;
        return (mean, Math.Sqrt(freedom > LeastFreedom ? variance / freedom : variance));
    }
}
