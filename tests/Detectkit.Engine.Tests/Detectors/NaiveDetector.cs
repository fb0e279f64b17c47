using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;
using Detectkit.Statistics;

namespace Detectkit.Engine.Tests.Detectors;

/// <summary>The definition of a windowed detector, point by point from the values of its window: the twin that the passes must agree with.</summary>
internal static class NaiveDetector
{
    /// <summary>The bands of a series.</summary>
    public static (double Lower, double Upper)[] Bands(WindowedDetector detector, MetricSeries series)
    {
        var values = new double[series.Count];
        Preprocessing.Of(detector).Apply(series.Values, values);
        var bands = new (double, double)[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var (lower, upper) = bands[i] = Band(detector, series, values, i);
            if (detector.Stabilization == Stabilization.Clamp)
            {
                values[i] = values[i] < lower ? lower : values[i] > upper ? upper : values[i];
            }
        }

        return bands;
    }

    /// <summary>The band at one point, of processed values that are clamped up to it.</summary>
    public static (double Lower, double Upper) Band(WindowedDetector detector, MetricSeries series, double[] values, int i)
    {
        var members = Enumerable.Range(Math.Max(0, i - detector.WindowSize), i - Math.Max(0, i - detector.WindowSize)).Where(k => !double.IsNaN(values[k])).ToArray();
        if (double.IsNaN(values[i]) || members.Length < detector.MinSamples)
        {
            return (double.NaN, double.NaN);
        }

        using var buffers = new Buffers();
        var weighting = AgeWeighting.Of(detector, series.IntervalSeconds, series.Count).For(detector.WindowSize, buffers);
        var slope = detector.Detrend == Detrend.Linear ? Slope(members, values, i, weighting) : 0;
        double[] Of(int[] sample) => Statistics(detector, [.. sample.Select(k => values[k] + (slope * (i - k)))], [.. sample.Select(k => weighting.At(i - k))]);
        var whole = Of(members);
        var adjusted = ((double[])whole.Clone()).AsSpan();
        foreach (var component in series.Columns.Count == 0 ? [] : detector.SeasonalityComponents ?? [])
        {
            var columns = component.Columns.Select(series.FindColumn).OfType<SeasonalityColumn>().ToArray();
            var group = members.Where(k => columns.All(c => c.Keys.Span[k] == c.Keys.Span[i])).ToArray();
            if (group.Length < detector.MinSamplesPerGroup || columns.Length == 0)
            {
                continue;
            }

            var own = Of(group);
            for (var s = 0; s < adjusted.Length; s++)
            {
                var isSpread = s == adjusted.Length - 1;
                adjusted[s] *= (isSpread ? whole[s] > 0 : whole[s] != 0) ? own[s] / whole[s] : 1;
            }
        }

        var (low, high, spread) = (adjusted[0], adjusted[^2], adjusted[^1]);
        var half = spread == 0 ? 1e-10 : detector is MadDetector ? detector.Threshold * 1.4826 * spread : detector.Threshold * spread;
        return low - half > high + half ? (high + half, low - half) : (low - half, high + half);
    }

    /// <summary>The statistics of one window, trend taken out: centre and spread, or quartiles and their distance.</summary>
    public static double[] Statistics(WindowedDetector detector, double[] sample, double[] weights)
    {
        switch (detector)
        {
            case MadDetector:
                var median = WeightedStatistics.Median(sample, weights);
                return [median, WeightedStatistics.MedianAbsoluteDeviation(sample, weights, median)];
            case ZScoreDetector:
                return [WeightedStatistics.Mean(sample, weights), WeightedStatistics.StandardDeviation(sample, weights)];
            default:
                var (q1, q3) = (WeightedStatistics.Percentile(sample, weights, 25), WeightedStatistics.Percentile(sample, weights, 75));
                return [q1, q3, q3 - q1];
        }
    }

    private static double Slope(int[] members, double[] values, int i, AgeWeights weighting)
    {
        if (members.Length < 4)
        {
            return 0;
        }

        var middle = ((i - members[0]) + (i - members[^1])) / 2.0;
        var (old, recent) = (members.Where(k => i - k > middle).ToArray(), members.Where(k => i - k <= middle).ToArray());
        if (old.Length < 2 || recent.Length < 2)
        {
            return 0;
        }

        double MedianOf(int[] half, Func<int, double> of) => WeightedStatistics.Median(half.Select(of).ToArray(), half.Select(k => weighting.At(i - k)).ToArray());
        double MedianAge(int[] half) => MedianOf(half.Reverse().ToArray(), k => i - k);
        var distance = MedianAge(old) - MedianAge(recent);
        return distance == 0 ? 0 : (MedianOf(recent, k => values[k]) - MedianOf(old, k => values[k])) / distance;
    }
}
