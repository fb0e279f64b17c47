using Detectkit.Configuration;
using Detectkit.Detectors;

namespace Detectkit.Evidence;

/// <summary>When detectors' anomalies make an alert: how many detectors, how many points in a row, which way.</summary>
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
    public static AlertRule Of(AlertingConfig? block) =>
        block is null ? EveryAnomaly : new AlertRule(block.MinDetectors, block.ConsecutiveAnomalies, block.Direction) { Window = block.AnomalyWindow };

    /// <summary>The rule of one detector that wants so many anomalies, in a row or among the last points.</summary>
    /// <param name="anomalies">Anomalies, at least 1.</param>
    /// <param name="points">The last points, or null for a row.</param>
    /// <param name="direction">Which way they must point.</param>
    /// <returns>The rule.</returns>
    public static AlertRule Of(int anomalies, int? points, AlertDirection direction) =>
        new(1, anomalies, direction) { Window = points is { } count ? AnomalyWindow.Of(anomalies, count) : null };

    /// <summary>Where the rule holds.</summary>
    /// <param name="detections">What each detector found, on one grid; none means no alert.</param>
    /// <returns>Per grid point whether an alert stands there.</returns>
    public bool[] Alerts(IReadOnlyList<DetectionResult> detections)
    {
        var alerts = new bool[detections.Count == 0 ? 0 : detections[0].Count];
        Fill([.. detections.Select(d => d.Judged)], alerts);
        return alerts;
    }

    /// <summary>Where the rule holds.</summary>
    /// <param name="verdicts">What each detector found, on one grid; what lies behind it is not looked at.</param>
    /// <param name="alerts">Receives per grid point whether an alert stands there.</param>
    internal void Fill(Verdict[][] verdicts, Span<bool> alerts)
    {
        var (up, down, either) = (0, 0, 0);
        var (upInWindow, downInWindow, eitherInWindow) = (0, 0, 0);
        var needed = Window?.Anomalies ?? int.MaxValue;
        for (var i = 0; i < alerts.Length; i++)
        {
            var (above, below) = Count(verdicts, i);
            up = above >= MinDetectors ? up + 1 : 0;
            down = below >= MinDetectors ? down + 1 : 0;
            either = above + below >= MinDetectors ? either + 1 : 0;
            var run = Direction switch
            {
                AlertDirection.Up => up,
                AlertDirection.Down => down,
                AlertDirection.Same => Math.Max(up, down),
                _ => either,
            };
            alerts[i] = run >= ConsecutiveAnomalies;
            if (Window is { } window)
            {
                Slide(above, below, 1);
                if (i >= window.Points)
                {
                    var (oldAbove, oldBelow) = Count(verdicts, i - window.Points);
                    Slide(oldAbove, oldBelow, -1);
                }

                alerts[i] |= needed <= Direction switch
                {
                    AlertDirection.Up => upInWindow,
                    AlertDirection.Down => downInWindow,
                    AlertDirection.Same => Math.Max(upInWindow, downInWindow),
                    _ => eitherInWindow,
                };
            }
        }

        void Slide(int above, int below, int step)
        {
            upInWindow += above >= MinDetectors ? step : 0;
            downInWindow += below >= MinDetectors ? step : 0;
            eitherInWindow += above + below >= MinDetectors ? step : 0;
        }
    }

    private static (int Above, int Below) Count(Verdict[][] verdicts, int i)
    {
        var (above, below) = (0, 0);
        foreach (var judged in verdicts)
        {
            above += judged[i] == Verdict.Above ? 1 : 0;
            below += judged[i] == Verdict.Below ? 1 : 0;
        }

        return (above, below);
    }
}
