using Detectkit.Autotune.Resampling;
using Detectkit.Autotune.Robust;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;

namespace Detectkit.Engine.Tests.Autotune.Robust;

public class RepeatedIncidentTests
{
    private const int Day = 288;

    [Fact]
    public void A_repeat_is_scored_as_if_its_values_came_again_in_the_window_that_the_first_has_blown_up()
    {
        var (values, incident) = (Noise(10 * Day), new PointRange((5 * Day) + 100, (5 * Day) + 112));
        values.AsSpan(incident.Start, incident.Length).Fill(60);
        var detector = new ZScoreDetector { WindowSize = 2000, MinSamples = 100 };
        using var analysis = new SeriesAnalysis(Series(values));
        var (scores, repeated) = (new double[values.Length], new double[incident.Length]);
        SigmaScores.Fill(detector, analysis, scores);

        Assert.True(SigmaScores.FillRepeated(detector, analysis, incident, Day, scores, repeated));

        // The same values really there, one at a time, each behind a history that has the first incident only.
        for (var i = 0; i < incident.Length; i++)
        {
            var again = (double[])values.Clone();
            again[incident.Start + Day + i] = values[incident.Start + i];
            using var other = new SeriesAnalysis(Series(again));
            var expected = new double[values.Length];
            SigmaScores.Fill(detector, other, expected);
            Assert.Equal(expected[incident.Start + Day + i], repeated[i], 9);
        }

        Assert.True(repeated[0] < scores[incident.Start] / 2);
    }

    [Fact]
    public void Incidents_that_come_again_count_among_the_incidents()
    {
        var marked = new bool[200];
        marked.AsSpan(50, 5).Fill(true);
        marked.AsSpan(120, 5).Fill(true);
        using var ground = new LabelledBlocks(marked);
        var counts = ground.Count(marked);

        Assert.Equal((2, 2), (ground.Sum(counts).Incidents, ground.Sum(counts).Caught));
        ground.SetRepeat(counts, 0, isCaught: true);
        ground.SetRepeat(counts, 1, isCaught: false);
        Assert.Equal((4, 3), (ground.Sum(counts).Incidents, ground.Sum(counts).Caught));
        Assert.Equal(new PointRange(120, 125), ground.Incident(1));
    }

    private static double[] Noise(int count)
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, count).Select(_ => 10 + random.NextDouble())];
    }

    private static MetricSeries Series(double[] values) =>
        MetricSeries.FromRows([.. Enumerable.Range(0, values.Length).Select(i => i * 300_000L)], values, 300, []);
}
