using CsCheck;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Engine.Tests.Statistics;
using Detectkit.Series;
using Detectkit.Statistics;

namespace Detectkit.Engine.Tests.Detectors;

/// <summary>
/// Every way that a band is made of a window, to be checked over awkward series. Order statistics under equal weights are compared with the
/// plain definition, to the last bit. All else rounds, the plain definition more than the passes, and is compared with exact arithmetic.
/// </summary>
internal static class BandCases
{
    // Exact arithmetic takes its time: of a long series this many bands are looked at.
    private const int Looks = 20;

    // Shorter than the least number of samples where there are gaps; one point where the detector takes it.
    private static readonly Gen<int> Samples = Gen.OneOf(Gen.Const(1), Gen.Int[2, 12]);

    // Below 1 most values are outside, so that where they are clamped windows hold little but bounds.
    private static readonly Gen<double> Threshold = Gen.OneOf(Gen.Double[1, 4], Gen.Double[0.2, 1]);

    /// <summary>Detector type, weights, trend, and whether there are seasons.</summary>
    public static TheoryData<string, WindowWeights, Detrend, bool> All => Of(["mad", "zscore", "iqr"], Enum.GetValues<WindowWeights>());

    /// <summary>Those whose statistics are values of the window, or lie midway between two.</summary>
    public static TheoryData<string, WindowWeights, Detrend, bool> OrderStatistics => Of(["mad", "iqr"], [WindowWeights.None]);

    /// <summary>A detector of a case.</summary>
    public static WindowedDetector Detector(string type, WindowWeights weights, Detrend detrend, bool isSeasonal)
    {
        WindowedDetector detector = type switch { "mad" => new MadDetector(), "iqr" => new IqrDetector(), _ => new ZScoreDetector() };
        return detector with
        {
            WindowWeights = weights,
            Detrend = detrend,
            SeasonalityComponents = isSeasonal ? [SeasonalityComponent.Create("hour"), new(["hour", "is_weekend"], true)] : null,
        };
    }

    /// <summary>A series on a grid, with the columns that the seasons are made of.</summary>
    public static MetricSeries SeriesOf(double[] values, int intervalSeconds = 600)
    {
        var start = new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        return MetricSeries.FromRows([.. values.Select((_, i) => start + (i * intervalSeconds * 1000L))], values, intervalSeconds, ["hour", "is_weekend"]);
    }

    /// <summary>Checks bands, for windows and thresholds of all sizes, by exact arithmetic.</summary>
    public static void CheckExactly(WindowedDetector shape, Gen<double[]> series, int iterations) =>
        Check(shape, series, iterations, (detector, values) =>
        {
            using var buffers = new Buffers();
            new ExactDetector(detector, values, buffers).Check(Looks);
        });

    /// <summary>Checks bands, for windows and thresholds of all sizes, to the last bit of the plain definition.</summary>
    public static void CheckToTheLastBit(WindowedDetector shape, Gen<double[]> series, int iterations) =>
        Check(shape, series, iterations, (detector, values) =>
        {
            var (expected, actual) = (NaiveDetector.Bands(detector, values), detector.Detect(values));
            Assert.Equal(expected.Select(b => b.Lower), actual.Lower.ToArray());
            Assert.Equal(expected.Select(b => b.Upper), actual.Upper.ToArray());
        });

    private static void Check(WindowedDetector shape, Gen<double[]> series, int iterations, Action<WindowedDetector, MetricSeries> check) =>
        Gen.Select(series, AwkwardSeries.Window, Samples, Threshold).Sample(
            (values, window, samples, threshold) =>
            {
                var least = Math.Max(samples, shape is MadDetector ? 1 : shape is ZScoreDetector ? 2 : 4);
                var detector = shape with { WindowSize = Math.Max(window, least), MinSamples = least, Threshold = threshold };
                check(detector with { MinSamplesPerGroup = shape is IqrDetector ? least : samples }, SeriesOf(values));
            },
            iter: iterations,
            threads: 1);

    private static TheoryData<string, WindowWeights, Detrend, bool> Of(string[] types, WindowWeights[] weights)
    {
        var cases = new TheoryData<string, WindowWeights, Detrend, bool>();
        foreach (var (type, weighting) in types.SelectMany(t => weights.Select(w => (t, w))))
        {
            foreach (var detrend in Enum.GetValues<Detrend>())
            {
                cases.Add(type, weighting, detrend, false);
                cases.Add(type, weighting, detrend, true);
            }
        }

        return cases;
    }
}
