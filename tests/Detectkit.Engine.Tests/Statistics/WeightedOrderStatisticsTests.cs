using CsCheck;
using Detectkit.Detectors;
using Detectkit.Statistics;
using Detectkit.Statistics.Sliding;

namespace Detectkit.Engine.Tests.Statistics;

public class WeightedOrderStatisticsTests
{
    // Exact arithmetic takes its time: of a long series this many windows are looked at.
    private const int Looks = 25;

    [Fact]
    public void Statistics_are_those_of_the_definition_for_any_window_and_half_life() =>
        Gen.Select(AwkwardSeries.Any, AwkwardSeries.Window, Gen.OneOf(Gen.Double[2, 400], Gen.Double[0.5, 8])).Sample(
            (values, window, halfLife) =>
            {
                using var buffers = new Buffers();
                var source = new ProcessedSeries(values, default, null, buffers);
                var weights = AgeWeights.Exponential(halfLife, window, buffers);
                var (sample, n) = (source.Valid.Of(window), values.Length);
                var (median, deviation, lower, upper) = (new double[n], new double[n], new double[n], new double[n]);
                if (!WeightedOrderStatisticsPass.TryRun(sample, halfLife, median, deviation, [], []))
                {
                    Assert.True(n / halfLife > WeightedOrderStatisticsPass.LongestSpan);
                    return;
                }

                Assert.True(WeightedOrderStatisticsPass.TryRun(sample, halfLife, [], [], lower, upper));
                foreach (var look in WindowLook.Some(sample, weights, Looks))
                {
                    Yardstick.Percentile(look.Values, look.Weights, 0.5, median[look.At]);
                    Yardstick.Percentile(look.DeviationsFrom(median[look.At]), look.Weights, 0.5, deviation[look.At]);
                    Yardstick.Percentile(look.Values, look.Weights, 0.25, lower[look.At]);
                    Yardstick.Percentile(look.Values, look.Weights, 0.75, upper[look.At]);
                }
            },
            iter: 150,
            threads: 1);
}
