using System.Runtime.InteropServices;
using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Labels;
using Detectkit.Scoring;
using Detectkit.Series;
using Detectkit.Statistics;
using MathNet.Numerics.Random;
using MathNet.Numerics.Statistics;

namespace Detectkit.Evidence;

/// <summary>Measures how detectors do on a stretch of a series.</summary>
internal static class SideMeasurement
{
    private const int LeastIncidentsForInterval = 5;
    private const int Resamples = 2000;
    private const double Confidence = 0.9;
    private const int Extremes = 3;
    private const double SecondsPerWeek = 604_800;

    /// <summary>Runs the detectors over the whole series, so that windows are full, and measures the stretch.</summary>
    public static SideEvidence Measure(
        IReadOnlyList<DetectorConfig> detectors, AlertRule rule, SeriesAnalysis analysis, IncidentLabels labels, PointRange stretch, ScoringMetric metric, double beta)
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
        var falseAlarms = FalseAlarms.In(alerts, truth.Marked, stretch).Count;
        var (judged, flagged, counts, events) = Count(detections, rule, truth.Marked, stretch);
        return new SideEvidence
        {
            Incidents = incidents,
            FalseAlarms = falseAlarms,
            FalseAlarmsPerWeek = falseAlarms * SecondsPerWeek / Math.Max(1, (double)stretch.Length * series.IntervalSeconds),
            FlagRate = judged == 0 ? 0 : (double)flagged / judged,
            Score = counts.Positives == 0 || FoldScoring.IsRanking(metric) ? null : metric == ScoringMetric.EventF1 ? events : counts.Score(metric, beta),
            CaughtShare = Bootstrap(incidents),
            BandWidth = BandWidth([.. detections.Where((_, i) => detectors[i] is WindowedDetector)], series, stretch),
            Extremes = MostSevere(detections, series, stretch),
            Alerts = Runs(alerts, stretch),
            Bands = detections.Select((d, i) => Band(detectors[i], d, stretch)).ToValueList(),
        };
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

    private static ValueList<PointRange> Runs(bool[] alerts, PointRange stretch)
    {
        var runs = new List<PointRange>();
        for (var i = stretch.Start; i < stretch.End && alerts.Length > 0; i++)
        {
            var start = i;
            while (i < stretch.End && alerts[i])
            {
                i++;
            }

            if (i > start)
            {
                runs.Add(new PointRange(start, i));
            }
        }

        return runs.ToValueList();
    }

    private static DetectorBand Band(DetectorConfig detector, DetectionResult detection, PointRange stretch)
    {
        ValueList<double> Of(IEnumerable<double> edge) => edge.Skip(stretch.Start).Take(stretch.Length).ToValueList();
        return new DetectorBand(DetectorId.Of(detector), Of(detection.Lower.ToArray()), Of(detection.Upper.ToArray()));
    }

    private static (int Judged, int Flagged, ConfusionCounts Counts, double Events) Count(
        List<DetectionResult> detections, AlertRule rule, ReadOnlySpan<bool> marked, PointRange stretch)
    {
        var (judged, flagged, both, labelled) = (0, 0, 0, 0);
        var (points, flags) = (new List<int>(), new List<bool>());
        for (var i = stretch.Start; i < stretch.End; i++)
        {
            if (!detections.Exists(d => d.Verdicts[i] >= Verdict.Normal))
            {
                continue;
            }

            var isFlagged = detections.Count(d => d.IsAnomaly(i)) >= rule.MinDetectors;
            points.Add(i);
            flags.Add(isFlagged);
            judged++;
            flagged += isFlagged ? 1 : 0;
            labelled += marked[i] ? 1 : 0;
            both += isFlagged && marked[i] ? 1 : 0;
        }

        return (judged, flagged, new ConfusionCounts(both, flagged - both, labelled - both, judged - flagged - labelled + both), EventScore.F1(CollectionsMarshal.AsSpan(points), CollectionsMarshal.AsSpan(flags), marked));
    }

    // A fixed seed: the interval must not change between runs.
    private static ConfidenceInterval? Bootstrap(ValueList<IncidentOutcome> incidents)
    {
        if (incidents.Count < LeastIncidentsForInterval)
        {
            return null;
        }

        var random = new MersenneTwister(1, threadSafe: false);
        var shares = new double[Resamples];
        for (var sample = 0; sample < Resamples; sample++)
        {
            var caught = 0;
            for (var i = 0; i < incidents.Count; i++)
            {
                caught += incidents[random.Next(incidents.Count)].IsCaught ? 1 : 0;
            }

            shares[sample] = (double)caught / incidents.Count;
        }

        Array.Sort(shares);
        return new ConfidenceInterval(
            SortedArrayStatistics.Quantile(shares, (1 - Confidence) / 2), SortedArrayStatistics.Quantile(shares, (1 + Confidence) / 2), Confidence);
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

        var spread = WeightedStatistics.MadToSigma * Median.InPlace(values);
        return spread > 0 ? Median.InPlace(widths.ToArray()) / spread : null;
    }

    private static ValueList<ExtremeFlag> MostSevere(List<DetectionResult> detections, MetricSeries series, PointRange stretch)
    {
        var flags = new List<ExtremeFlag>();
        for (var i = stretch.Start; i < stretch.End; i++)
        {
            var severity = double.NegativeInfinity;
            foreach (var detection in detections)
            {
                severity = detection.IsAnomaly(i) ? Math.Max(severity, detection.Severity[i]) : severity;
            }

            if (severity > double.NegativeInfinity)
            {
                flags.Add(new ExtremeFlag(series.StampAt(i), series.Values[i], severity));
            }
        }

        return flags.OrderByDescending(f => f.Severity).ThenBy(f => f.Stamp).Take(Extremes).ToValueList();
    }
}
