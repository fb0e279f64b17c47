using Detectkit.Detectors;
using Detectkit.Series;

namespace Detectkit.Alerting;

/// <summary>Points next to each other at which an alert stands.</summary>
/// <param name="Points">The grid points.</param>
/// <param name="Direction">Which way they lie outside their bands; null where some of those that count lie above and some below.</param>
/// <param name="PeakSeverity">The greatest severity that a detector gives an anomaly that counts towards it, possibly infinite.</param>
public sealed record AlertRun(PointRange Points, Verdict? Direction, double PeakSeverity)
{
    /// <summary>The runs of a rule's alerts.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="alerts">Per grid point whether an alert stands there, as <see cref="AlertRule.Alerts"/> tells.</param>
    /// <param name="detections">What each detector found, on the same grid.</param>
    /// <returns>The runs, oldest first.</returns>
    public static IEnumerable<AlertRun> In(AlertRule rule, IReadOnlyList<bool> alerts, IReadOnlyList<DetectionResult> detections)
    {
        var vote = new QuorumVote(rule, detections);
        for (var start = 0; start < alerts.Count; start++)
        {
            if (!alerts[start])
            {
                continue;
            }

            var end = start + 1;
            while (end < alerts.Count && alerts[end])
            {
                end++;
            }

            yield return Of(new PointRange(start, end), vote, detections);
            start = end;
        }
    }

    // Anomalies on the side that has no quorum are no part of the alert.
    private static AlertRun Of(PointRange points, QuorumVote vote, IReadOnlyList<DetectionResult> detections)
    {
        var (isAbove, isBelow, peak) = (false, false, 0.0);
        for (var i = points.Start; i < points.End; i++)
        {
            var side = vote.SideAt(i);
            foreach (var detection in detections)
            {
                if (QuorumVote.IsOn(side, detection.Verdicts[i]))
                {
                    isAbove |= detection.Verdicts[i] == Verdict.Above;
                    isBelow |= detection.Verdicts[i] == Verdict.Below;
                    peak = Math.Max(peak, detection.Severity[i]);
                }
            }
        }

        return new AlertRun(points, isAbove && isBelow ? null : isAbove ? Verdict.Above : Verdict.Below, peak);
    }
}
