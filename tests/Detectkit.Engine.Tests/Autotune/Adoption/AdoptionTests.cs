using Detectkit.Alerting;
using Detectkit.Autotune;
using Detectkit.Autotune.Adoption;
using Detectkit.Configuration;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Engine.Tests.Autotune.Adoption;

/// <summary>The one rule by which a metric changes, on figures and on whole histories.</summary>
public class AdoptionTests
{
    private const int Interval = 900;
    private const int Day = 96;

    private static readonly DateTime Start = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);
    private static readonly AlertReplay Sound = new([], 0, IsBlind: false, IsUnreached: false);
    private static readonly AutotuneSettings Settings = new() { Strategy = AutotuneStrategy.Robust };

    [Theory]
    [InlineData(FigureChange.Same, FigureChange.Same, FigureChange.Better, AdoptionKind.Change)]
    [InlineData(FigureChange.Better, FigureChange.Same, FigureChange.Same, AdoptionKind.Change)]
    [InlineData(FigureChange.Same, FigureChange.Better, FigureChange.Same, AdoptionKind.Change)]
    [InlineData(FigureChange.Same, FigureChange.Same, FigureChange.Same, AdoptionKind.Keep)]
    [InlineData(FigureChange.Same, FigureChange.Worse, FigureChange.Same, AdoptionKind.Keep)]
    [InlineData(FigureChange.Worse, FigureChange.Same, FigureChange.Better, AdoptionKind.TradeOff)]
    [InlineData(FigureChange.Better, FigureChange.Same, FigureChange.Worse, AdoptionKind.TradeOff)]
    public void A_labelled_metric_changes_if_no_figure_is_worse_and_one_better(FigureChange caught, FigureChange time, FigureChange alerts, AdoptionKind expected) =>
        Assert.Equal(expected, AdoptionRule.Decide(State(isLabelled: true), State(isLabelled: true), Sound, Figures(caught, time, alerts), null, Settings).Kind);

    [Fact]
    public void What_is_worse_on_the_hold_out_alone_is_worse()
    {
        var decision = AdoptionRule.Decide(
            State(isLabelled: true), State(isLabelled: true), Sound, Figures(alerts: FigureChange.Better), Figures(caught: FigureChange.Worse), Settings);

        Assert.Equal(AdoptionKind.TradeOff, decision.Kind);
        Assert.Equal("the proposed detector has fewer false alerts: 3.0 → 1.0 a week, but on the hold-out catches 1 instead of 2 of 3 incidents (chance hits do not count)", decision.Reason);
    }

    [Fact]
    public void A_gain_that_the_hold_out_turns_round_is_none()
    {
        var turned = Figures() with { AlertsPerWeekBefore = 0, AlertsPerWeekAfter = 1 };

        Assert.Equal(AdoptionKind.Keep, AdoptionRule.Decide(State(isLabelled: true), State(isLabelled: true), Sound, Figures(alerts: FigureChange.Better), turned, Settings).Kind);
    }

    [Theory]
    [InlineData(true, false, "the proposed detector has no band at more than half of the points")]
    [InlineData(false, true, "no value ever came half of the way to the proposed detector's bounds: it would hardly alert")]
    public void What_cannot_alert_is_never_proposed(bool isBlind, bool isUnreached, string reason) => Assert.Equal(
        new AdoptionDecision(AdoptionKind.Keep, reason),
        AdoptionRule.Decide(State(isLabelled: true), State(isLabelled: true), Sound with { IsBlind = isBlind, IsUnreached = isUnreached }, Figures(alerts: FigureChange.Better), null, Settings));

    [Theory]
    [InlineData(UnlabelledPolicy.Noisy, 0.9, AdoptionKind.Keep)]
    [InlineData(UnlabelledPolicy.Noisy, 1.1, AdoptionKind.Change)]
    [InlineData(UnlabelledPolicy.Keep, 99, AdoptionKind.Keep)]
    [InlineData(UnlabelledPolicy.Default, 0.9, AdoptionKind.Change)]
    public void Without_labels_only_noise_is_a_reason(UnlabelledPolicy policy, double perWeek, AdoptionKind expected) => Assert.Equal(
        expected,
        AdoptionRule.Decide(State(isLabelled: false, perWeek), State(isLabelled: false), Sound, Figures(alerts: FigureChange.Better), null, Settings with { Unlabelled = policy }).Kind);

    [Fact]
    public void A_quiet_metric_is_told_how_it_could_be_tuned() => Assert.Equal(
        "no labels, and 0.3 alerts a week; to tune it, label its incidents: dotnet build -t:DetectkitLabel -p:AutotuneSelect=m",
        AdoptionRule.Decide(State(isLabelled: false, 0.3), State(isLabelled: false), Sound, Figures(), null, Settings).Reason);

    [Fact]
    public void A_blind_or_failing_current_detector_is_replaced_without_labels_if_the_proposed_one_is_quiet()
    {
        var blind = State(isLabelled: false) with { IsBlind = true };
        var failing = State(isLabelled: false) with { AlertShare = 0.3 };

        Assert.Equal(AdoptionKind.Change, AdoptionRule.Decide(blind, State(isLabelled: false), Sound, Figures(), null, Settings).Kind);
        Assert.Equal(AdoptionKind.Change, AdoptionRule.Decide(failing, State(isLabelled: false), Sound, Figures(), null, Settings).Kind);
        Assert.Equal(AdoptionKind.Keep, AdoptionRule.Decide(blind, State(isLabelled: false), Sound, Figures() with { AlertsPerWeekAfter = 4 }, null, Settings).Kind);
    }

    [Fact]
    public void A_blind_current_detector_is_no_reason_to_call_few_alerts_on_the_hold_out_more()
    {
        var blind = State(isLabelled: false) with { IsBlind = true };
        var few = Figures(alerts: FigureChange.Worse) with { AlertsPerWeekBefore = 0, AlertsPerWeekAfter = 0.5 };

        Assert.Equal(AdoptionKind.Change, AdoptionRule.Decide(blind, State(isLabelled: false), Sound, few, few, Settings).Kind);
        Assert.Equal(AdoptionKind.Keep, AdoptionRule.Decide(blind, State(isLabelled: false), Sound, few, few with { AlertsPerWeekAfter = 4 }, Settings).Kind);
    }

    [Theory]
    [InlineData(UnlabelledPolicy.Keep, 0.3, AdoptionKind.Keep)]
    [InlineData(UnlabelledPolicy.Noisy, 0.3, AdoptionKind.Change)]
    [InlineData(UnlabelledPolicy.Noisy, 4, AdoptionKind.Keep)]
    public void A_metric_without_a_detector_gets_a_quiet_one_unless_all_are_to_stay(UnlabelledPolicy policy, double perWeek, AdoptionKind expected)
    {
        var none = State(isLabelled: false) with { IsTunable = false };

        Assert.Equal(expected, AdoptionRule.Decide(none, State(isLabelled: false, perWeek), Sound, null, null, Settings with { Unlabelled = policy }).Kind);
    }

    [Fact]
    public void A_failing_detector_gets_a_threshold_at_which_it_no_longer_fails_before_another_kind()
    {
        var series = Made(days: 90, spikes: 0.3, incidents: []);
        var current = new IqrDetector { Threshold = 0.05, WindowSize = 30 };

        var outcome = Run(Metric(current) with { Alerting = [new AlertingConfig { ConsecutiveAnomalies = 1 }] }, series, IncidentLabels.None);

        Assert.Null(outcome.KeptBecause);
        Assert.IsType<IqrDetector>(outcome.Result!.Winner.Detector);
    }

    [Fact]
    public void Bounds_that_no_value_comes_near_are_a_note_and_no_reason_to_change()
    {
        var outcome = Run(Metric(new MadDetector { Threshold = 60, WindowSize = 300 }), Made(days: 40, spikes: 0, incidents: []), IncidentLabels.None);

        Assert.Equal(AdoptionKind.Keep, outcome.Decision!.Kind);
        Assert.Equal(["no value ever came half of the way to the current detector's bounds"], outcome.Notes);
    }

    [Fact]
    public void A_noisy_pair_without_labels_stays_a_pair_under_its_rule_with_higher_thresholds()
    {
        var series = Made(days: 60, spikes: 0.02, incidents: []);
        var metric = Metric(new IqrDetector { Threshold = 0.1, WindowSize = 288 }, new MadDetector { Threshold = 1.1, WindowSize = 288 });
        metric = metric with { Alerting = [new AlertingConfig { MinDetectors = 2, ConsecutiveAnomalies = 1, Direction = AlertDirection.Up }] };

        var outcome = Run(metric, series, IncidentLabels.None);

        Assert.Null(outcome.KeptBecause);
        Assert.True(outcome.Result!.IsAdjustment);
        Assert.Equal([DetectorType.Iqr, DetectorType.Mad], outcome.Result.Proposed.Select(p => p.Detector.Type));
        Assert.All(outcome.Result.Proposed.Zip(metric.Detectors), p => Assert.True(((WindowedDetector)p.First.Detector).Threshold > ((WindowedDetector)p.Second).Threshold));
        Assert.Equal(2, outcome.Result.RuleAfter(AlertRule.Create(metric.TunedAlerting), 2).MinDetectors);
        Assert.True(outcome.Whole!.AlertsPerWeekAfter <= 1);
    }

    [Fact]
    public void A_noisy_seasonal_detector_without_labels_keeps_season_and_window()
    {
        var series = Made(days: 60, spikes: 0.02, incidents: []);
        var current = new MadDetector { Threshold = 2, WindowSize = 7 * Day, SeasonalityComponents = [SeasonalityComponent.Create("hour")] };

        var outcome = Run(Metric(current), series, IncidentLabels.None);

        Assert.Equal(AdoptionKind.Change, outcome.Decision!.Kind);
        var proposed = (MadDetector)outcome.Result!.Winner.Detector;
        Assert.Equal(current with { Threshold = proposed.Threshold }, proposed);
    }

    [Fact]
    public void A_week_of_new_data_on_a_merged_proposal_changes_nothing()
    {
        var labels = Labels([12, 24, 38, 52]);
        var (before, after) = (Made(days: 56, spikes: 0.02, incidents: [12, 24, 38, 52]), Made(days: 63, spikes: 0.02, incidents: [12, 24, 38, 52]));
        var noisy = Metric(new MadDetector { Threshold = 1.1, WindowSize = 100 });
        var first = Run(noisy, before, labels);

        var merged = noisy with { Detectors = [first.Result!.Winner.Detector], Alerting = noisy.Alerting };
        var second = Run(merged, after, labels);

        Assert.Null(first.KeptBecause);
        Assert.Equal(AdoptionKind.Keep, second.Decision!.Kind);
    }

    [Fact]
    public void A_forced_change_is_proposed_whatever_the_rule_says()
    {
        var series = Made(days: 30, spikes: 0, incidents: []);

        var outcome = TuningPipeline.Run(new TuningRequest(Metric(new MadDetector { Threshold = 6, WindowSize = 500 }), series, IncidentLabels.None, Settings, 0.2, ForceChange: true));

        Assert.Equal(AdoptionKind.Change, outcome.Decision!.Kind);
        Assert.StartsWith("AutotuneForceChange; else it would stay: no labels, and", outcome.Decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_metric_with_a_detector_that_only_Python_runs_stays()
    {
        var series = Made(days: 30, spikes: 0.05, incidents: []);

        var outcome = Run(Metric(new MadDetector { Threshold = 1.5 }, new AutoregDetector()), series, IncidentLabels.None);

        Assert.Contains("only later versions of Python detectkit run", outcome.KeptBecause, StringComparison.Ordinal);
    }

    private static DetectorHealth State(bool isLabelled, double perWeek = 0.3) => new("m", isLabelled, IsTunable: true, perWeek, AlertShare: 0, IsBlind: false);

    private static ComparedFigures Figures(FigureChange caught = FigureChange.Same, FigureChange time = FigureChange.Same, FigureChange alerts = FigureChange.Same) => new()
    {
        Incidents = 3,
        CaughtBefore = caught == FigureChange.Better ? 1 : 2,
        CaughtAfter = caught == FigureChange.Worse ? 1 : 2,
        Caught = caught,
        MinutesBefore = 10,
        MinutesAfter = time == FigureChange.Worse ? 40 : time == FigureChange.Better ? 2 : 10,
        TimeToDetect = time,
        AlertsPerWeekBefore = alerts == FigureChange.Better ? 3 : 1,
        AlertsPerWeekAfter = alerts == FigureChange.Worse ? 3 : 1,
        AlertsDifference = default,
        Alerts = alerts,
    };

    private static TuningOutcome Run(MetricConfig metric, MetricSeries series, IncidentLabels labels) =>
        TuningPipeline.Run(new TuningRequest(metric, series, labels, AutotuneSettings.From(metric) with { Strategy = AutotuneStrategy.Robust }, 0.2, ForceChange: false));

    private static MetricConfig Metric(params DetectorConfig[] detectors) =>
        new() { Name = "m", IntervalSeconds = Interval, Detectors = [.. detectors], Alerting = [new AlertingConfig { ConsecutiveAnomalies = 1 }] };

    private static IncidentLabels Labels(int[] days) => new(
        null, "UTC", days.Select(d => new Incident(Start.AddDays(d).AddHours(10), Start.AddDays(d).AddHours(11).AddMinutes(15), false, null, default)).ToValueList());

    // A daily cycle with noise, some spikes, and incidents of six points.
    private static MetricSeries Made(int days, double spikes, int[] incidents)
    {
        var random = new Random(7);
        var origin = new DateTimeOffset(Start, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var stamps = Enumerable.Range(0, days * Day).Select(i => origin + (i * Interval * 1000L)).ToArray();
        var values = stamps.Select((_, i) => 100 + (20 * Math.Sin(2 * Math.PI * i / Day)) + (3 * random.NextDouble()) + (random.NextDouble() < spikes ? 12 * random.NextDouble() : 0)).ToArray();
        foreach (var day in incidents)
        {
            values.AsSpan((day * Day) + 40, 6).Fill(190);
        }

        return MetricSeries.FromRows(stamps, values, Interval, ["hour"]);
    }
}
