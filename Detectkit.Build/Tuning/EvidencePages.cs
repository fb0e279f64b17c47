using System.Collections.Concurrent;
using System.Text;
using Detectkit.Alerting;
using Detectkit.Autotune.Holdout;
using Detectkit.Build.Pages;
using Detectkit.Build.Pages.Evidence;
using Detectkit.Build.Results;
using Detectkit.Build.Text;
using Detectkit.Build.Worker;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Labels;
using Detectkit.Runtime.Loading;
using Detectkit.Series;

namespace Detectkit.Build.Tuning;

/// <summary>Draws what a run decided: <c>report.html</c> for all metrics and a picture for each that is to change.</summary>
internal static class EvidencePages
{
    public const string Page = "report.html";

    public const string PictureFolder = "pictures";

    // More charts than anybody looks at make a page that no browser likes; the index lists all metrics.
    private const int MostCharts = 100;

    public static void Write(WorkerContext context, IReadOnlyList<MetricOutcome> outcomes)
    {
        var drawn = outcomes
            .Where(o => o.Loaded is not null && o.Search?.Result is not null)
            .OrderBy(o => o.Fate == MetricFate.Tuned ? 0 : 1)
            .Take(MostCharts)
            .ToHashSet();
        var metrics = new MetricEvidence[outcomes.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Options.MaxParallel };
        Parallel.For(0, outcomes.Count, parallel, i =>
            metrics[i] = Of(outcomes[i], drawn.Contains(outcomes[i])));
        var page = EvidencePage.Render(new EvidenceModel(context.Request.Name, [.. metrics]));
        EvidenceFile.Write(Path.Combine(context.Output, Page), Encoding.UTF8.GetBytes(context.Secrets.Redact(page)));
        WritePictures(Path.Combine(context.Output, PictureFolder), metrics, parallel);
    }

    private static void WritePictures(string folder, IEnumerable<MetricEvidence> metrics, ParallelOptions parallel)
    {
        var drawn = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        Parallel.ForEach(metrics.Where(m => m is { Outcome: EvidenceOutcome.Tuned, Series: not null }), parallel, metric =>
        {
            if (BandPicture.Render(metric) is { } picture)
            {
                EvidenceFile.Write(Path.Combine(folder, metric.Metric + ".svg"), Encoding.UTF8.GetBytes(picture));
                drawn[metric.Metric + ".svg"] = true;
            }
        });
        if (Directory.Exists(folder))
        {
            foreach (var old in Directory.EnumerateFiles(folder, "*.svg").Where(f => !drawn.ContainsKey(Path.GetFileName(f))))
            {
                File.Delete(old);
            }
        }
    }

    private static MetricEvidence Of(MetricOutcome outcome, bool isDrawn)
    {
        var evidence = new MetricEvidence
        {
            Metric = outcome.File.DisplayName,
            File = outcome.File.File.Path,
            Outcome = outcome.Fate switch
            {
                MetricFate.Tuned => EvidenceOutcome.Tuned,
                MetricFate.TradeOff => EvidenceOutcome.TradeOff,
                MetricFate.Kept => EvidenceOutcome.Kept,
                MetricFate.Unchanged => EvidenceOutcome.Unchanged,
                MetricFate.Skipped => EvidenceOutcome.Skipped,
                _ => EvidenceOutcome.Failed,
            },
            Reason = outcome.Reason,
            Labels = outcome.Labels.Labels,
            Change = outcome is { Fate: MetricFate.Tuned, Tuned: { IsChange: true } tuned }
                ? new YamlChange(tuned.Before is { } before ? Encoding.UTF8.GetString(before.Span) : "", Encoding.UTF8.GetString(tuned.After.Span))
                : null,
        };
        return isDrawn ? WithRuns(evidence, outcome.Complete()) : evidence;
    }

    private static MetricEvidence WithRuns(MetricEvidence evidence, MetricOutcome outcome)
    {
        var (metric, search, series) = (outcome.File.Metric, outcome.Search!, outcome.Loaded!.Series);
        var result = search.Result!;
        var rule = AlertRule.Create(metric.TunedAlerting);
        List<DetectorConfig> proposed = [.. result.Proposed.Select(p => p.Detector)];
        var tunedRule = result.RuleAfter(rule, proposed.Count);
        var incumbent = metric.Detectors.OfType<WindowedDetector>().ToList<DetectorConfig>();
        return evidence with
        {
            Series = series,
            IsLabelled = search.IsLabelled,
            Result = result,
            Judged = search.Judged,
            HoldOut = search.Holdout.Length > 0 ? search.Holdout : null,
            Before = incumbent.Count == 0 ? null : Run(incumbent, rule, series, evidence.Labels, search.Before, search.IncumbentScore, []),
            After = Run(proposed, tunedRule, series, evidence.Labels, search.After, result.Winner.Score, result.Winner.FoldScores),
        };
    }

    private static DetectorEvidence Run(
        List<DetectorConfig> detectors, AlertRule rule, MetricSeries series, IncidentLabels labels, HoldoutFigures? heldOut, double? score, ValueList<double> folds)
    {
        var results = Detection.DetectAll([.. detectors], series);
        var alerts = MatchedAlerts.Match(rule.Alerts(results), labels.Incidents, series);
        return new DetectorEvidence
        {
            Layer = DetectorLayer.Of(detectors[0], DetectorWords.Of(detectors), results[0]),
            Alerts = alerts,
            Score = score,
            FoldScores = folds,
            Whole = Count(alerts, results[0], series),
            HeldOut = heldOut is null
                ? null
                : new Tally(heldOut.Score, heldOut.Caught, heldOut.Incidents.Count - heldOut.Caught, heldOut.FalseAlertsPerWeek, heldOut.AnomalyRate),
        };
    }

    private static Tally Count(MatchedAlerts alerts, DetectionResult result, MetricSeries series)
    {
        var (judged, flagged) = (0, 0);
        foreach (var verdict in result.Verdicts)
        {
            judged += verdict is Verdict.Normal or Verdict.Below or Verdict.Above ? 1 : 0;
            flagged += verdict is Verdict.Below or Verdict.Above ? 1 : 0;
        }

        var perWeek = new PointRange(0, series.Count).PerWeek(alerts.FalseAlerts.Count, series.IntervalSeconds);
        var caught = alerts.Delays.Count(d => d is not null);
        return new Tally(null, caught, alerts.Delays.Count - caught, perWeek, judged == 0 ? 0 : (double)flagged / judged);
    }
}
