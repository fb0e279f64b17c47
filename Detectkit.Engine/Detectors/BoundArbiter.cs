using Detectkit.Configuration;
using Detectkit.Statistics;

namespace Detectkit.Detectors;

/// <summary>
/// Decides the points whose value sits on a bound within rounding, as whole numbers under unequal weights do: there the last bit of a
/// sum decides, so the band is computed once more from the window itself, in the reference's order of operations.
/// </summary>
internal sealed class BoundArbiter(SeriesAnalysis analysis, WindowedDetector detector)
{
    // Wide enough for any difference in rounding; in recorded data nothing else comes nearer to a bound than 3e-7.
    private const double Nearness = 1e-11;

    private readonly bool isNeeded = detector.WindowWeights == WindowWeights.Exponential && detector.Type != DetectorType.ZScore;

    /// <summary>The band at a valid point, exact to the reference where the value sits on it.</summary>
    public (double Lower, double Upper) BandAt(BandStatistics bands, int position)
    {
        var i = bands.Windows.GridIndex[position];
        var (lower, upper) = bands.BandAt(i, detector.Threshold);
        if (!isNeeded)
        {
            return (lower, upper);
        }

        var value = bands.Source.Values[i];
        var near = Nearness * (Math.Abs(lower) + Math.Abs(upper));
        var isOnBound = Math.Abs(value - lower) <= near || Math.Abs(value - upper) <= near;
        return isOnBound ? Direct(bands, position, i) : (lower, upper);
    }

    private (double Lower, double Upper) Direct(BandStatistics bands, int position, int i)
    {
        var windows = bands.Windows;
        var members = windows.GridIndex.AsSpan(windows.Start[position], position - windows.Start[position]).ToArray();
        var weights = analysis.WeightsOf(detector);
        var slope = analysis.SlopeAt(detector, i);
        var whole = Statistics(members, bands.Source.Values, i, weights, slope);
        var adjusted = (whole.First, whole.Second, whole.Spread);
        foreach (var keys in analysis.SeasonsOf(detector))
        {
            var group = Array.FindAll(members, k => keys.GroupOfPoint[k] == keys.GroupOfPoint[i]);
            if (group.Length < detector.MinSamplesPerGroup)
            {
                continue;
            }

            var own = Statistics(group, bands.Source.Values, i, weights, slope);
            adjusted.First *= whole.First != 0 ? own.First / whole.First : 1;
            adjusted.Second *= whole.Second != 0 ? own.Second / whole.Second : 1;
            adjusted.Spread *= whole.Spread > 0 ? own.Spread / whole.Spread : 1;
        }

        return BandStatistics.Band(detector.Type, adjusted.First, adjusted.Second, adjusted.Spread, detector.Threshold);
    }

    private (double First, double Second, double Spread) Statistics(int[] members, ReadOnlySpan<double> values, int i, AgeWeights weights, double slope)
    {
        var sample = new double[members.Length];
        var sampleWeights = new double[members.Length];
        for (var m = 0; m < members.Length; m++)
        {
            var age = i - members[m];
            sample[m] = slope == 0 ? values[members[m]] : values[members[m]] + (slope * age);
            sampleWeights[m] = weights.At(age);
        }

        if (detector.Type == DetectorType.Iqr)
        {
            var (q1, q3) = (WeightedStatistics.Percentile(sample, sampleWeights, 25), WeightedStatistics.Percentile(sample, sampleWeights, 75));
            return (q1, q3, q3 - q1);
        }

        var median = WeightedStatistics.Median(sample, sampleWeights);
        return (median, median, WeightedStatistics.MedianAbsoluteDeviation(sample, sampleWeights, median));
    }
}
