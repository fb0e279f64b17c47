using Detectkit.Configuration;
using Detectkit.Detectors;

namespace Detectkit.Evidence;

/// <summary>What a metric's detectors and its alert rule make of a history.</summary>
/// <param name="Alerts">Per grid point whether an alert stands there.</param>
/// <param name="FirstBand">The first grid point at which a detector judges; the number of points if none does.</param>
/// <param name="IsBlind">Whether too few tunable detectors for the rule have a band at half or more of the points where a full window exists.</param>
/// <param name="IsUnreached">Whether no value, but for a handful, came half of the way from a band's centre to its bounds.</param>
internal sealed record PlayedAlerts(bool[] Alerts, int FirstBand, bool IsBlind, bool IsUnreached)
{
    // A value in the middle of its band is half the band's width away from both bounds.
    private const double HalfWay = 0.5;

    // A band that only these come near is one that they have blown up.
    private const int Handful = 3;

    /// <summary>Plays detectors and rule over a series.</summary>
    public static PlayedAlerts Of(IReadOnlyList<DetectorConfig> detectors, AlertRule rule, SeriesAnalysis analysis)
    {
        var detections = detectors.Select(d => Detection.Detect(d, analysis)).ToList();
        var bands = detectors.Zip(detections).Where(d => d.First is WindowedDetector).Select(d => BandUse.Of((WindowedDetector)d.First, d.Second)).ToList();
        var first = analysis.Series.Count;
        foreach (var detection in detections)
        {
            var judged = detection.Verdicts.IndexOfAny(Verdict.Normal, Verdict.Below, Verdict.Above);
            first = judged < 0 ? first : Math.Min(first, judged);
        }

        return new PlayedAlerts(
            detections.Count == 0 ? new bool[analysis.Series.Count] : rule.Alerts(detections),
            first,
            bands.Count > 0 && bands.Count(b => !b.IsBlind) < Math.Min(rule.MinDetectors, bands.Count),
            bands.Count > 0 && bands.TrueForAll(b => b.Reach < HalfWay));
    }

    private readonly record struct BandUse(bool IsBlind, double Reach)
    {
        public static BandUse Of(WindowedDetector detector, DetectionResult detection)
        {
            // A window longer than the history is never full; its newer half is the fullest there is.
            var (full, values, banded) = (Math.Min(detector.WindowSize, detection.Count / 2), 0, 0);
            Span<double> farthest = stackalloc double[Handful + 1];
            farthest.Clear();
            for (var i = 0; i < detection.Count; i++)
            {
                if (double.IsNaN(detection.Processed[i]))
                {
                    continue;
                }

                var half = (detection.Upper[i] - detection.Lower[i]) / 2;
                values += i >= full ? 1 : 0;
                banded += i >= full && double.IsFinite(half) ? 1 : 0;
                if (half > 0 && double.IsFinite(half) && Math.Abs(detection.Processed[i] - detection.Lower[i] - half) / half is var reach && reach > farthest[0])
                {
                    farthest[0] = reach;
                    farthest.Sort();
                }
            }

            return new BandUse(2 * banded < values || banded == 0, farthest[0]);
        }
    }
}
