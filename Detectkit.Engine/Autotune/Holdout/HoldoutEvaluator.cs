using System.Runtime.InteropServices;
using Detectkit.Alerting;
using Detectkit.Autotune.Reference;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Labels;
using Detectkit.Scoring;
using Detectkit.Series;
using Detectkit.Statistics;

namespace Detectkit.Autotune.Holdout;

/// <summary>Measures how detectors do on a stretch of a series.</summary>
internal static class HoldoutEvaluator
{
    private const int Extremes = 3;

    /// <summary>Runs the detectors over the whole series, so that windows are full, and measures the stretch.</summary>
    public static (HoldoutFigures Evidence, BlockCounts Counts) Measure(
        IReadOnlyList<DetectorConfig> detectors, AlertRule rule, SeriesAnalysis analysis, IncidentLabels labels, PointRange stretch, AutotuneSettings settings, HoldoutBlocks blocks)
    {
        var series = analysis.Series;
        var detections = detectors.Select(d => Detection.Detect(d, analysis)).ToList();
        var alerts = rule.Alerts(detections);
        var truth = GroundTruth.Mark(labels, series);
        var incidents = labels.Incidents
            .Select(i => (Incident: i, Points: GroundTruth.PointsOf(i, series)))
            .Where(i => i.Points.Length > 0 && i.Points.Start >= stretch.Start && i.Points.Start < stretch.End)
            .Select(i => Outcome(i.Incident, i.Points, alerts, series))
            .ToValueList();
        var falseAlarms = FalseAlerts.In(alerts, truth.Marked, stretch).Count;
        var (points, flags) = Judged(detections, rule, stretch);
        var evidence = new HoldoutFigures
        {
            Incidents = incidents,
            FalseAlerts = falseAlarms,
            FalseAlertsPerWeek = blocks.PerWeek(falseAlarms),
            AnomalyRate = Share(flags),
            FalseAnomalyRate = Share([.. flags.Where((_, p) => !truth.Marked[points[p]])]),
            Score = Score(points, flags, truth.Marked, settings),
            BandWidth = BandWidth([.. detections.Where((_, i) => detectors[i] is WindowedDetector)], series, stretch),
            Extremes = MostSevere(detections, series, stretch),
            Alerts = PointRange.Runs(alerts.Length == 0 ? [] : alerts.AsSpan(stretch.Start, stretch.Length))
                .Select(r => new PointRange(r.Start + stretch.Start, r.End + stretch.Start)).ToValueList(),
            Bands = detections.Select((d, i) => Band(detectors[i], d, stretch)).ToValueList(),
        };
        return (evidence, blocks.Count(alerts, points.Zip(flags)));
    }

    private static IncidentOutcome Outcome(Incident incident, PointRange points, bool[] alerts, MetricSeries series)
    {
        for (var i = points.Start; i < points.End; i++)
        {
            if (alerts.Length > 0 && alerts[i])
            {
                var minutes = Math.Max(0, (series.StampAt(i) - incident.Start).TotalMinutes);
                return new IncidentOutcome(incident.Start, incident.End, incident.Label, minutes);
            }
        }

        return new IncidentOutcome(incident.Start, incident.End, incident.Label, null);
    }

    private static DetectorBand Band(DetectorConfig detector, DetectionResult detection, PointRange stretch)
    {
        ValueList<double> Of(IEnumerable<double> edge) => edge.Skip(stretch.Start).Take(stretch.Length).ToValueList();
        return new DetectorBand(DetectorId.Of(detector), Of(detection.Lower.ToArray()), Of(detection.Upper.ToArray()));
    }

    private static double Share(List<bool> flags) => flags.Count == 0 ? 0 : (double)flags.Count(f => f) / flags.Count;

    // The points that have a verdict, and whether the rule's quorum of detectors flags each.
    private static (List<int> Points, List<bool> Flags) Judged(List<DetectionResult> detections, AlertRule rule, PointRange stretch)
    {
        var (points, flags, vote) = (new List<int>(), new List<bool>(), new QuorumVote(rule, detections));
        for (var i = stretch.Start; i < stretch.End; i++)
        {
            if (detections.Exists(d => d.Verdicts[i] >= Verdict.Normal))
            {
                points.Add(i);
                flags.Add(vote.SideAt(i) != QuorumSide.None);
            }
        }

        return (points, flags);
    }

    private static double? Score(List<int> points, List<bool> flags, ReadOnlySpan<bool> marked, AutotuneSettings settings)
    {
        var (flagged, both, labelled) = (0, 0, 0);
        for (var p = 0; p < points.Count; p++)
        {
            flagged += flags[p] ? 1 : 0;
            labelled += marked[points[p]] ? 1 : 0;
            both += flags[p] && marked[points[p]] ? 1 : 0;
        }

        return labelled == 0 || FoldScoring.IsRanking(settings.ScoringMetric) ? null
            : settings.ScoringMetric == ScoringMetric.EventF1 ? EventScore.F1(CollectionsMarshal.AsSpan(points), CollectionsMarshal.AsSpan(flags), marked)
            : new ConfusionCounts(both, flagged - both, labelled - both, points.Count - flagged - labelled + both).Score(settings.ScoringMetric, settings.Beta);
    }

    private static double? BandWidth(List<DetectionResult> detections, MetricSeries series, PointRange stretch)
    {
        var widths = new List<double>();
        foreach (var detection in detections)
        {
            for (var i = stretch.Start; i < stretch.End; i++)
            {
                var width = detection.Upper[i] - detection.Lower[i];
                if (double.IsFinite(width))
                {
                    widths.Add(width);
                }
            }
        }

        var values = series.Values[stretch.Start..stretch.End].ToArray().Where(double.IsFinite).ToArray();
        if (widths.Count == 0 || values.Length == 0)
        {
            return null;
        }

        var center = Median.InPlace(values);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Math.Abs(values[i] - center);
        }

        var spread = NormalDistribution.MadToSigma * Median.InPlace(values);
        return spread > 0 ? Median.InPlace(widths.ToArray()) / spread : null;
    }

    private static ValueList<ExtremeAnomaly> MostSevere(List<DetectionResult> detections, MetricSeries series, PointRange stretch)
    {
        var flags = new List<ExtremeAnomaly>();
        for (var i = stretch.Start; i < stretch.End; i++)
        {
            var severity = double.NegativeInfinity;
            foreach (var detection in detections)
            {
                severity = detection.IsAnomaly(i) ? Math.Max(severity, detection.Severity[i]) : severity;
            }

            if (severity > double.NegativeInfinity)
            {
                flags.Add(new ExtremeAnomaly(series.StampAt(i), series.Values[i], severity));
            }
        }

        return flags.OrderByDescending(f => f.Severity).ThenBy(f => f.Stamp).Take(Extremes).ToValueList();
    }
}
