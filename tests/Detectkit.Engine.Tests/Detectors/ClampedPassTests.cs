using CsCheck;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;

namespace Detectkit.Engine.Tests.Detectors;

public class ClampedPassTests
{
    // A level that is left for a while now and then, so that what windows see of it matters.
    private static readonly Gen<double[]> Levels = Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, 350]).Select((seed, count) =>
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(i => random.Next(15) == 0 ? double.NaN : (random.NextDouble() * 10) + (i % 90 > 70 ? 25 : 0)).ToArray();
    });

    private static readonly Gen<double[]> Lattice = Gen.Frequency((8, Gen.Int[0, 4].Select(i => (double)i)), (1, Gen.Int[-40, 40].Select(i => (double)i)), (1, Gen.Const(double.NaN))).Array[0, 350];

    public static TheoryData<string, WindowWeights, Detrend, bool> Cases()
    {
        var cases = new TheoryData<string, WindowWeights, Detrend, bool>();
        foreach (var type in new[] { "mad", "zscore", "iqr" })
        {
            cases.Add(type, WindowWeights.None, Detrend.None, false);
            cases.Add(type, WindowWeights.None, Detrend.None, true);
            cases.Add(type, WindowWeights.None, Detrend.Linear, true);
            cases.Add(type, WindowWeights.Exponential, Detrend.None, true);
            cases.Add(type, WindowWeights.Linear, Detrend.Linear, false);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bands_are_those_of_the_definition(string type, WindowWeights weights, Detrend detrend, bool isSeasonal) => Check(
        Levels,
        Default(type) with
        {
            WindowWeights = weights,
            Detrend = detrend,
            SeasonalityComponents = isSeasonal ? [SeasonalityComponent.Of("hour"), new(["hour", "is_weekend"], true)] : null,
        },
        tolerance: 1e-9);

    [Theory]
    [InlineData("mad")]
    [InlineData("iqr")]
    public void Order_statistics_are_identical_to_the_last_bit(string type) => Check(Lattice, Default(type), tolerance: 0);

    [Fact]
    public void An_incident_neither_widens_nor_moves_the_band()
    {
        var values = Enumerable.Range(0, 300).Select(i => (i % 2) + (i >= 200 ? 50.0 : 0)).ToArray();
        var detector = new ZScoreDetector { WindowSize = 100, Threshold = 3 };
        var plain = detector.Detect(SeriesOf(values));
        var clamped = (detector with { Stabilization = Stabilization.Clamp }).Detect(SeriesOf(values));

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

        var result = detector.Detect(SeriesOf(values));

        Assert.Equal(Verdict.Above, result.Verdicts[101]);
        Assert.True(double.IsFinite(result.Upper[150]));
    }

    private static void Check(Gen<double[]> shapes, WindowedDetector plain, double tolerance) =>
        Gen.Select(shapes, Gen.OneOf(Gen.Int[4, 30], Gen.Int[31, 400]), Gen.Int[4, 10], Gen.Double[1, 4]).Sample(
            (values, window, samples, threshold) =>
            {
                var detector = plain with { WindowSize = Math.Max(window, samples), MinSamples = samples, Threshold = threshold, Stabilization = Stabilization.Clamp };
                var series = SeriesOf(values);
                var actual = detector.Detect(series);
                var expected = NaiveDetector.Bands(detector, series, followed: tolerance == 0 ? null : actual);
                for (var i = 0; i < expected.Length; i++)
                {
                    Assert.True(IsSame(expected[i].Lower, actual.Lower[i], tolerance) && IsSame(expected[i].Upper, actual.Upper[i], tolerance), $"at {i}: naive {expected[i]}, pass ({actual.Lower[i]:R}, {actual.Upper[i]:R})");
                }
            },
            iter: 12,
            threads: 1);

    private static bool IsSame(double expected, double actual, double tolerance) =>
        expected.Equals(actual) || (expected == 0 && actual == 0) || Math.Abs(expected - actual) <= tolerance * (1 + Math.Abs(expected) + Math.Abs(actual));

    private static WindowedDetector Default(string type) => type switch { "mad" => new MadDetector(), "iqr" => new IqrDetector(), _ => new ZScoreDetector() };

    private static MetricSeries SeriesOf(double[] values)
    {
        var start = new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        return MetricSeries.FromRows(Enumerable.Range(0, values.Length).Select(i => start + (i * 600_000L)).ToArray(), values, 600, ["hour", "is_weekend"]);
    }
}
