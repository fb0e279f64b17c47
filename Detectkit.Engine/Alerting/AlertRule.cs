using Detectkit.Configuration;
using Detectkit.Detectors;

namespace Detectkit.Alerting;

/// <summary>When detectors' anomalies make an alert: how many detectors must agree at a point, how many points in a row or what share of the last ones,
/// which way. Every count of alerts is made by it.</summary>
internal sealed record AlertRule(int MinDetectors, int ConsecutiveAnomalies, AlertDirection Direction)
{
    /// <summary>The points among which a share of anomalies is an alert too; null for none.</summary>
    public AnomalyWindow? Window { get; init; }

    /// <summary>Every anomaly is an alert: the rule of a metric without alerting.</summary>
    public static AlertRule EveryAnomaly { get; } = new(1, 1, AlertDirection.Any);

    public static AlertRule Create(AlertingConfig? block) =>
        block is null ? EveryAnomaly : new AlertRule(block.MinDetectors, block.ConsecutiveAnomalies, block.Direction) { Window = block.AnomalyWindow };

    /// <summary>The rule of one detector that wants so many anomalies, in a row or among the last <paramref name="points"/>.</summary>
    public static AlertRule Create(int anomalies, int? points, AlertDirection direction) =>
        new(1, anomalies, direction) { Window = points is { } count ? AnomalyWindow.Create(anomalies, count) : null };

    public AlertRule ForAtMost(int detectors) => this with { MinDetectors = Math.Min(MinDetectors, detectors) };

    /// <summary>Per grid point whether an alert stands there; nothing where there is no detector.</summary>
    public bool[] Alerts(IReadOnlyList<DetectionResult> detections)
    {
        var alerts = new bool[detections.Count == 0 ? 0 : detections[0].Count];
        new QuorumVote(this, detections).Fill(alerts);
        return alerts;
    }

    public void Fill(Verdict[] verdicts, Span<bool> alerts) => new QuorumVote(this, [verdicts]).Fill(alerts);
}
