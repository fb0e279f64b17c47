using Detectkit.Alerting;
using Detectkit.Autotune;
using Detectkit.Autotune.Resampling;
using Detectkit.Autotune.Robust;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Emission;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Engine.Tests.Autotune.Robust;

public class RobustStrategyTests
{
    [Fact]
    public void Without_labels_the_default_is_taken_and_its_alarms_are_named()
    {
        var result = MadeSeries.Tuned(MadeSeries.Of([6, 12]), IncidentLabels.None);

        var detector = Assert.IsType<ZScoreDetector>(result.Winner.Detector);
        Assert.Equal((50_000, Smoothing.Sma, 12), (detector.WindowSize, detector.Smoothing, detector.SmoothingWindow));
        Assert.InRange(detector.Threshold, 2.5, 5);
        Assert.Equal(2, result.TrainingAlerts!.Starts.Count);
        Assert.Equal(2 / 3.0, result.TrainingAlerts.PerWeek, 9);
        Assert.Null(result.Confidence);
        Snapshot.Verify(string.Join('\n', result.DecisionLog) + "\n", "txt");
    }

    [Fact]
    public void Clear_incidents_are_caught_with_reasons_that_a_person_can_follow()
    {
        var series = MadeSeries.Of([4, 8, 12, 16]);
        var result = MadeSeries.Tuned(series, MadeSeries.Labels(4, 8, 12, 16), s => s with { HasAlerting = true });

        var rule = AlertRule.Create(result.ConsecutiveAnomalies!.Value, result.AnomalyWindow, AlertDirection.Same);
        var alerts = rule.Alerts([result.Winner.Detector.Detect(series)]);
        Assert.All(MadeSeries.Labels(4, 8, 12, 16).Incidents, i => Assert.Contains(true, alerts.AsSpan(GroundTruth.PointsOf(i, series).Start, 12).ToArray()));
        Assert.Empty(result.TrainingAlerts!.Starts);
        Assert.True(result.Confidence!.LeavesDefault);
        Snapshot.Verify(string.Join('\n', result.DecisionLog) + "\n", "txt");
    }

    [Theory]
    [InlineData(AlertRules.Window)]
    [InlineData(AlertRules.WindowClamp)]
    public void Without_pins_a_configurations_detector_is_what_its_parameters_read_as(AlertRules rules)
    {
        var settings = new AutotuneSettings { Strategy = AutotuneStrategy.Robust, AlertRules = rules, DetectorTypes = [DetectorType.ZScore, DetectorType.Mad, DetectorType.Iqr] };
        var random = new Random(5);
        var series = MetricSeries.FromRows([.. Enumerable.Range(0, 9_000).Select(i => i * 600_000L)], [.. Enumerable.Range(0, 9_000).Select(_ => random.NextDouble())], 600, ["hour", "day_of_week"]);
        var grid = new RobustGrid(series, settings);
        Assert.True(grid.Seasons.Count > 1);
        foreach (var type in grid.Types)
        {
            foreach (var smoothing in grid.Smoothings)
            {
                foreach (var (history, season) in grid.Windows)
                {
                    foreach (var isClamped in new[] { false, true })
                    {
                        var configuration = new RobustConfiguration(type, history, smoothing, season, grid.Rules[0]) { IsClamped = isClamped };

                        Assert.Equal(DetectorParameters.Read(type, grid.Parameters(configuration, 4.25)).Detector, grid.Read(configuration, 4.25, out _));
                    }
                }
            }
        }
    }

