using CsCheck;
using Detectkit.Detectors;
using Detectkit.Statistics;

namespace Detectkit.Engine.Tests.Statistics;

public class WeightedOrderStatisticsTests
{
    // Values whose deviations round to one, values that repeat, levels that change, gaps.
    private static readonly Gen<double[]> Series = Gen.OneOf(
        Gen.Frequency((3, Gen.Double[0, 1]), (1, Gen.Const(double.NaN))).Array[1, 900],
        Gen.Frequency((1, Gen.Int[0, 4].Select(i => (double)i)), (1, Gen.Double[0, 4])).Array[1, 700],
        Gen.Double[-1e6, 1e6].Array[1, 700],
        Gen.Select(Gen.Double[0, 1].Array[200, 900], Gen.Int[3, 300]).Select((a, n) => a.Select((v, i) => v + (i / n % 2 * 1000)).ToArray()));

    [Fact]
    public void Statistics_are_those_of_the_definition_for_any_window_and_half_life() =>
        Gen.Select(Series, Gen.OneOf(Gen.Int[1, 33], Gen.Int[34, 400], Gen.Const(1000)), Gen.Double[2, 400]).Sample(
            (values, window, halfLife) =>
            {
                using var source = new ProcessedSeries(values, default);
                var (sample, weights, n) = (source.Windows(window), AgeWeights.Exponential(halfLife, window), values.Length);
                var (median, deviation, lower, upper) = (new double[n], new double[n], new double[n], new double[n]);
                Assert.True(WeightedOrderStatisticsPass.TryRun(sample, halfLife, median, deviation, [], []));
                Assert.True(WeightedOrderStatisticsPass.TryRun(sample, halfLife, [], [], lower, upper));
                for (var p = 0; p < sample.Count; p++)
                {
                    var (start, end, at) = (sample.Start[p], sample.End[p], sample.GridIndex[p]);
                    if (start == end)
                    {
                        continue;
                    }

                    var members = sample.Values.AsSpan(start, end - start);
                    var weightOf = Enumerable.Range(start, end - start).Select(m => weights.At(at - sample.GridIndex[m])).ToArray();
                    Same(WeightedStatistics.Median(members, weightOf), median[at]);
                    Same(WeightedStatistics.MedianAbsoluteDeviation(members, weightOf, median[at]), deviation[at]);
                    Same(WeightedStatistics.Percentile(members, weightOf, 25), lower[at]);
                    Same(WeightedStatistics.Percentile(members, weightOf, 75), upper[at]);
                }
            },
            iter: 150,
            threads: 1);

    private static void Same(double expected, double actual) => Assert.Equal(expected, actual, 1e-9 * (1 + Math.Abs(expected)));
}
