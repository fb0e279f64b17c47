using CsCheck;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Statistics;
using Detectkit.Statistics.Direct;

namespace Detectkit.Engine.Tests.Statistics;

public class DirectPassTests
{
    private const int Looks = 25;

    private static readonly Gen<AgeWeighting> Weighting = Gen.OneOf(
        Gen.Const(new AgeWeighting(WindowWeights.None, 0)),
        Gen.Const(new AgeWeighting(WindowWeights.Linear, 0)),
        Gen.OneOf(Gen.Double[2, 400], Gen.Double[0.3, 3]).Select(h => new AgeWeighting(WindowWeights.Exponential, h)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Statistics_are_those_of_the_definition_for_any_weights(bool isDetrended) =>
        Gen.Select(AwkwardSeries.Any, AwkwardSeries.Window, Weighting).Sample(
            (values, window, weighting) =>
            {
                using var buffers = new Buffers();
                var source = new ProcessedSeries(values, default, null, buffers);
                var weights = weighting.For(window, buffers);
                var (sample, n) = (source.Valid.Of(window), values.Length);
                var (median, deviation, lower, upper) = (new double[n], new double[n], new double[n], new double[n]);
                var (mean, spread) = (new double[n], new double[n]);
                var slopes = isDetrended ? new double[n] : [];
                if (isDetrended)
                {
                    TrendSlopes.Run(sample, weights, slopes);
                }

                DirectPass.Run(sample, weights, slopes, StatisticsKind.MedianDeviation, median, deviation);
                DirectPass.Run(sample, weights, slopes, StatisticsKind.Quartiles, lower, upper);
                DirectPass.Run(sample, weights, slopes, StatisticsKind.Moments, mean, spread);
                foreach (var look in WindowLook.Some(sample, weights, Looks, isDetrended ? slopes : null))
                {
                    Yardstick.Percentile(look.Values, look.Weights, 0.5, median[look.At]);
                    Yardstick.Percentile(look.DeviationsFrom(median[look.At]), look.Weights, 0.5, deviation[look.At]);
                    Yardstick.Percentile(look.Values, look.Weights, 0.25, lower[look.At]);
                    Yardstick.Percentile(look.Values, look.Weights, 0.75, upper[look.At]);
                    Yardstick.Mean(look.Values, look.Weights, mean[look.At]);
                    Yardstick.StandardDeviation(look.Values, look.Weights, spread[look.At]);
                }
            },
            iter: 100,
            threads: 1);

    // The trend is taken out and deviations are taken four values at a time; the plain definition does neither.
    [Fact]
    public void Detrended_windows_under_equal_weights_are_those_of_the_plain_definition_to_the_last_bit() =>
        Gen.Select(AwkwardSeries.Any, AwkwardSeries.Window).Sample(
            (values, window) =>
            {
                using var buffers = new Buffers();
                var source = new ProcessedSeries(values, default, null, buffers);
                var (sample, n) = (source.Valid.Of(window), values.Length);
                var (slopes, median, deviation) = (new double[n], new double[n], new double[n]);
                TrendSlopes.Run(sample, AgeWeights.Uniform, slopes);
                DirectPass.Run(sample, AgeWeights.Uniform, slopes, StatisticsKind.MedianDeviation, median, deviation);
                foreach (var look in WindowLook.Some(sample, AgeWeights.Uniform, n, slopes))
                {
                    Assert.Equal(WeightedStatistics.Median(look.Values, look.Weights), median[look.At]);
                    Assert.Equal(WeightedStatistics.MedianAbsoluteDeviation(look.Values, look.Weights, median[look.At]), deviation[look.At]);
                }
            },
            iter: 100,
            threads: 1);
}
