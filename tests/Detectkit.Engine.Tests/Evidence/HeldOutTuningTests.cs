using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Evidence;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Engine.Tests.Evidence;

public class HeldOutTuningTests
{
    private static readonly DateTime Start = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void The_held_out_part_takes_no_part_in_the_search()
    {
        var (series, labels) = Made(days: 30, incidentDays: [6, 12, 18, 27]);
        var (changed, _) = Made(days: 30, incidentDays: [6, 12, 18, 27], lastDaysTimes: 5);

        var outcome = Run(Poor, series, labels);
        var other = Run(Poor, changed, labels);

        Assert.Equal(outcome.Result!.RunId, other.Result!.RunId);
        Assert.Equal(outcome.Result.Candidates, other.Result.Candidates);
        Assert.True(outcome.Holdout.Start >= outcome.Result.Points);
    }

    [Fact]
    public void A_poor_incumbent_is_replaced_and_both_sides_are_measured_on_the_hold_out()
    {
        var (series, labels) = Made(days: 30, incidentDays: [6, 12, 18, 27]);

        var outcome = Run(Poor, series, labels);

        Assert.Null(outcome.KeptBecause);
        Assert.True(outcome.Result!.Winner.Score > outcome.IncumbentScore);
        Assert.Single(outcome.After!.Incidents);
        Assert.True(outcome.After.Incidents[0].IsCaught);
        Assert.True(outcome.After.FalseAlarmsPerWeek < outcome.Before!.FalseAlarmsPerWeek);
    }

    [Fact]
    public void An_incumbent_that_the_search_would_choose_is_kept_unless_change_is_forced()
    {
        var (series, labels) = Made(days: 30, incidentDays: [6, 12, 18, 27]);
        var chosen = Run(Poor, series, labels).Result!.Winner.Detector;

        var kept = Run(chosen, series, labels);
        var forced = Run(chosen, series, labels, force: true);

        Assert.Equal(kept.Result!.Winner.Score, kept.IncumbentScore);
        Assert.StartsWith("cross-validation: tuned", kept.KeptBecause, StringComparison.Ordinal);
        Assert.Null(forced.KeptBecause);
    }

    [Fact]
    public void Without_hold_out_the_whole_series_is_searched_and_nothing_compared()
    {
        var (series, labels) = Made(days: 20, incidentDays: [6, 12]);

        var outcome = HeldOutTuning.Run(Request(Poor, series, labels) with { Holdout = 0 });
        var plain = AutotunePipeline.Run(new AutotuneRequest("m", series, labels, new AutotuneSettings()));

        Assert.Equal(plain.Result!.RunId, outcome.Result!.RunId);
        Assert.Null(outcome.Before);
        Assert.Null(outcome.After);
    }

    private static WindowedDetector Poor => new ZScoreDetector { Threshold = 1.2, WindowSize = 30 };

    private static HeldOutOutcome Run(DetectorConfig detector, MetricSeries series, IncidentLabels labels, bool force = false) =>
        HeldOutTuning.Run(Request(detector, series, labels) with { ForceChange = force });

    private static HeldOutRequest Request(DetectorConfig detector, MetricSeries series, IncidentLabels labels) => new(
        new MetricConfig { Name = "m", IntervalSeconds = 900, Detectors = [detector] }, series, labels, new AutotuneSettings(), 0.2, false);

    private static (MetricSeries Series, IncidentLabels Labels) Made(int days, int[] incidentDays, double lastDaysTimes = 1)
    {
        var random = new Random(3);
        var origin = new DateTimeOffset(Start, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var stamps = Enumerable.Range(0, days * 96).Select(i => origin + (i * 900_000L)).ToArray();
        var values = stamps.Select((_, i) => 100 + (10 * random.NextDouble())).ToArray();
        var incidents = new List<Incident>();
        foreach (var day in incidentDays)
        {
            values.AsSpan((day * 96) + 40, 6).Fill(190);
            incidents.Add(new Incident(Start.AddDays(day).AddHours(10), Start.AddDays(day).AddHours(11).AddMinutes(15), false, null, default));
        }

        for (var i = (int)(values.Length * 0.81); i < values.Length; i++)
        {
            values[i] *= lastDaysTimes;
        }

        return (MetricSeries.FromRows(stamps, values, 900, ["hour"]), new IncidentLabels(null, "UTC", incidents.ToValueList()));
    }
}
