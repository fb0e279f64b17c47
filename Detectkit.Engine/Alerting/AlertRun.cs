using Detectkit.Detectors;
using Detectkit.Series;

namespace Detectkit.Alerting;

/// <summary>Points next to each other at which an alert stands; which way they lie outside their bands, null where it is not the same for all
/// that count; and the greatest severity of one that counts, possibly infinite.</summary>
internal sealed record AlertRun(PointRange Points, Verdict? Direction, double PeakSeverity)
{
    /// <summary>The runs of a rule's alerts, oldest first; <paramref name="alerts"/> are the rule's own.</summary>
    public static IEnumerable<AlertRun> In(AlertRule rule, bool[] alerts, IReadOnlyList<DetectionResult> detections)
    {
        var vote = new QuorumVote(rule, detections);
        return PointRange.Runs(alerts).Select(run => Create(run, vote, detections));
    }

    // Anomalies on the side that has no quorum are no part of the alert.
    private static AlertRun Create(PointRange points, QuorumVote vote, IReadOnlyList<DetectionResult> detections)
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
