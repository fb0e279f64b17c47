using Detectkit.Autotune;
using Detectkit.Detectors;

namespace Detectkit.Evidence;

/// <summary>Points next to each other at which an alert stands.</summary>
/// <param name="Points">The grid points.</param>
/// <param name="Direction">Which way they lie outside their bands; null where some lie above and some below.</param>
/// <param name="PeakSeverity">The greatest severity that a detector gives an anomaly among them, possibly infinite.</param>
public sealed record AlertRun(PointRange Points, Verdict? Direction, double PeakSeverity)
{
    /// <summary>The runs of a rule's alerts.</summary>
    /// <param name="alerts">Per grid point whether an alert stands there, as <see cref="AlertRule.Alerts"/> tells.</param>
    /// <param name="detections">What each detector found, on the same grid.</param>
    /// <returns>The runs, oldest first.</returns>
    public static IEnumerable<AlertRun> In(IReadOnlyList<bool> alerts, IReadOnlyList<DetectionResult> detections)
    {
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

            yield return Of(new PointRange(start, end), detections);
            start = end;
        }
    }

    private static AlertRun Of(PointRange points, IReadOnlyList<DetectionResult> detections)
    {
        var (isAbove, isBelow, peak) = (false, false, 0.0);
        foreach (var detection in detections)
        {
            for (var i = points.Start; i < points.End; i++)
            {
                if (detection.IsAnomaly(i))
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
