using Detectkit.Alerting;
using Detectkit.Autotune;
using Detectkit.Autotune.Adoption;
using Detectkit.Autotune.Resampling;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Emission;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Engine.Tests.Autotune.Adoption;

public class ThresholdAdjustmentTests
{
    private const int Interval = 900;
    private const int Day = 96;

    private static readonly DateTime Start = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void With_labels_the_first_scores_best_and_the_second_catches_what_the_current_one_catches()
    {
        var kinds = new HashSet<string>();
        foreach (var seed in Enumerable.Range(0, 12))
        {
            var (series, labels) = Made(seed);
            var current = new MadDetector { Threshold = 1.5 + (seed % 3), WindowSize = 150 };
            var metric = Metric(current);
            var (data, found) = Found(metric, series, labels);
            var rule = AlertRule.Create(metric.TunedAlerting);
            var marked = GroundTruth.Mark(labels, series).Marked.ToArray();
            int[] Delays(WindowedDetector detector) => DetectionDelays.Measure(rule.Alerts([detector.Detect(series)]), PointRange.Runs(marked), seed: 1);
            var score = data.Strategy.Score([current], rule, data, found);

            foreach (var adjusted in ThresholdAdjustment.Propose(metric, data, found))
            {
                var detector = (MadDetector)adjusted.Winner.Detector;
                var isBest = adjusted.DecisionLog.Any(d => d.Message.Contains("the best training score", StringComparison.Ordinal));
                kinds.Add(isBest ? "best" : "safe");
                Assert.Equal(current, detector with { Threshold = current.Threshold });
                Assert.True(!isBest || adjusted.Winner.Score > score, $"{adjusted.Winner.Score} {score}");
                Assert.True(isBest || Delays(current).Zip(Delays(detector)).All(d => d.First < 0 || d.Second >= 0));
            }
        }

        Assert.Equal(2, kinds.Count);
    }

    [Fact]
    public void A_window_of_a_week_is_no_proposal_where_it_would_switch_a_season_off()
    {
        var random = new Random(4);
        var stamps = Enumerable.Range(0, 60 * 7 * 24).Select(i => i * 3_600_000L).ToArray();
        var values = stamps.Select((_, i) => 100 + (40 * Math.Sin(2 * Math.PI * i / 24)) + (3 * random.NextDouble()) + (random.NextDouble() < 0.02 ? 30 : 0)).ToArray();
        var series = MetricSeries.FromRows(stamps, values, 3600, ["hour"]);
        var metric = Metric(new MadDetector { Threshold = 2.25, WindowSize = 4000, SeasonalityComponents = [SeasonalityComponent.Create("hour")] }) with { IntervalSeconds = 3600 };
        var (data, found) = Found(metric, series, IncidentLabels.None);

        Assert.DoesNotContain(ThresholdAdjustment.Propose(metric, data, found), p => ((WindowedDetector)p.Winner.Detector).WindowSize == 168);
    }

    [Fact]
    public void Without_labels_and_with_incidents_that_alert_at_any_threshold_the_lowest_is_proposed_that_leaves_what_is_allowed()
    {
        var (series, _) = Made(seed: 3);
        var metric = Metric(new ZScoreDetector { Threshold = 1.5, WindowSize = 200 });
        var (data, found) = Found(metric, series, IncidentLabels.None);

        var adjusted = ThresholdAdjustment.Propose(metric, data, found).First();

        Assert.InRange(adjusted.TrainingAlerts!.PerWeek, 0.5, 1);
        Assert.True(((ZScoreDetector)adjusted.Winner.Detector).Threshold > 1.5);
        Assert.Contains(adjusted.DecisionLog, d => d.Stage == TuningStage.Threshold && d.Message.StartsWith("zscore 1.5 → ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_pinned_threshold_is_not_adjusted()
    {
        var (series, labels) = Made(seed: 1);
        var metric = Metric(new MadDetector { Threshold = 1.5 });
        var (data, found) = Found(metric, series, labels);
        var settings = data.Settings with { FixedParams = ParameterSet.Empty.With("threshold", ParameterValue.From(1.5)) };
        var pinned = data with { Request = data.Request with { Settings = settings } };

        Assert.Empty(ThresholdAdjustment.Propose(metric, pinned, found));
    }

    [Fact]
    public void A_pair_is_written_in_place_with_both_thresholds_and_nothing_else_changed()
    {
        const string Text = """
            name: m
            interval: 15min
            query: SELECT 1
            detectors:
              - type: iqr            # wide
                params: {threshold: 0.4, window_size: 200, start_time: "2026-01-01 00:00:00"}
              - type: manual_bounds
                params: {upper_bound: 900}
              - type: mad
                params:
                  threshold: 1.2
                  window_size: 200
                  start_time: "2026-01-01 00:00:00"
            alerting:
              min_detectors: 2
              consecutive_anomalies: 1
            """;
        var reading = MetricReader.Read("metrics/m.yml", Text);
        var (series, _) = Made(seed: 5);
        var (data, found) = Found(reading.Metric!, series, IncidentLabels.None);
        var adjusted = Assert.Single(ThresholdAdjustment.Propose(reading.Metric!, data, found).Take(1));

        var edited = InPlaceEmission.Edit(Text, reading, adjusted).Text!;

        var changed = edited.Split('\n').Except(Text.Split('\n')).Where(l => !l.StartsWith('#')).ToList();
        Assert.Equal(2, changed.Count);
        Assert.All(changed, line => Assert.Contains("threshold: ", line, StringComparison.Ordinal));
        var metric = MetricReader.Read("metrics/m.yml", edited).Metric!;
        Assert.Equal(reading.Metric!.Alerting, metric.Alerting);
        Assert.Equal([DetectorType.Iqr, DetectorType.ManualBounds, DetectorType.Mad], metric.Detectors.Select(d => d.Type));
        Assert.True(InPlaceEmission.IsSame(metric, adjusted));
        Assert.False(InPlaceEmission.IsSame(reading.Metric, adjusted));
    }

    private static (SearchData Data, AutotuneResult Found) Found(MetricConfig metric, MetricSeries series, IncidentLabels labels)
    {
        var request = new SearchRequest(metric.Name, series, labels, AutotuneSettings.From(metric) with { Strategy = AutotuneStrategy.Robust });
        return (SearchData.Create(request), TuningPipeline.Search(request).Result!);
    }

    private static MetricConfig Metric(DetectorConfig detector) =>
        new() { Name = "m", IntervalSeconds = Interval, Detectors = [detector], Alerting = [new AlertingConfig { ConsecutiveAnomalies = 1 }] };

    private static (MetricSeries Series, IncidentLabels Labels) Made(int seed)
    {
        var random = new Random(seed);
        var origin = new DateTimeOffset(Start, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var stamps = Enumerable.Range(0, 40 * Day).Select(i => origin + (i * Interval * 1000L)).ToArray();
        var values = stamps.Select(_ => 100 + (4 * random.NextDouble()) + (random.NextDouble() < 0.03 ? 9 * random.NextDouble() : 0)).ToArray();
        var incidents = new List<Incident>();
        foreach (var day in new[] { 9, 19, 33 })
        {
            values.AsSpan((day * Day) + 40, 6).Fill(125);
            incidents.Add(new Incident(Start.AddDays(day).AddHours(10), Start.AddDays(day).AddHours(11).AddMinutes(15), false, null, default));
        }

        return (MetricSeries.FromRows(stamps, values, Interval, ["hour"]), new IncidentLabels(null, "UTC", incidents.ToValueList()));
    }
}