    [Fact]
    public void Where_several_are_best_in_a_resample_it_chooses_the_one_that_is_tried_first()
    {
        var marked = GroundTruth.Mark(MadeSeries.Labels(4, 8, 12, 16), MadeSeries.Of([4, 8, 12, 16])).Marked;
        using var ground = new LabelledBlocks(marked);
        var settings = new AutotuneSettings { Strategy = AutotuneStrategy.Robust };
        var counts = ground.Count(marked);
        ScoredThreshold Tried(int points) => new(
            new RobustConfiguration(DetectorType.ZScore, new HistoryLength(points, "a window"), SmoothingStep.AsGiven[0], null, RobustSpace.ConsecutiveRules[0]), 4, 0, counts, 1, 5) { Measured = new ZScoreDetector() };
        var (first, second) = (Tried(100), Tried(200));
        var search = new RobustSearch.Outcome(first, [first, second]);

        var (one, other) = (RobustChooser.Confidence(search, first, ground, settings, seed: 1), RobustChooser.Confidence(search, second, ground, settings, seed: 1));

        Assert.Equal((1.0, 1.0), (one.ChosenShare, one.TiedShare));
        Assert.Equal((0.0, 0.0), (other.ChosenShare, other.TiedShare));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Labels_on_ordinary_points_are_too_little_evidence_to_leave_the_default(bool isOneReal)
    {
        var series = MadeSeries.Of(isOneReal ? [5] : []);
        var labelled = MadeSeries.Tuned(series, MadeSeries.Labels(5, 11, 17));

        Assert.True(isOneReal == labelled.Confidence is { LeavesDefault: false }, string.Join("\n", labelled.DecisionLog));
        Assert.Equal(isOneReal, labelled.Confidence is not null);
        Assert.Equal(MadeSeries.Tuned(series, IncidentLabels.None).Winner.Id, labelled.Winner.Id);
        Assert.Contains(labelled.DecisionLog, d => d.Message.StartsWith("too little evidence to leave the default", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_data_gives_the_same_result()
    {
        var (series, labels) = (MadeSeries.Of([4, 8, 12]), MadeSeries.Labels(4, 8, 12));

        var (one, other) = (MadeSeries.Tuned(series, labels), MadeSeries.Tuned(series, labels));

        Assert.Equal(one.RunId, other.RunId);
        Assert.Equal(one.Confidence, other.Confidence);
        Assert.Equal(one.DecisionLog, other.DecisionLog);
    }

    [Fact]
    public void Pinned_parameters_stay_and_the_rest_is_searched()
    {
        var pinned = ParameterSet.Empty.With("window_size", ParameterValue.From(288)).With("threshold", ParameterValue.From(3.5)).With("smoothing", ParameterValue.From("ema"));
        var result = MadeSeries.Tuned(MadeSeries.Of([4, 8, 12]), MadeSeries.Labels(4, 8, 12), s => s with { FixedParams = pinned, DetectorTypes = [DetectorType.Mad, DetectorType.Iqr] });

        Assert.All(result.Candidates, c => Assert.Equal((288, Smoothing.Ema), (((WindowedDetector)c.Detector).WindowSize, ((WindowedDetector)c.Detector).Smoothing)));
        Assert.Equal(3.5, ((WindowedDetector)result.Winner.Detector).Threshold);
        Assert.DoesNotContain(result.Candidates, c => c.Detector.Type == DetectorType.ZScore);
    }

    [Theory]
    [InlineData(60, 60)]
    [InlineData(300, 12)]
    [InlineData(3600, 12)]
    [InlineData(21600, 8)]
    public void Smoothing_is_counted_in_points_within_bounds_in_time(int intervalSeconds, int points)
    {
        var result = MadeSeries.Tuned(MadeSeries.Of([], intervalSeconds: intervalSeconds), IncidentLabels.None);

        Assert.Equal(points, ((WindowedDetector)result.Winner.Detector).SmoothingWindow);
    }

    [Fact]
    public void Event_f1_is_a_scoring_metric_of_both_strategies()
    {
        var (series, labels) = (MadeSeries.Of([4, 8, 12, 16]), MadeSeries.Labels(4, 8, 12, 16));
        static AutotuneSettings Asked(AutotuneSettings s) => s with { ScoringMetric = ScoringMetric.EventF1, IsScoringChosen = true };

        var robust = MadeSeries.Tuned(series, labels, Asked);
        var reference = MadeSeries.Tuned(series, labels, s => Asked(s) with { Strategy = AutotuneStrategy.Reference });

        Assert.InRange(robust.Winner.Score, 0.9, 1);
        Assert.InRange(reference.Winner.Score, 0.01, 1);
    }

    [Fact]
    public void A_window_rule_is_emitted_where_there_was_no_alerting_and_reads_as_the_same_rule()
    {
        const string text = "name: orders\ninterval: 10min\nquery: SELECT 1\nseasonality_columns: [hour]\ndetectors:\n  - type: mad\nenabled: true\n";
        var result = MadeSeries.Tuned(MadeSeries.Of([4]), IncidentLabels.None, s => s with { AlertRules = AlertRules.Window });

        var emission = InPlaceEmission.Edit(text, MetricReader.Read("metrics/orders.yml", text), result);

        Assert.Null(emission.Finding);
        var tuned = MetricReader.Read("metrics/orders.yml", emission.Text!);
        Assert.DoesNotContain(tuned.Findings, f => f.Rule.Severity != FindingSeverity.Info);
        Assert.Equal(AlertRule.Create(2, 5, AlertDirection.Same), AlertRule.Create(tuned.Metric!.Alerting[0]));
        Assert.Equal(emission.Text, InPlaceEmission.Edit(emission.Text!, tuned, result).Text);
        Snapshot.Verify(emission.Text!, "yml");
    }

    [Fact]
    public void A_rule_in_a_row_takes_the_place_of_a_window_rule()
    {
        const string text = "name: orders\ninterval: 10min\nquery: SELECT 1\ndetectors: [{type: mad}]\nalerting: {anomaly_window: 1h, min_anomaly_share: 0.5, channels: []}\n";
        var result = MadeSeries.Tuned(MadeSeries.Of([4]), IncidentLabels.None, s => s with { HasAlerting = true });

        var emission = InPlaceEmission.Edit(text, MetricReader.Read("metrics/orders.yml", text), result);

        var block = MetricReader.Read("metrics/orders.yml", emission.Text!).Metric!.Alerting[0];
        Assert.Null(block.AnomalyWindow);
        Assert.Equal(1, block.ConsecutiveAnomalies);
    }

    [Theory]
    [InlineData("anomaly_window: 50min, min_anomaly_share: 0.4", 5, 2, null)]
    [InlineData("anomaly_window: 3000, min_anomaly_share: 0.3333", 5, 2, null)]
    [InlineData("anomaly_window: 20min, min_anomaly_share: 1", 2, 2, null)]
    [InlineData("anomaly_window: null, min_anomaly_share: null", null, 0, null)]
    [InlineData("anomaly_window: 19min, min_anomaly_share: 0.4", null, 0, "4:28 'anomaly_window' must be at least two intervals, 1200s; without it only 'consecutive_anomalies' counts.")]
    [InlineData("anomaly_window: soon, min_anomaly_share: 0.4", null, 0, "4:28 'anomaly_window' must be an integer above 0, in seconds, or a number with a unit and no space between, such as 30s, 10min, 1h or 1d; without it only 'consecutive_anomalies' counts.")]
    [InlineData("anomaly_window: 50min", null, 0, "4:28 'anomaly_window' and 'min_anomaly_share' work together only; add 'min_anomaly_share' or remove this.")]
    [InlineData("min_anomaly_share: 0.5", null, 0, "4:31 'anomaly_window' and 'min_anomaly_share' work together only; add 'anomaly_window' or remove this.")]
    [InlineData("anomaly_window: 50min, min_anomaly_share: many", null, 0, "4:54 'min_anomaly_share' must be a number above 0 and at most 1; without it only 'consecutive_anomalies' counts.")]
    public void Window_rules_of_a_file_are_read_where_they_make_sense_and_never_an_error(string rule, int? points, int anomalies, string? warning)
    {
        var reading = MetricReader.Read("m.yml", $"name: m\ninterval: 10min\nquery: SELECT 1\nalerting: {{{rule}}}\n");

        Assert.DoesNotContain(reading.Findings, f => f.Rule.Severity == FindingSeverity.Error);
        Assert.Equal(points, reading.Metric!.Alerting[0].AnomalyWindow?.Points);
        Assert.Equal(anomalies, reading.Metric.Alerting[0].AnomalyWindow?.Anomalies ?? 0);
        var found = reading.Findings.Where(f => f.Rule == Rules.AnomalyWindow).Select(f => FormattableString.Invariant($"{f.Span.Start.Line}:{f.Span.Start.Column} {f.Message}"));
        Assert.Equal(warning is null ? [] : [warning], found);
    }
}
