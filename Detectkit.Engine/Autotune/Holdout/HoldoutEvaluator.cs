using System.Runtime.InteropServices;
using Detectkit.Alerting;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Labels;
using Detectkit.Scoring;
using Detectkit.Series;
using Detectkit.Statistics;

namespace Detectkit.Autotune.Holdout;

/// <summary>Measures how current and proposed detectors do on the hold-out, each run over the whole series, so that windows are full.</summary>
internal sealed class HoldoutEvaluator(SeriesAnalysis analysis, GroundTruth truth, IncidentLabels labels, PointRange holdout, AutotuneSettings settings, HoldoutBlocks blocks)
{
    private const int Extremes = 3;

    private readonly MetricSeries series = analysis.Series;

    /// <summary>Adds the figures of both sides, as the file says before and after: bounds that are fixed stay.</summary>
    public static TuningOutcome Evaluate(TuningOutcome outcome, TuningRequest request, PointRange holdout)
    {
        using var analysis = new SeriesAnalysis(request.Series);
        var truth = GroundTruth.Mark(request.Labels, request.Series);
        using var blocks = new HoldoutBlocks(request.Series, truth.Marked, holdout, request.Settings);
        var evaluator = new HoldoutEvaluator(analysis, truth, request.Labels, holdout, request.Settings, blocks);
        var current = AlertRule.Create(request.Metric.TunedAlerting);
        var proposed = outcome.Result!.DetectorsIn(request.Metric);
        var before = request.Metric.Detectors.Count == 0 ? null : evaluator.Measure(request.Metric.Detectors, current);
        var after = evaluator.Measure(proposed, outcome.Result.RuleAfter(current, proposed.Count));
        return HoldoutIntervals.Add(outcome with { Holdout = holdout }, blocks, before, after);
    }

    private HoldoutSide Measure(ValueList<DetectorConfig> detectors, AlertRule rule)
    {
        var detections = detectors.Select(d => Detection.Detect(d, analysis)).ToList();
        var alerts = rule.Alerts(detections);
        var incidents = labels.Incidents
            .Select(i => (Incident: i, Points: GroundTruth.PointsOf(i, series)))
            .Where(i => i.Points.Length > 0 && i.Points.Start >= holdout.Start && i.Points.Start < holdout.End)
            .Select(i => Outcome(i.Incident, i.Points, alerts))
            .ToValueList();
        var falseAlerts = FalseAlerts.In(alerts, truth.Marked, holdout);
        var (points, flags) = Judged(detections, rule);
        var figures = new HoldoutFigures
        {
            Incidents = incidents,
            FalseAlerts = falseAlerts.Count,
            FalseAlertsPerWeek = holdout.PerWeek(falseAlerts.Count, series.IntervalSeconds),
            AnomalyRate = Share(flags),
            FalseAnomalyRate = Share([.. flags.Where((_, p) => !truth.Marked[points[p]])]),
            Score = Score(points, flags),
            BandWidth = BandWidth([.. detections.Where((_, i) => detectors[i] is WindowedDetector)]),
            Extremes = MostSevere(detections),
            Alerts = PointRange.Runs(alerts.Length == 0 ? [] : alerts.AsSpan(holdout.Start, holdout.Length))
                .Select(r => new PointRange(r.Start + holdout.Start, r.End + holdout.Start)).ToValueList(),
            Bands = detections.Select((d, i) => new DetectorBand(DetectorId.Of(detectors[i]), Held(d.Lower), Held(d.Upper))).ToValueList(),
        };
        return new HoldoutSide(figures, blocks.Count(falseAlerts, points.Zip(flags)));
    }

    private IncidentOutcome Outcome(Incident incident, PointRange points, bool[] alerts)
    {
        var first = alerts.Length == 0 ? -1 : alerts.AsSpan(points.Start, points.Length).IndexOf(true);
        var minutes = first < 0 ? (double?)null : Math.Max(0, (series.StampAt(points.Start + first) - incident.Start).TotalMinutes);
        return new IncidentOutcome(incident.Start, incident.End, incident.Label, minutes);
    }

    private ValueList<float> Held(ReadOnlySpan<double> edge) =>
        new(Array.ConvertAll(edge[holdout.Start..holdout.End].ToArray(), e => float.IsFinite((float)e) ? (float)e : float.NaN));

    private static double Share(List<bool> flags) => flags.Count == 0 ? 0 : (double)flags.Count(f => f) / flags.Count;

    // The points that have a verdict, and whether the rule's quorum of detectors flags each.
    private (List<int> Points, List<bool> Flags) Judged(List<DetectionResult> detections, AlertRule rule)
    {
        var (points, flags, vote) = (new List<int>(), new List<bool>(), new QuorumVote(rule, detections));
        for (var i = holdout.Start; i < holdout.End; i++)
        {
            if (detections.Exists(d => d.Verdicts[i] >= Verdict.Normal))
            {
                points.Add(i);
                flags.Add(vote.SideAt(i) != QuorumSide.None);
            }
        }

        return (points, flags);
    }

    private double? Score(List<int> points, List<bool> flags) => PointScore.IsRanking(settings.ScoringMetric) || !points.Exists(p => truth.Marked[p])
        ? null
        : PointScore.Score(settings.ScoringMetric, settings.Beta, CollectionsMarshal.AsSpan(points), CollectionsMarshal.AsSpan(flags), [], truth.Marked);

    private double? BandWidth(List<DetectionResult> detections)
    {
        double[] widths = [.. detections.SelectMany(d => Enumerable.Range(holdout.Start, holdout.Length).Select(i => d.Upper[i] - d.Lower[i])).Where(double.IsFinite)];
        double[] values = [.. series.Values[holdout.Start..holdout.End].ToArray().Where(double.IsFinite)];
        if (widths.Length == 0 || values.Length == 0)
        {
            return null;
        }

        var spread = NormalDistribution.MadToSigma * Median.DeviationInPlace(values, Median.InPlace(values));
        return spread > 0 ? Median.InPlace(widths) / spread : null;
    }

    private ValueList<ExtremeAnomaly> MostSevere(List<DetectionResult> detections) => Enumerable.Range(holdout.Start, holdout.Length)
        .Where(i => detections.Exists(d => d.IsAnomaly(i)))
        .Select(i => new ExtremeAnomaly(series.StampAt(i), series.Values[i], detections.Where(d => d.IsAnomaly(i)).Max(d => d.Severity[i])))
        .OrderByDescending(a => a.Severity).ThenBy(a => a.Timestamp).Take(Extremes).ToValueList();
}
