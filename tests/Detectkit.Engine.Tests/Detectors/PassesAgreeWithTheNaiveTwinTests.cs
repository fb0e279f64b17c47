using CsCheck;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Engine.Tests.Statistics;
using Detectkit.Series;

namespace Detectkit.Engine.Tests.Detectors;

/// <summary>
/// Order statistics under equal weights are compared with the plain definition, to the last bit. All else rounds, the plain definition
/// more than the passes, and is compared with exact arithmetic.
/// </summary>
public class PassesAgreeWithTheNaiveTwinTests
{
    private const int Looks = 20;

    // Shorter than the least number of samples where there are gaps; one point where the detector takes it.
    private static readonly Gen<int> Samples = Gen.OneOf(Gen.Const(1), Gen.Int[2, 12]);

    public static TheoryData<string> Detectors { get; } = new("mad", "zscore", "iqr");

    public static TheoryData<string, WindowWeights, Detrend> Rounding()
    {
        var cases = new TheoryData<string, WindowWeights, Detrend>();
        foreach (var detrend in Enum.GetValues<Detrend>())
        {
            foreach (var weights in Enum.GetValues<WindowWeights>())
            {
                cases.Add("mad", weights, detrend);
                cases.Add("zscore", weights, detrend);
                cases.Add("iqr", weights, detrend);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Rounding))]
    public void Bands_are_those_of_exact_arithmetic(string type, WindowWeights weights, Detrend detrend) =>
        Gen.Select(AwkwardSeries.Any, AwkwardSeries.Window, Samples).Sample(
            (values, window, samples) => new ExactDetector(Sized(Default(type), window, samples) with { WindowWeights = weights, Detrend = detrend }, SeriesOf(values)).Check(Looks),
            iter: 40,
            threads: 1);

    [Theory]
    [InlineData("mad")]
    [InlineData("iqr")]
    public void Order_statistics_under_equal_weights_are_identical_to_the_last_bit(string type) =>
        Gen.Select(AwkwardSeries.Any, AwkwardSeries.Window, Samples).Sample(
            (values, window, samples) => Check(Sized(Default(type), window, samples), values, tolerance: 0),
            iter: 40,
            threads: 1);

    // Means that cancel are defined to no number of digits, and a ratio of them even less: here they do not.
    [Theory]
    [MemberData(nameof(Detectors))]
    public void Seasons_give_the_same_bands(string type) =>
        Gen.Select(type == "zscore" ? Gen.Double[10, 20].Array[0, 400] : AwkwardSeries.Any, AwkwardSeries.Window, Samples).Sample(
            (values, window, samples) => Check(
                Sized(Default(type), window, samples) with { SeasonalityComponents = [SeasonalityComponent.Of("hour"), new(["hour", "is_weekend"], true)] },
                values,
                type == "zscore" ? Yardstick.Tolerance : 0),
            iter: 30,
            threads: 1);

    private static void Check(WindowedDetector detector, double[] values, double tolerance)
    {
        var series = SeriesOf(values);
        var expected = NaiveDetector.Bands(detector, series);
        var actual = detector.Detect(series);
        for (var i = 0; i < expected.Length; i++)
        {
            var (lower, upper) = (actual.Lower[i], actual.Upper[i]);
            var room = tolerance * (Math.Abs(lower) + Math.Abs(upper));
            Assert.True(IsSame(expected[i].Lower, lower, room) && IsSame(expected[i].Upper, upper, room), $"at {i}: naive {expected[i]}, pass ({lower:R}, {upper:R})");
        }
    }

    private static bool IsSame(double expected, double actual, double room) => expected.Equals(actual) || expected == actual || Math.Abs(expected - actual) <= room;

    private static MetricSeries SeriesOf(double[] values)
    {
        var start = new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        return MetricSeries.FromRows(Enumerable.Range(0, values.Length).Select(i => start + (i * 600_000L)).ToArray(), values, 600, ["hour", "is_weekend"]);
    }

    private static WindowedDetector Default(string type) => type switch { "mad" => new MadDetector(), "iqr" => new IqrDetector(), _ => new ZScoreDetector() };

    private static WindowedDetector Sized(WindowedDetector detector, int window, int samples)
    {
        var least = Math.Max(samples, detector is MadDetector ? 1 : detector is ZScoreDetector ? 2 : 4);
        return detector with { WindowSize = Math.Max(window, least), MinSamples = least };
    }
}
