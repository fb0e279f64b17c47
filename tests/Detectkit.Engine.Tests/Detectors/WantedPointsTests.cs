using CsCheck;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Engine.Tests.Statistics;
using Detectkit.Series;

namespace Detectkit.Engine.Tests.Detectors;

public class WantedPointsTests
{
    private static readonly Gen<double[]> Values = Gen.Frequency((9, Gen.Double[0, 100]), (1, Gen.Const(double.NaN))).Array[1, 600];

    // Which points are wanted decides where chunks begin, and so the last bit of exponential weights. Their percentiles are exact of a target within
    // 1e-12; between neighbours that weigh next to nothing, two such targets may have values further apart.
    private const double ByTarget = 5e-10;

    private static readonly Gen<WindowedDetector> Detectors = Gen.Select(
        Gen.OneOf(Gen.Const<WindowedDetector>(new MadDetector()), Gen.Const<WindowedDetector>(new ZScoreDetector()), Gen.Const<WindowedDetector>(new IqrDetector())),
        Gen.Enum<WindowWeights>(),
        Gen.Enum<Detrend>(),
        Gen.Int[5, 200],
        Gen.Bool,
        Gen.Enum<Stabilization>(),
        (detector, weights, detrend, window, isSeasonal, stabilization) => detector with
        {
            WindowSize = window,
            MinSamples = 4,
            WindowWeights = weights,
            HalfLife = weights == WindowWeights.Exponential ? new HalfLife(7, null, 0) : null,
            Detrend = detrend,
            Stabilization = stabilization,
            SeasonalityComponents = isSeasonal ? [SeasonalityComponent.Create("hour")] : null,
        });

    [Fact]
    public void Bands_of_wanted_points_do_not_depend_on_whether_the_others_are_wanted() =>
        Gen.Select(Values, Detectors, Gen.Int[1, 150].Array[1, 8]).Sample(
            (values, detector, runs) =>
            {
                var judged = detector.WindowWeights == WindowWeights.Exponential ? values.Select(Untied).ToArray() : values;
                var wanted = values.Select((_, i) => runs.Select((run, k) => runs.Take(k + 1).Sum()).Count(end => end <= i) % 2 == 1).ToArray();
                var series = MetricSeries.FromRows(Enumerable.Range(0, values.Length).Select(i => i * 600_000L).ToArray(), judged, 600, ["hour"]);
                using var all = new SeriesAnalysis(series);
                using var some = new SeriesAnalysis(series, RunsOf(wanted));
                var (expected, actual) = (Detection.Detect(detector, all), Detection.Detect(detector, some));

                var isByTarget = detector is not ZScoreDetector && detector.WindowWeights == WindowWeights.Exponential;
                var isExact = detector is not ZScoreDetector && detector.WindowWeights == WindowWeights.None;
                for (var i = 0; i < values.Length; i++)
                {
                    Assert.True(actual.Verdicts[i] == (wanted[i] || double.IsNaN(values[i]) ? expected.Verdicts[i] : Verdict.InsufficientData), $"at {i}: {actual.Verdicts[i]}");
                    var (lower, upper) = wanted[i] ? (expected.Lower[i], expected.Upper[i]) : (double.NaN, double.NaN);
                    var room = isExact ? 0 : (Yardstick.Tolerance * (Math.Abs(lower) + Math.Abs(upper))) + (isByTarget ? ByTarget * (upper - lower) : 0);
                    Assert.True(IsSame(lower, actual.Lower[i], room) && IsSame(upper, actual.Upper[i], room), $"at {i}: {lower:R} to {upper:R}, wanted {actual.Lower[i]:R} to {actual.Upper[i]:R}");
                }
            },
            iter: 400,
            threads: 1);

    // Sums of exponential weights round, and a median with them. Where it lies right between two values, or values in a line, its last bit
    // says which deviation comes first, and with unequal weights the deviations' median hangs on that.
    private static double Untied(double value, int i) => value + Math.Sin((double)i * i);

    private static bool IsSame(double expected, double actual, double room) => expected.Equals(actual) || Math.Abs(expected - actual) <= room;

    private static Range[] RunsOf(bool[] wanted)
    {
        var starts = Enumerable.Range(0, wanted.Length).Where(i => wanted[i] && (i == 0 || !wanted[i - 1]));
        return [.. starts.Select(i => i..(wanted.AsSpan(i).IndexOf(false) is >= 0 and var length ? i + length : wanted.Length))];
    }
}
