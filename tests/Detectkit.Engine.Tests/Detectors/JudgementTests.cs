using CsCheck;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Engine.Tests.Statistics;
using Detectkit.Series;

namespace Detectkit.Engine.Tests.Detectors;

public class JudgementTests
{
    private static readonly Gen<WindowedDetector> Detector = Gen.Select(
        Gen.OneOf<WindowedDetector>(Gen.Const<WindowedDetector>(new MadDetector()), Gen.Const<WindowedDetector>(new ZScoreDetector()), Gen.Const<WindowedDetector>(new IqrDetector())),
        Gen.Int[4, 300],
        Gen.OneOf(Gen.Double[0.5, 4], Gen.Int[1, 3].Select(t => (double)t)),
        Gen.OneOf(Gen.Const(WindowWeights.None), Gen.Const(WindowWeights.Exponential)),
        (detector, window, threshold, weights) => detector with { WindowSize = window, MinSamples = Math.Min(window, 10), Threshold = threshold, WindowWeights = weights });

    // Bands, verdicts and what sits on a bound are found point by point for a result, four at a time for a score.
    [Fact]
    public void Four_points_at_a_time_are_judged_as_one_by_one_is_to_the_last_bit() =>
        Gen.Select(AwkwardSeries.Any, Detector).Sample(
            (values, detector) =>
            {
                var start = new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
                using var analysis = new SeriesAnalysis(MetricSeries.FromRows([.. values.Select((_, i) => start + (i * 600_000L))], values, 600, []));
                var expected = Detection.Detect(detector, analysis);
                using var actual = Judgement.Of(detector, analysis);

                var points = Enumerable.Range(0, values.Length).Where(i => expected.Verdicts[i] is Verdict.Normal or Verdict.Below or Verdict.Above).ToArray();
                Assert.Equal(points, actual.Points.ToArray());
                Assert.Equal(points.Select(expected.IsAnomaly), actual.Flags.ToArray());
                Assert.Equal(points.Select(i => Distance(values[i], expected.Lower[i], expected.Upper[i])), actual.Distances.ToArray());
            },
            iter: 300,
            threads: 1);

    // Engine specification, section 8: |x - middle| / half-width. To an infinite half-width that is 0. With two infinite ends the middle is NaN, and
    // the distance too if one takes the formula by the letter; but rankings of NaN are defined nowhere, and no recorded run has such a band.
    [Theory]
    [MemberData(nameof(Endless))]
    public void Every_value_is_in_the_middle_of_a_band_that_is_infinitely_wide(string type, double threshold, int gap)
    {
        WindowedDetector detector = type == "mad" ? new MadDetector() : new ZScoreDetector();
        double[] values = [.. Enumerable.Range(0, 100).Select(i => i % gap == gap - 1 ? double.NaN : ((i * 7 % 20) - 9.5) * 1e299)];
        using var analysis = new SeriesAnalysis(BandCases.SeriesOf(values));
        using var judgement = Judgement.Of(detector with { WindowSize = 20, MinSamples = 10, Threshold = threshold }, analysis);

        Assert.True(judgement.Count > 40);
        Assert.All(judgement.Distances.ToArray(), d => Assert.Equal(0, d));
        Assert.DoesNotContain(true, judgement.Flags.ToArray());
    }

    /// <summary>Both ends infinite, and finite ends whose distance is not; four points at a time, and one by one between gaps.</summary>
    public static TheoryData<string, double, int> Endless => new()
    {
        { "zscore", 1e10, int.MaxValue },
        { "zscore", 1e10, 4 },
        { "mad", 2e8, int.MaxValue },
        { "mad", 2e8, 4 },
    };

    private static double Distance(double value, double lower, double upper) =>
        (upper - lower) / 2 is > 0 and < double.PositiveInfinity and var half ? Math.Abs(value - ((lower + upper) / 2)) / half : 0;
}
