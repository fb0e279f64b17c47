using CsCheck;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Engine.Tests.Statistics;
using Detectkit.Statistics;

namespace Detectkit.Engine.Tests.Detectors;

public class ClampedPassTests
{
    // A level that is left for a while now and then, so that what windows see of it matters; and series that make sums round.
    private static readonly Gen<double[]> Series =
        Gen.Frequency((1, Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, 350]).Select(Levels)), (3, AwkwardSeries.Any));

    [Theory]
    [MemberData(nameof(BandCases.All), MemberType = typeof(BandCases))]
    public void Bands_are_those_of_exact_arithmetic(string type, WindowWeights weights, Detrend detrend, bool isSeasonal) =>
        BandCases.CheckExactly(Clamped(type, weights, detrend, isSeasonal), Series, iterations: 30);

    [Theory]
    [MemberData(nameof(BandCases.OrderStatistics), MemberType = typeof(BandCases))]
    public void Order_statistics_under_equal_weights_are_identical_to_the_last_bit(string type, WindowWeights weights, Detrend detrend, bool isSeasonal) =>
        BandCases.CheckToTheLastBit(Clamped(type, weights, detrend, isSeasonal), Series, iterations: 30);

    [Fact]
    public void An_incident_neither_widens_nor_moves_the_band()
    {
        var values = Enumerable.Range(0, 300).Select(i => (i % 2) + (i >= 200 ? 50.0 : 0)).ToArray();
        var detector = new ZScoreDetector { WindowSize = 100, Threshold = 3 };
        var plain = detector.Detect(BandCases.SeriesOf(values));
        var clamped = (detector with { Stabilization = Stabilization.Clamp }).Detect(BandCases.SeriesOf(values));

        Assert.False(plain.IsAnomaly(240));
        Assert.All(Enumerable.Range(200, 60), i => Assert.True(clamped.IsAnomaly(i)));
        Assert.Equal(plain.Upper[200], clamped.Upper[200]);
        Assert.True(clamped.Upper[220] < 10);
        Assert.Equal(50, clamped.Processed[200]);
    }

    [Fact]
    public void Infinite_changes_are_judged_as_any_value()
    {
        var values = Enumerable.Range(0, 200).Select(i => i == 100 ? 0.0 : 10 + (i % 7)).ToArray();
        var detector = new ZScoreDetector { WindowSize = 50, InputType = InputType.Changes, Stabilization = Stabilization.Clamp };

        var result = detector.Detect(BandCases.SeriesOf(values));

        Assert.Equal(Verdict.Above, result.Verdicts[101]);
        Assert.True(double.IsFinite(result.Upper[150]));
    }

    // A group's centre may be more times its window's than a double can say: the bound is infinite then, and windows are to see that.
    [Theory]
    [InlineData("mad", WindowWeights.Exponential, new[] { 1e300, double.NaN, double.Epsilon, double.Epsilon })]
    [InlineData("zscore", WindowWeights.None, new[] { 1e-250, -1e120, 1e120, double.NaN, double.NaN, double.NaN })]
    public void Only_windows_that_hold_an_infinite_bound_are_changed_by_it(string type, WindowWeights weights, double[] before)
    {
        var random = new Random(3);
        double[] values = [.. before, .. Enumerable.Range(0, 200).Select(_ => 1e12 + random.NextDouble())];
        var detector = Clamped(type, weights, Detrend.None, isSeasonal: true) with { WindowSize = 30, MinSamples = 3, MinSamplesPerGroup = 1 };
        var series = BandCases.SeriesOf(values, intervalSeconds: 6 * 3600);

        Assert.Equal(double.PositiveInfinity, detector.Detect(series).Lower[before.Length]);
        using var buffers = new Buffers();
        new ExactDetector(detector, series, buffers).Check(values.Length);
    }

    private static double[] Levels(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => random.Next(15) == 0 ? double.NaN : (random.NextDouble() * 10) + (i % 90 > 70 ? 25 : 0))];
    }

    private static WindowedDetector Clamped(string type, WindowWeights weights, Detrend detrend, bool isSeasonal) =>
        BandCases.Detector(type, weights, detrend, isSeasonal) with { Stabilization = Stabilization.Clamp };
}
