using System.Buffers;
using Detectkit.Statistics;

namespace Detectkit.Autotune.Reference;

/// <summary>Measures the shape of a group of values.</summary>
internal static class FeatureMeasurement
{
    private const double OutlierReach = 1.5;

    // Fourth powers of larger values overflow. No feature depends on the unit.
    private const double Largest = 1e60;

    /// <summary>Features from population moments and quartiles of ascending values.</summary>
    public static DistributionFeatures Create(ReadOnlySpan<double> sorted)
    {
        var n = sorted.Length;
        var zeros = n == 0 ? 0 : (double)sorted.Count(0.0) / n;
        if (n < 2)
        {
            return new DistributionFeatures(n, 0, 0, 0, 1, zeros, 0.5);
        }

        var largest = Math.Max(Math.Abs(sorted[0]), Math.Abs(sorted[^1]));
        if (largest > Largest && double.IsFinite(largest))
        {
            var (unit, scaled) = (Math.ScaleB(1, -Math.ILogB(largest)), new double[n]);
            for (var i = 0; i < n; i++)
            {
                scaled[i] = sorted[i] * unit;
            }

            return Create(scaled) with { ZeroInflation = zeros };
        }

        var mean = 0.0;
        foreach (var value in sorted)
        {
            mean += value;
        }

        mean /= n;
        var (second, third, fourth) = (0.0, 0.0, 0.0);
        foreach (var value in sorted)
        {
            var deviation = value - mean;
            var square = deviation * deviation;
            second += square;
            third += square * deviation;
            fourth += square * square;
        }

        (second, third, fourth) = sorted[0] == sorted[^1] ? (0, 0, 0) : (second / n, third / n, fourth / n);
        var skewness = second == 0 ? 0 : third / Math.Pow(second, 1.5);
        var kurtosis = second == 0 ? 0 : (fourth / (second * second)) - 3;
        var heavy = second == 0 ? 1 : NormalDistribution.MadToSigma * MedianAbsoluteDeviation(sorted) / Math.Sqrt(second);
        var normality = Math.Exp(-((skewness * skewness / 6) + (kurtosis * kurtosis / 24)));
        return new DistributionFeatures(n, skewness, kurtosis, ShareOfOutliers(sorted), heavy, zeros, normality);
    }

    private static double ShareOfOutliers(ReadOnlySpan<double> sorted)
    {
        var (lower, upper) = (LinearPercentile(sorted, 0.25), LinearPercentile(sorted, 0.75));
        var range = upper - lower;
        if (!(range > 0))
        {
            return 0;
        }

        var (low, high) = (lower - (OutlierReach * range), upper + (OutlierReach * range));
        var outside = 0;
        foreach (var value in sorted)
        {
            outside += value < low || value > high ? 1 : 0;
        }

        return (double)outside / sorted.Length;
    }

    // Position (n - 1) p between order statistics, numpy's default, not the detectors' rule.
    private static double LinearPercentile(ReadOnlySpan<double> sorted, double p)
    {
        var position = (sorted.Length - 1) * p;
        var index = (int)position;
        if (index + 1 >= sorted.Length)
        {
            return sorted[^1];
        }

        var (fraction, step) = (position - index, sorted[index + 1] - sorted[index]);
        return fraction >= 0.5 ? sorted[index + 1] - (step * (1 - fraction)) : sorted[index] + (step * fraction);
    }

    private static double MedianAbsoluteDeviation(ReadOnlySpan<double> sorted)
    {
        var rule = new EqualWeightPercentile(50);
        rule.SetCount(sorted.Length);
        var median = rule.IsExact ? sorted[rule.Index] : rule.Between(sorted[rule.Index], sorted[rule.Index + 1]);
        var buffer = ArrayPool<double>.Shared.Rent(sorted.Length);
        sorted.CopyTo(buffer);
        var result = Median.DeviationInPlace(buffer.AsSpan(0, sorted.Length), median);
        ArrayPool<double>.Shared.Return(buffer);
        return result;
    }
}
