using CsCheck;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;

namespace Detectkit.Engine.Tests.Detectors;

public class PassesAgreeWithTheNaiveTwinTests
{
    private static readonly Gen<double> AnyMagnitude = Gen.Frequency(
        (6, Gen.Double[-100, 100]),
        (4, Gen.Int[-3, 3].Select(i => (double)i)),
        (1, Gen.Const(double.NaN)),
        (1, Gen.Const(5e-324)),
        (1, Gen.Double[-1e12, 1e12]));

    private static readonly Gen<double[]> Shapes = Gen.OneOf(
        Gen.Double[10, 20].Array[0, 700],
        Gen.Int[0, 4].Select(i => (double)i).Array[0, 700],
        Gen.Frequency((8, Gen.Const(0.0)), (1, Gen.Double[0, 50])).Array[0, 700],
        Gen.Const(45.0).Array[0, 300],
        Gen.Frequency((3, Gen.Double[0, 1]), (1, Gen.Const(double.NaN))).Array[0, 900],
        Gen.Double[0, 1].Array[200, 900].Select(a => a.Select((v, i) => v + (i / 40 % 2 * 1000)).ToArray()));

    // The median a little lower, a little higher, and without its last digits.
    private static readonly Func<double, double>[] LastBits =
        [m => m - (1e-13 * (1 + Math.Abs(m))), m => m + (1e-13 * (1 + Math.Abs(m))), m => m * (1 - 1e-13), m => m * (1 + 1e-13), m => Math.Round(m, 12, MidpointRounding.ToEven)];

    public static TheoryData<string> Detectors { get; } = new("mad", "zscore", "iqr");

    [Theory]
    [MemberData(nameof(Detectors))]
    public void Equal_weights_give_identical_bands(string type) =>
        Check(type, tolerance: type == "zscore" ? 1e-11 : 0, (d, w, m) => d with { WindowSize = w, MinSamples = m });

    [Theory]
    [MemberData(nameof(Detectors))]
    public void Exponential_weights_give_the_same_bands(string type) =>
        Check(type, tolerance: 1e-9, (d, w, m) => d with { WindowSize = w, MinSamples = m, WindowWeights = WindowWeights.Exponential });

    [Theory]
    [MemberData(nameof(Detectors))]
    public void Detrending_gives_the_same_bands(string type) =>
        Check(type, tolerance: 1e-9, (d, w, m) => d with { WindowSize = w, MinSamples = m, Detrend = Detrend.Linear });

    [Theory]
    [MemberData(nameof(Detectors))]
    public void Linear_weights_give_the_same_bands(string type) =>
        Check(type, tolerance: 1e-9, (d, w, m) => d with { WindowSize = w, MinSamples = m, WindowWeights = WindowWeights.Linear });

    [Theory]
    [MemberData(nameof(Detectors))]
    public void Seasons_give_the_same_bands(string type) =>
        Check(type, tolerance: type == "zscore" ? 1e-11 : 0, (d, w, m) => d with
        {
            WindowSize = w,
            MinSamples = m,
            SeasonalityComponents = [SeasonalityComponent.Of("hour"), new(["hour", "is_weekend"], true)],
        });

    // Interpolating between neighbours of unlike magnitude, or dividing means that cancel, is not defined to any number of digits:
    // magnitudes are mixed only where the result must be identical to the last bit.
    private static Gen<double[]> ShapesFor(WindowedDetector detector) => detector switch
    {
        // Linear weights over values on a lattice tie, and the last bit of a sum decides between them.
        MadDetector { WindowWeights: WindowWeights.Linear } => Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, 700]).Select(Continuous),
        ZScoreDetector { SeasonalityComponents: not null } => Gen.Double[10, 20].Array[0, 700],
        { WindowWeights: WindowWeights.None, Detrend: Detrend.None } => Gen.OneOf(AnyMagnitude.Array[0, 700], Shapes),
        _ => Shapes,
    };

    private static double[] Continuous(int seed, int count)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => random.Next(20) == 0 ? double.NaN : random.NextDouble() * 100).ToArray();
    }

    private static void Check(string type, double tolerance, Func<WindowedDetector, int, int, WindowedDetector> configure) =>
        Gen.Select(ShapesFor(configure(Default(type), 100, 10)), Gen.OneOf(Gen.Int[1, 12], Gen.Int[13, 400], Gen.Const(1000)), Gen.Int[4, 10]).Sample(
            (values, window, samples) =>
            {
                var detector = configure(Default(type), Math.Max(window, samples), samples);
                var start = new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
                var series = MetricSeries.FromRows(
                    Enumerable.Range(0, values.Length).Select(i => start + (i * 600_000L)).ToArray(), values, 600, ["hour", "is_weekend"]);
                var expected = NaiveDetector.Bands(detector, series);
                var isTieSensitive = detector is MadDetector && detector.WindowWeights != WindowWeights.None;
                var nudged = isTieSensitive ? LastBits.Select(n => NaiveDetector.Bands(detector, series, n)).ToArray() : [];
                var actual = detector.Detect(series);
                for (var i = 0; i < expected.Length; i++)
                {
                    var (lower, upper) = (actual.Lower[i], actual.Upper[i]);
                    var isSame = IsSame(expected[i], lower, upper, tolerance) || nudged.Any(n => IsSame(n[i], lower, upper, tolerance));
                    Assert.True(isSame, $"at {i}: naive {expected[i]}, pass ({lower:R}, {upper:R})");
                }
            },
            iter: 60,
            threads: 1);

    private static WindowedDetector Default(string type) => type switch { "mad" => new MadDetector(), "iqr" => new IqrDetector(), _ => new ZScoreDetector() };

    private static bool IsSame((double Lower, double Upper) expected, double lower, double upper, double tolerance) =>
        IsSame(expected.Lower, lower, tolerance) && IsSame(expected.Upper, upper, tolerance);

    private static bool IsSame(double expected, double actual, double tolerance) =>
        expected.Equals(actual) || (expected == 0 && actual == 0) || Math.Abs(expected - actual) <= tolerance * (1 + Math.Abs(expected) + Math.Abs(actual));
}
