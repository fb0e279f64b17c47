using System.Globalization;
using Detectkit.Autotune;
using Detectkit.Build.Pages;
using Detectkit.Build.Pages.Evidence;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Build.Tests.Pages;

/// <summary>Evidence of real tuning runs over made series.</summary>
internal static class SampleEvidence
{
    private const string Yaml =
        """
        name: orders
        description: "Orders per ten minutes <all shops> & \"channels\""
        interval: 10min
        # Who to ask: the shop team.
        query: SELECT timestamp, value FROM read_csv('data/orders.csv')
        seasonality_columns: [hour, day_of_week]
        detectors:
          - {type: zscore, params: {threshold: 3.0}}   # since 2024
        tags: [shop]

        """;

    public static MetricEvidence Metric(string name, int count, int seed = 7, bool isLabelled = true, EvidenceOutcome outcome = EvidenceOutcome.Tuned, AutotuneStrategy strategy = AutotuneStrategy.Robust)
    {
        var series = Series(count, seed);
        var labels = isLabelled ? Labels(count) : IncidentLabels.None;
        var holdOut = new PointRange(count * 4 / 5, count);
        var outcomeOfRun = TuningPipeline.Search(new SearchRequest(name, series.Slice(0, holdOut.Start), labels, new AutotuneSettings { Strategy = strategy }));
        var result = outcomeOfRun.Result!;
        var before = new ZScoreDetector();
        return new MetricEvidence
        {
            Metric = name,
            File = "metrics/" + name + ".yml",
            Outcome = outcome,
            Reason = outcome == EvidenceOutcome.Kept ? "kept: on the hold-out the proposed detector has more false alerts: 1.4 → 4.2 a week" : null,
            Series = series,
            Labels = labels,
            IsLabelled = isLabelled,
            Before = Run(before, "zscore, threshold 3.0, window 100", series, labels, holdOut, 0.412, [0.31, 0.52, 0.44, 0.40, 0.39]),
            After = Run(result.Winner.Detector, Words(result), series, labels, holdOut, result.Winner.Score, result.Winner.FoldScores),
            Result = result,
            HoldOut = holdOut,
            Change = outcome == EvidenceOutcome.Tuned
                ? new YamlChange(Yaml, Yaml.Replace("{type: zscore, params: {threshold: 3.0}}", "{type: mad, params: {threshold: 3.5, window_size: 1008}}", StringComparison.Ordinal))
                : null,
        };
    }

    public static MetricEvidence Failed(string name) => new()
    {
        Metric = name,
        File = "metrics/" + name + ".yml",
        Outcome = EvidenceOutcome.Failed,
        Reason = "The query gave no rows: SELECT * FROM <missing>",
    };

    public static EvidenceModel Project() => new("shop-metrics",
    [
        Metric("orders", 6000),
        Metric("returns", 6000, strategy: AutotuneStrategy.Reference),
        Metric("checkout_latency", 5000, seed: 11, outcome: EvidenceOutcome.Kept),
        Metric("visits", 4000, seed: 5, isLabelled: false),
        Failed("refunds"),
    ]);

    public static MetricSeries Series(int count, int seed) =>
        MetricSeries.FromRows(
            Enumerable.Range(0, count).Select(i => SampleSeries.StartMilliseconds + (i * 1000L * SampleSeries.IntervalSeconds)).ToArray(),
            SampleSeries.Values(count, seed),
            SampleSeries.IntervalSeconds,
            ["hour", "day_of_week"]);

    private static IncidentLabels Labels(int count)
    {
        var bursts = Enumerable.Range(0, (count / 1640) + 1).Select(k => (First: (k * 1640) + 900, Last: (k * 1640) + 917, Label: (string?)$"burst {k + 1}"));
        return SampleSeries.Labels([.. bursts.Where(b => b.Last < count), (count - 300, count - 280, "supplier outage, never seen in the data")]);
    }

    private static DetectorEvidence Run(
        DetectorConfig detector, string title, MetricSeries series, IncidentLabels labels, PointRange holdOut, double score, ValueList<double> folds)
    {
        var layer = DetectorLayer.Of(detector, title, detector.Detect(series));
        var alerts = MatchedAlerts.Match(layer.Flags.Span, labels.Incidents, series);
        return new DetectorEvidence
        {
            Layer = layer,
            Alerts = alerts,
            Score = score,
            FoldScores = folds,
            Whole = Count(alerts, series, new PointRange(0, series.Count), layer, labels),
            HeldOut = Count(alerts, series, holdOut, layer, labels) with { Score = Math.Round(score * 0.9, 3) },
        };
    }

    private static Tally Count(MatchedAlerts alerts, MetricSeries series, PointRange part, DetectorLayer layer, IncidentLabels labels)
    {
        bool IsIn(Incident incident) => incident.Start >= series.StampAt(part.Start) && incident.Start < series.StampAt(part.End);
        var delays = alerts.Delays.Where((_, i) => IsIn(labels.Incidents[i])).ToList();
        var weeks = (double)part.Length * series.IntervalSeconds / 604_800;
        var flagged = layer.Flags.Span[part.Start..part.End].Count(true);
        return new Tally(
            null, delays.Count(d => d is not null), delays.Count(d => d is null), alerts.FalseAlerts.Count(a => a.Start >= part.Start) / weeks, (double)flagged / part.Length);
    }

    private static string Words(AutotuneResult result) =>
        string.Create(CultureInfo.InvariantCulture, $"{result.Winner.Detector.Type.ToString().ToLowerInvariant()}, ")
        + string.Join(", ", result.Parameters.Select(p => p.Key.Replace('_', ' ') + " " + ParameterWords.Of(p.Value)));
}
