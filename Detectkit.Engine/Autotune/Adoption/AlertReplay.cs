using Detectkit.Alerting;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;
using Detectkit.Statistics;

namespace Detectkit.Autotune.Adoption;

/// <summary>What a metric's detectors and its alert rule make of a history.</summary>
/// <param name="Alerts">Per grid point whether an alert stands there.</param>
/// <param name="FirstBand">The first point at which as many tunable detectors judge as the rule wants, fixed bounds only where they are alone; else the number of points.</param>
/// <param name="IsBlind">Whether too few tunable detectors for the rule have a band at half of the points where a full window exists, or at more.</param>
/// <param name="IsUnreached">Whether no value ever came half of the way from a band's centre to its bounds.</param>
internal sealed record AlertReplay(bool[] Alerts, int FirstBand, bool IsBlind, bool IsUnreached)
{
    private const int SecondsPerDay = 86_400;

    // A value in the middle of its band is half the band's width away from both bounds.
    private const double HalfWay = 0.5;

    /// <summary>How many times as wide as at the start of an incident the first tunable detector's band is on the day after it, the median over the incidents;
    /// null without any.</summary>
    public double? WidthAfterIncidents { get; init; }

    public static AlertReplay Run(IReadOnlyList<DetectorConfig> detectors, AlertRule rule, SeriesAnalysis analysis, ReadOnlySpan<bool> marked)
    {
        var detections = detectors.Select(d => Detection.Detect(d, analysis)).ToList();
        var bands = detectors.Zip(detections).Where(d => d.First is WindowedDetector).Select(d => BandUse.Of((WindowedDetector)d.First, d.Second)).ToList();

        // Fixed bounds judge from the first point on, which says nothing about the windows beside them.
        var voters = detectors.Zip(detections).Where(d => bands.Count == 0 || d.First is WindowedDetector)
            .Select(d => d.Second.Verdicts.IndexOfAny(Verdict.Normal, Verdict.Below, Verdict.Above) is >= 0 and var judged ? judged : analysis.Series.Count)
            .Order().ToList();
        var first = voters.Count == 0 ? analysis.Series.Count : voters[Math.Min(rule.MinDetectors, voters.Count) - 1];
        return new AlertReplay(
            detections.Count == 0 ? new bool[analysis.Series.Count] : rule.Alerts(detections),
            first,
            bands.Count > 0 && bands.Count(b => !b.IsBlind) < Math.Min(rule.MinDetectors, bands.Count),
            bands.Count > 0 && bands.TrueForAll(b => b.Reach < HalfWay))
        {
            WidthAfterIncidents = detectors.ToList().FindIndex(d => d is WindowedDetector) is >= 0 and var tunable
                ? WidthAfter(PointRange.Runs(marked), detections[tunable], Math.Max(1, SecondsPerDay / analysis.Series.IntervalSeconds))
                : null,
        };
    }

    private static double? WidthAfter(IReadOnlyList<PointRange> incidents, DetectionResult detection, int day)
    {
        var ratios = new List<double>();
        foreach (var incident in incidents)
        {
            var before = detection.Upper[incident.Start] - detection.Lower[incident.Start];
            var widths = new List<double>();
            for (var i = incident.End; i < Math.Min(detection.Count, incident.End + day); i++)
            {
                if (double.IsFinite(detection.Upper[i] - detection.Lower[i]))
                {
                    widths.Add(detection.Upper[i] - detection.Lower[i]);
                }
            }

            if (widths.Count > 0 && before > 0 && double.IsFinite(before))
            {
                ratios.Add(Median.InPlace([.. widths]) / before);
            }
        }

        return ratios.Count == 0 ? null : Median.InPlace([.. ratios]);
    }

    private readonly record struct BandUse(bool IsBlind, double Reach)
    {
        public static BandUse Of(WindowedDetector detector, DetectionResult detection)
        {
            // A window longer than the history is never full; its newer half is the fullest there is.
            var (full, values, banded, reach) = (Math.Min(detector.WindowSize, detection.Count / 2), 0, 0, 0.0);
            for (var i = 0; i < detection.Count; i++)
            {
                if (double.IsNaN(detection.Processed[i]))
                {
                    continue;
                }

                var half = (detection.Upper[i] - detection.Lower[i]) / 2;
                values += i >= full ? 1 : 0;
                banded += i >= full && double.IsFinite(half) ? 1 : 0;
                reach = half > 0 && double.IsFinite(half) ? Math.Max(reach, Math.Abs(detection.Processed[i] - detection.Lower[i] - half) / half) : reach;
            }

            return new BandUse(2 * banded < values || banded == 0, reach);
        }
    }
}
