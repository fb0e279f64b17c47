using Detectkit.Autotune;
using Detectkit.Autotune.Adoption;
using Detectkit.Autotune.Holdout;
using Detectkit.Configuration;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Engine.Tests.Autotune.Holdout;

public class TuningPipelineTests
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
    public void A_proposal_says_what_the_run_found_and_decided()
    {
        var (series, labels) = Made(days: 30, incidentDays: [6, 12, 18, 27]);
        var outcome = Run(Poor, series, labels);

        var proposal = TuningPipeline.Propose(Request(Poor, series, labels));

        Assert.Equal(outcome.Result!.RunId, proposal.Result!.RunId);
        Assert.Equal(outcome.Decision, proposal.Decision);
        Assert.Null(proposal.Failure);
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
        Assert.True(outcome.After.FalseAlertsPerWeek < outcome.Before!.FalseAlertsPerWeek);
        Assert.Contains(outcome.Result.DecisionLog, d => d is { Stage: TuningStage.Labels, Message: "1 label begins in the hold-out and judges what was found" });
    }

    [Fact]
    public void A_current_detector_that_the_search_would_choose_stays_unless_change_is_forced()
    {
        var (series, labels) = Made(days: 30, incidentDays: [6, 12, 18, 27]);
        var chosen = Run(Poor, series, labels, force: true).Result!.Winner.Detector;

        var kept = Run(chosen, series, labels);
        var forced = Run(chosen, series, labels, force: true);

        Assert.Equal(kept.Result!.Winner.Score, kept.IncumbentScore);
        Assert.Equal(AdoptionKind.Keep, kept.Decision!.Kind);
        Assert.StartsWith("the proposed detector is not clearly better: 4 → 4 of 4 incidents caught", kept.KeptBecause, StringComparison.Ordinal);
        Assert.Null(forced.KeptBecause);
        Assert.StartsWith("AutotuneForceChange; else it would stay: the proposed", forced.Decision!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_on_the_whole_history_follows_where_it_is_asked_for_and_the_metric_is_to_change()
    {
        var (series, labels) = Made(days: 30, incidentDays: [6, 12, 18, 27]);
        var request = Request(Poor, series, labels) with { Refit = true };
        var plain = TuningPipeline.Run(request with { Refit = false });
        var whole = TuningPipeline.Run(request with { Holdout = 0 });

        var outcome = TuningPipeline.Run(request);
        var kept = TuningPipeline.Run(request with { Metric = request.Metric with { Detectors = [plain.Result!.Winner.Detector] } });

        Assert.Equal(whole.Result!.RunId, outcome.Result!.RunId);
        Assert.Equal(whole.IncumbentScore, outcome.IncumbentScore);
        Assert.Equal(plain.Result.RunId, outcome.Judged!.RunId);
        Assert.Equal(plain.After!.Bands, outcome.After!.Bands);
        Assert.Contains(outcome.Result.DecisionLog, d => d.Stage == TuningStage.Refit && d.Message.Contains(plain.Result.RunId, StringComparison.Ordinal));
        Assert.NotNull(kept.KeptBecause);
        Assert.Null(kept.Judged);
        Assert.Equal(plain.Result.Points, kept.Result!.Points);
    }

    [Fact]
    public void A_search_on_the_whole_history_that_does_not_beat_the_present_one_leaves_what_was_judged()
    {
        var (series, labels) = Made(days: 30, incidentDays: [6, 12, 18, 27]);
        var best = TuningPipeline.Run(Request(Poor, series, labels) with { Holdout = 0 }).Result!.Winner.Detector;
        var request = Request(best, series, labels) with { ForceChange = true };
        var plain = TuningPipeline.Run(request);

        var outcome = TuningPipeline.Run(request with { Refit = true });

        Assert.Null(outcome.Judged);
        Assert.Equal((plain.Result!.RunId, plain.IncumbentScore), (outcome.Result!.RunId, outcome.IncumbentScore));
        Assert.Equal(plain.Result.DecisionLog, outcome.Result.DecisionLog.SkipLast(1));
        Assert.StartsWith("refit rejected: ", outcome.Result.DecisionLog[^1].Message, StringComparison.Ordinal);
        Assert.Contains("not clearly better", outcome.Result.DecisionLog[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_detector_that_always_alerts_raises_a_false_alarm_between_any_two_incidents()
    {
        var (series, labels) = Made(days: 30, incidentDays: [6, 12, 18, 25, 27]);

        var after = Run(new ZScoreDetector { Threshold = 0.0001, WindowSize = 30 }, series, labels).Before!;

        Assert.Equal((2, 3), (after.Caught, after.FalseAlerts));
        Assert.Equal(3.5, after.FalseAlertsPerWeek);
        Assert.True(after.AnomalyRate > 0.99);
    }

    [Fact]
    public void Without_hold_out_the_whole_series_is_searched_and_nothing_compared()
    {
        var (series, labels) = Made(days: 20, incidentDays: [6, 12]);

        var outcome = TuningPipeline.Run(Request(Poor, series, labels) with { Holdout = 0, ForceChange = true });
        var plain = TuningPipeline.Search(new SearchRequest("m", series, labels, new AutotuneSettings()));

        Assert.Equal(plain.Result!.RunId, outcome.Result!.RunId);
        Assert.Null(outcome.Before);
        Assert.Null(outcome.After);
    }

    [Fact]
    public void Fixed_bounds_run_beside_the_tunable_detector_on_both_sides_under_the_files_rule()
    {
        var (series, labels) = Made(days: 30, incidentDays: [6, 12, 18, 27]);
        var request = Request(Poor, series, labels);
        var metric = request.Metric with
        {
            Detectors = [Poor, new ManualBoundsDetector { UpperBound = 150 }],
            Alerting = [new AlertingConfig { MinDetectors = 2 }],
        };

        var outcome = TuningPipeline.Run(request with { Metric = metric });

        Assert.Equal((1, 0), (outcome.Before!.Caught, outcome.Before.FalseAlerts));
        Assert.Equal((1, 0), (outcome.After!.Caught, outcome.After.FalseAlerts));
        Assert.Equal(2, outcome.After.Bands.Count);
    }

    [Theory]
    [InlineData(150, AdoptionKind.Keep)]
    [InlineData(240, AdoptionKind.Change)]
    public void A_detector_is_added_to_fixed_bounds_only_where_it_is_clearly_better_than_they_are_alone(double bound, AdoptionKind expected)
    {
        var (series, labels) = Made(days: 30, incidentDays: [6, 12, 18, 27]);
        var request = Request(Poor, series, labels);

        var outcome = TuningPipeline.Run(request with { Metric = request.Metric with { Detectors = [new ManualBoundsDetector { UpperBound = bound }] } });

        Assert.Null(outcome.IncumbentScore);
        Assert.Equal(bound < 190 ? 4 : 0, outcome.Whole!.CaughtBefore);
        Assert.Equal(expected, outcome.Decision!.Kind);
    }

    [Fact]
    public void An_incident_that_began_in_the_searched_part_is_not_counted_and_its_alerts_are_not_false()
    {
        var (series, labels) = Made(days: 30, incidentDays: [6, 12, 18, 27]);
        var boundary = new Incident(Start.AddDays(23).AddHours(20), Start.AddDays(25), false, "between", default);

        var outcome = Run(Poor, series, labels with { Incidents = [.. labels.Incidents, boundary] });

        Assert.DoesNotContain(outcome.After!.Incidents, i => i.Label == "between");
        Assert.True(outcome.Before!.FalseAlerts < Run(Poor, series, labels).Before!.FalseAlerts);
    }

    [Fact]
    public void Few_incidents_are_counted_and_five_have_an_interval()
    {
        var (few, fewLabels) = Made(days: 30, incidentDays: [6, 12, 18, 24, 25, 26, 27]);
        var (more, moreLabels) = Made(days: 30, incidentDays: [6, 12, 18, 24, 25, 26, 27, 28]);

        var fewer = Run(Poor, few, fewLabels);
        Assert.Null(fewer.After!.Intervals);
        Assert.Null(fewer.Difference);
        var outcome = Run(Poor, more, moreLabels, force: true);
        Assert.Equal((5, 5, 0), (outcome.Before!.Caught, outcome.After!.Caught, outcome.After.FalseAlerts));
        Assert.Equal("caught 0.6489 to 1.0000, alarms 22.0138 to 37.0535, mcc 0.3531 to 0.4447", Text(outcome.Before.Intervals!));
        Assert.Equal("caught 0.6489 to 1.0000, alarms 0.0000 to 3.4950, mcc 1.0000 to 1.0000", Text(outcome.After.Intervals!));
        Assert.Equal("caught -0.3511 to 0.3511, alarms -37.0535 to -22.0138, mcc 0.5553 to 0.6469", Text(outcome.Difference!));
    }

    [Fact]
    public void The_difference_is_drawn_with_both_sides_alike()
    {
        var (series, labels) = Made(days: 30, incidentDays: [6, 12, 18, 24, 25, 26, 27, 28]);
        var chosen = Run(Poor, series, labels, force: true).Result!.Winner.Detector;

        var outcome = Run(chosen, series, labels, force: true);

        Assert.Equal(outcome.Before!.Intervals, outcome.After!.Intervals);
        Assert.Equal(new FigureRange(0, 0), outcome.Difference!.Score);
    }

    private static string Text(HoldoutRanges ranges) => FormattableString.Invariant(
        $"caught {ranges.CaughtShare.Low:F4} to {ranges.CaughtShare.High:F4}, alarms {ranges.FalseAlertsPerWeek.Low:F4} to {ranges.FalseAlertsPerWeek.High:F4}, mcc {ranges.Score!.Value.Low:F4} to {ranges.Score!.Value.High:F4}");

    [Fact]
    public void Without_labels_flags_bands_and_extremes_speak()
    {
        var (series, _) = Made(days: 30, incidentDays: [6, 27]);

        var after = Run(Poor, series, IncidentLabels.None).After!;

        Assert.Empty(after.Incidents);
        Assert.Null(after.Score);
        Assert.True(after.BandWidth > 0);
        Assert.Equal(Start.AddDays(27).AddHours(10), after.Extremes[0].Timestamp, TimeSpan.FromHours(1.5));
    }

    [Fact]
    public void The_evidence_has_what_its_figure_is_drawn_from()
    {
        var (series, labels) = Made(days: 30, incidentDays: [6, 12, 18, 27]);

        var outcome = Run(Poor, series, labels);

        Assert.Equal(outcome.Result!.Winner.Id, Assert.Single(outcome.After!.Bands).Detector);
        Assert.All(new[] { outcome.Before!, outcome.After }, side => Assert.All(side.Bands, b => Assert.Equal((outcome.Holdout.Length, outcome.Holdout.Length), (b.Lower.Count, b.Upper.Count))));
        Assert.True(outcome.Before!.Alerts.Count >= outcome.Before.FalseAlerts + outcome.Before.Caught);
        Assert.All(outcome.Before.Alerts, a => Assert.True(a.Start >= outcome.Holdout.Start && a.End <= outcome.Holdout.End));
    }

    private static WindowedDetector Poor => new ZScoreDetector { Threshold = 1.2, WindowSize = 30 };

    private static TuningOutcome Run(DetectorConfig detector, MetricSeries series, IncidentLabels labels, bool force = false) =>
        TuningPipeline.Run(Request(detector, series, labels) with { ForceChange = force });

    private static TuningRequest Request(DetectorConfig detector, MetricSeries series, IncidentLabels labels) => new(
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
