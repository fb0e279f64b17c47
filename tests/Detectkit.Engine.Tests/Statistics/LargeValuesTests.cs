using CsCheck;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Engine.Tests.Detectors;
using Detectkit.Statistics;

namespace Detectkit.Engine.Tests.Statistics;

/// <summary>Values whose squares, sums or differences no double holds.</summary>
public class LargeValuesTests
{
    private static readonly Gen<double[]> Values = Gen.Frequency(
        (6, Gen.Double[-10, 10]),
        (1, Gen.Double[-1e200, 1e200]),
        (1, Gen.OneOf(Gen.Const(1e200), Gen.Const(1e308), Gen.Const(-1e308), Gen.Const(double.MaxValue), Gen.Const(double.MinValue))),
        (1, Gen.Const(double.NaN))).Array[1, 200];

    private static readonly Gen<double[]> Sparse = Gen.Select(Gen.Double[-10, 10].Array[50, 200], Gen.Int[0, 49], Gen.OneOf(Gen.Const(1e200), Gen.Const(-1e308)), (values, at, large) =>
    {
        values[at] = large;
        return values;
    });

    [Theory]
    [InlineData(WindowWeights.None)]
    [InlineData(WindowWeights.Exponential)]
    [InlineData(WindowWeights.Linear)]
    public void Mean_and_deviation_of_finite_values_are_those_of_exact_arithmetic(WindowWeights kind) =>
        Gen.Select(Gen.OneOf(Values, Sparse), AwkwardSeries.Window).Sample(
            (values, window) =>
            {
                using var buffers = new Buffers();
                var source = new ProcessedSeries(values, default, null, buffers);
                var weights = kind switch
                {
                    WindowWeights.Exponential => AgeWeights.Exponential(20, window, buffers),
                    WindowWeights.Linear => AgeWeights.Linear(window, buffers),
                    _ => AgeWeights.Uniform,
                };
                var (sample, n) = (source.Valid.Of(window), values.Length);
                var (mean, deviation) = (new double[n], new double[n]);
                WindowStatistics.Compute(sample, weights, [], StatisticsKind.Moments, mean, deviation);
                foreach (var look in WindowLook.Some(sample, weights, 20))
                {
                    Yardstick.Mean(look.Values, look.Weights, mean[look.At]);
                    Assert.True(double.IsFinite(deviation[look.At]));
                    if (look.Values.All(v => Math.Abs(v) < 1e307))
                    {
                        // Two of the largest doubles may deviate by more than a double holds.
                        Yardstick.StandardDeviation(look.Values, look.Weights, deviation[look.At]);
                    }
                }
            },
            iter: 100,
            threads: 1);

    [Theory]
    [InlineData(Smoothing.None, Detrend.Linear, InputType.Values)]
    [InlineData(Smoothing.Sma, Detrend.None, InputType.Values)]
    [InlineData(Smoothing.Ema, Detrend.Linear, InputType.Values)]
    [InlineData(Smoothing.None, Detrend.None, InputType.AbsoluteChanges)]
    public void No_smoothing_trend_or_change_makes_an_infinity_of_finite_values(Smoothing smoothing, Detrend detrend, InputType input) =>
        Gen.Select(Values, Gen.Bool).Sample(
            (values, isClamped) =>
            {
                using var analysis = new SeriesAnalysis(BandCases.SeriesOf(values));
                var bands = analysis.Bands(new ZScoreDetector
                {
                    WindowSize = 20,
                    MinSamples = 3,
                    Smoothing = smoothing,
                    Detrend = detrend,
                    InputType = input,
                    Stabilization = isClamped ? Stabilization.Clamp : Stabilization.None,
                });
                for (var p = 0; p < bands.Windows.Count; p++)
                {
                    var i = bands.Windows.GridIndex[p];
                    Assert.True(double.IsFinite(bands.Source.Values[i]), $"value {bands.Source.Values[i]} at {i}");
                    if (p - bands.Windows.Start[p] >= 3)
                    {
                        Assert.True(double.IsFinite(bands.CenterAt(i)) && double.IsFinite(bands.SeverityUnitAt(i)), $"{bands.CenterAt(i)}, {bands.SeverityUnitAt(i)} at {i}");
                    }
                }
            },
            iter: 150,
            threads: 1);

    [Fact]
    public void A_value_of_1e200_is_an_anomaly_and_blinds_only_the_windows_that_hold_it()
    {
        double[] values = [.. Enumerable.Range(0, 400).Select(i => i == 200 ? 1e200 : 10 + (i % 7))];
        values[399] = 60;

        var result = new ZScoreDetector { WindowSize = 50, MinSamples = 10 }.Detect(BandCases.SeriesOf(values));

        Assert.Equal(Verdict.Above, result.Verdicts[200]);
        Assert.Equal(Verdict.Above, result.Verdicts[399]);
        Assert.True(result.Upper[260] < 30);
    }
}
