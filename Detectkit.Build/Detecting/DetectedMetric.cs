using Detectkit.Alerting;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;

namespace Detectkit.Build.Detecting;

/// <summary>A metric whose configured detectors have judged its history.</summary>
internal sealed class DetectedMetric
{
    private DetectedMetric(MetricConfig metric, MetricSeries series)
    {
        Detectors = metric.Detectors.Where(d => d is not AutoregDetector).ToValueList();
        Series = series;
        Results = Detection.DetectAll(Detectors, series);
        Blocks = [.. metric.AlertingInForce.Select(b => b.Number)];
        List<AlertRule> rules = HasAlerting ? [.. metric.AlertingInForce.Select(b => AlertRule.Create(b.Block))] : [AlertRule.EveryAnomaly];
        Alerts = [.. rules.Select(r => r.Alerts(Results))];
        Runs = [.. rules.Select((r, i) => AlertRun.In(r, Alerts[i], Results).ToValueList())];
    }

    /// <summary>The detectors that can be run here, in the order of the file.</summary>
    public ValueList<DetectorConfig> Detectors { get; }

    public MetricSeries Series { get; }

    public ValueList<DetectionResult> Results { get; }

    /// <summary>The numbers of the metric's <see cref="MetricConfig.AlertingInForce"/>.</summary>
    public ValueList<int> Blocks { get; }

    public bool HasAlerting => Blocks.Count > 0;

    /// <summary>Per such block and grid point whether an alert stands there; a single entry for a metric without alerting.</summary>
    public ValueList<bool[]> Alerts { get; }

    /// <summary>Per such block its runs of alerts.</summary>
    public ValueList<ValueList<AlertRun>> Runs { get; }

    public int AnomalyCount => Results.Sum(r => r.AnomalyCount);

    public int AlertCount => Runs.Sum(r => r.Count);

    public static DetectedMetric Of(MetricConfig metric, MetricSeries series) => new(metric, series);
}
