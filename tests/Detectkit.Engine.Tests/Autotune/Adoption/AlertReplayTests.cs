using Detectkit.Alerting;
using Detectkit.Autotune.Adoption;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;

namespace Detectkit.Engine.Tests.Autotune.Adoption;

public class AlertReplayTests
{
    [Fact]
    public void Judging_begins_where_as_many_windows_are_filled_as_the_rule_wants()
    {
        var (early, late) = (new ZScoreDetector { MinSamples = 50 }, new ZScoreDetector { MinSamples = 400, WindowSize = 500 });
        var bounds = new ManualBoundsDetector { UpperBound = 99 };

        Assert.Equal(50, Play(1, early, late).FirstBand);
        Assert.Equal(400, Play(2, early, late).FirstBand);
        Assert.Equal(400, Play(1, late, bounds).FirstBand);
        Assert.Equal(0, Play(1, bounds).FirstBand);
        Assert.Equal(2000, Play(1, new ZScoreDetector { MinSamples = 3000, WindowSize = 4000 }).FirstBand);
    }

    [Theory]
    [InlineData(30, false)]
    [InlineData(1600, true)]
    public void A_detector_without_a_band_at_more_than_half_of_the_points_is_blind(int minSamples, bool isBlind) =>
        Assert.Equal(isBlind, Play(1, new ZScoreDetector { MinSamples = minSamples, WindowSize = 1700 }).IsBlind);

    [Fact]
    public void One_infinite_value_is_a_gap_and_blinds_nobody()
    {
        var values = Values();
        values[700] = double.PositiveInfinity;
        using var analysis = new SeriesAnalysis(Series(values));

        Assert.False(AlertReplay.Run([new ZScoreDetector { WindowSize = 1000 }], AlertRule.EveryAnomaly, analysis, new bool[2000]).IsBlind);
    }

    [Fact]
    public void The_band_after_an_incident_is_measured_against_that_before()
    {
        var values = Values();
        values.AsSpan(1000, 20).Fill(60);
        var marked = new bool[2000];
        marked.AsSpan(1000, 20).Fill(true);
        using var analysis = new SeriesAnalysis(Series(values));
        double Width(WindowedDetector detector) => AlertReplay.Run([detector], AlertRule.EveryAnomaly, analysis, marked).WidthAfterIncidents!.Value;

        Assert.True(Width(new ZScoreDetector { WindowSize = 900 }) > 10);
        Assert.InRange(Width(new MadDetector { WindowSize = 900 }), 0.9, 1.3);
    }

    [Fact]
    public void Runs_are_as_long_as_they_can_be()
    {
        var random = new Random(9);
        for (var round = 0; round < 300; round++)
        {
            var points = Enumerable.Range(0, random.Next(0, 20)).Select(_ => random.Next(2) == 0).ToArray();
            var again = new bool[points.Length];
            var runs = PointRange.Runs(points);
            foreach (var run in runs)
            {
                again.AsSpan(run.Start, run.Length).Fill(true);
            }

            Assert.Equal(points, again);
            Assert.All(runs.Zip(runs.Skip(1)), p => Assert.True(p.First.End < p.Second.Start));
        }
    }

    private static AlertReplay Play(int minDetectors, params DetectorConfig[] detectors)
    {
        using var analysis = new SeriesAnalysis(Series(Values()));
        return AlertReplay.Run(detectors, new AlertRule(minDetectors, 1, AlertDirection.Any), analysis, new bool[2000]);
    }

    private static double[] Values()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, 2000).Select(_ => 10 + random.NextDouble())];
    }

    private static MetricSeries Series(double[] values) => MetricSeries.FromRows([.. Enumerable.Range(0, values.Length).Select(i => i * 300_000L)], values, 300, []);
}
