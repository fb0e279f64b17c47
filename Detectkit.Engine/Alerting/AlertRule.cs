using Detectkit.Configuration;
using Detectkit.Detectors;

namespace Detectkit.Alerting;

/// <summary>
/// When detectors' anomalies make an alert: how many detectors, how many points in a row or what share of the last ones, which way. Every
/// count of alerts is made by it.
/// </summary>
/// <param name="MinDetectors">Detectors that must agree at a point, at least 1.</param>
/// <param name="ConsecutiveAnomalies">Points in a row, at least 1.</param>
/// <param name="Direction">Which way they must point.</param>
public sealed record AlertRule(int MinDetectors, int ConsecutiveAnomalies, AlertDirection Direction)
{
    /// <summary>The points among which a share of anomalies is an alert too; null for none.</summary>
    public AnomalyWindow? Window { get; init; }

    /// <summary>Every anomaly is an alert: the rule of a metric without alerting.</summary>
    public static AlertRule EveryAnomaly { get; } = new(1, 1, AlertDirection.Any);

    /// <summary>The rule of an alerting block, or of a metric without one.</summary>
    /// <param name="block">The block, or null.</param>
    /// <returns>The rule.</returns>
    public static AlertRule Create(AlertingConfig? block) =>
        block is null ? EveryAnomaly : new AlertRule(block.MinDetectors, block.ConsecutiveAnomalies, block.Direction) { Window = block.AnomalyWindow };

    /// <summary>The rule of one detector that wants so many anomalies, in a row or among the last points.</summary>
    /// <param name="anomalies">Anomalies, at least 1.</param>
    /// <param name="points">The last points, or null for a row.</param>
    /// <param name="direction">Which way they must point.</param>
    /// <returns>The rule.</returns>
    public static AlertRule Create(int anomalies, int? points, AlertDirection direction) =>
        new(1, anomalies, direction) { Window = points is { } count ? AnomalyWindow.Of(anomalies, count) : null };

    /// <summary>Where the rule holds.</summary>
    /// <param name="detections">What each detector found, on one grid; none means no alert.</param>
    /// <returns>Per grid point whether an alert stands there.</returns>
    public bool[] Alerts(IReadOnlyList<DetectionResult> detections)
    {
        var alerts = new bool[detections.Count == 0 ? 0 : detections[0].Count];
        new QuorumVote(this, detections).Fill(alerts);
        return alerts;
    }

    /// <summary>Where the rule holds for a single detector.</summary>
    /// <param name="verdicts">What it found; what lies behind it is not looked at.</param>
    /// <param name="alerts">Receives per grid point whether an alert stands there.</param>
    internal void Fill(Verdict[] verdicts, Span<bool> alerts) => new QuorumVote(this, [verdicts]).Fill(alerts);
}
