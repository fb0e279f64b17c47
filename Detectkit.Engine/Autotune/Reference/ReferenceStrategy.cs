using System.Buffers;
using System.Globalization;
using Detectkit.Alerting;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;

namespace Detectkit.Autotune.Reference;

/// <summary>
/// The reference's search, decision for decision: labels, seasonality, detector vote, grid search with window selection, alert window.
/// </summary>
internal sealed class ReferenceStrategy : ITuningStrategy
{
    /// <inheritdoc/>
    public double Score(IReadOnlyList<WindowedDetector> detectors, AlertRule rule, SearchRequest request, AutotuneResult result)
    {
        var series = request.Series.Newest(request.Settings.MaxHistory);
        var scoring = new FoldScoring(result.Folds, GroundTruth.Mark(request.Labels, series), request.Settings.ScoringMetric, request.Settings.Beta);
        using var analysis = new SeriesAnalysis(series, scoring.ScoredPoints());
        using var judgement = Judgement.OfAll(detectors, Math.Min(rule.MinDetectors, detectors.Count), rule.Direction == AlertDirection.Any, analysis);
        return FoldScoring.Aggregate(scoring.Score(judgement)).Score;
    }

    /// <inheritdoc/>
    public SearchOutcome Run(SearchRequest request, CancellationToken cancellation)
    {
        var settings = request.Settings;
        var series = request.Series.Newest(settings.MaxHistory);
        if (series.Count == 0)
        {
            return Fail("no datapoints to tune on");
        }

        var marks = ArrayPool<bool>.Shared.Rent(series.Count);
        try
        {
            return Run(request, series, GroundTruth.Mark(request.Labels, series, marks), cancellation);
        }
        finally
        {
            ArrayPool<bool>.Shared.Return(marks);
        }
    }

    private static SearchOutcome Run(SearchRequest request, MetricSeries series, GroundTruth truth, CancellationToken cancellation)
    {
        var settings = request.Settings;
        var log = new List<Decision> { Describe(truth, settings.ScoringMetric) };
        var fixedWindow = settings.FixedParams.Find("window_size") is IntegerValue { Value: > 0 and <= int.MaxValue } window ? (int)window.Value : (int?)null;
        if (CrossValidationPlan.Make(series.Count, series.IntervalSeconds, settings.Folds, fixedWindow, out var failure) is not { } plan)
        {
            return Fail(failure!);
        }

        var scoring = new FoldScoring(plan.Folds, truth, settings.ScoringMetric, settings.Beta);
        using var analysis = new SeriesAnalysis(series, scoring.ScoredPoints());
        var evaluator = new CandidateEvaluator(analysis, scoring, settings.FixedParams, cancellation);
        if (SeasonalitySearch.Run(series, settings.SeasonalityCandidates, plan.ContextEnd, evaluator, out failure) is not { } seasonality)
        {
            return Fail("no viable candidate: " + failure);
        }

        log.Add(seasonality.Log);
        var values = analysis.Processed(default);
        var vote = DetectorVote.Run(analysis, seasonality.Components, settings.DetectorTypes);
        log.Add(vote.Log);
        var grid = GridSearch.Run(vote.Shortlist, plan.Windows, seasonality.Components, TrendTest.HasTrend(values.ValidValues), evaluator, settings.Threads);
        log.AddRange(grid.Log);
        if (grid.Best is not { } winner)
        {
            return Fail("no viable candidate among " + string.Join(", ", vote.Shortlist.Select(DetectorTypeName.Of)));
        }

        var alert = truth.Mode == TuningMode.Supervised
            ? AlertWindow.Run((WindowedDetector)winner.Detector, series, truth, settings.ScoringMetric, settings.Beta)
            : null;
        if (alert is not null)
        {
            log.Add(alert.Log);
        }

        return new SearchOutcome(Assemble(request, series, truth, plan, seasonality, vote, winner, alert, log, evaluator), null);
    }

    private static AutotuneResult Assemble(
        SearchRequest request,
        MetricSeries series,
        GroundTruth truth,
        CrossValidationPlan plan,
        SeasonalitySearch.Choice seasonality,
        DetectorVote.Choice vote,
        Candidate winner,
        AlertWindow.Choice? alert,
        List<Decision> log,
        CandidateEvaluator evaluator)
    {
        var parameters = ParameterSet.Empty;
        foreach (var (name, value) in winner.Parameters)
        {
            var isEmpty = value is NullValue || (name == "seasonality_components" && value is ListValue { Items.Count: 0 });
            parameters = isEmpty ? parameters : parameters.With(name, value);
        }

        var (start, end) = (series.StampAt(0), series.StampAt(series.Count - 1));
        var scoring = request.Settings.ScoringMetric;
        return new AutotuneResult
        {
            Metric = request.Metric,
            Mode = truth.Mode,
            Points = series.Count,
            Labels = truth.Summary,
            TrainingStart = start,
            TrainingEnd = end,
            ScoringMetric = scoring,
            Folds = plan.Folds,
            ContextEnd = plan.ContextEnd,
            Winner = winner,
            Parameters = parameters,
            Seasonality = seasonality.Components,
            ConsecutiveAnomalies = alert?.ConsecutiveAnomalies,
            RunId = RunId.Create(request.Metric, winner.Detector.Type, parameters, truth.Summary, scoring, seasonality.Components, start, end),
            DecisionLog = log.ToValueList(),
            Candidates = evaluator.Evaluated.ToValueList(),
            GroupVotes = vote.Votes,
        };
    }

    private static Decision Describe(GroundTruth truth, ScoringMetric scoring)
    {
        var (labels, mode) = (truth.Summary, truth.Mode == TuningMode.Supervised ? "supervised" : "unsupervised");
        return new Decision("labels", string.Create(
            CultureInfo.InvariantCulture,
            $"{labels.Intervals} interval(s) + {labels.Points} point(s) → {mode} mode ({labels.PositiveGridPoints} labeled grid point(s)); scoring={ScoringMetricName.Of(scoring)}"));
    }

    private static SearchOutcome Fail(string reason) => new(null, reason);
}
