using Detectkit.Alerting;
using Detectkit.Configuration;
using Detectkit.Detectors;

namespace Detectkit.Autotune.Reference;

/// <summary>The search of Python detectkit, decision for decision: labels, seasonality, detector vote, grid search with window selection, alert window.</summary>
internal sealed class ReferenceStrategy : ITuningStrategy
{
    public double Score(IReadOnlyList<WindowedDetector> detectors, AlertRule rule, SearchData data, AutotuneResult result)
    {
        var scoring = data.FoldScoring(result.Folds);
        using var analysis = new SeriesAnalysis(data.Series, scoring.ScoredPoints());
        using var judgement = Judgement.OfAll(detectors, Math.Min(rule.MinDetectors, detectors.Count), rule.Direction == AlertDirection.Any, analysis);
        return FoldScoring.Aggregate(scoring.Score(judgement)).Score;
    }

    public SearchOutcome Search(SearchData data, CancellationToken cancellation)
    {
        var (settings, series, truth) = (data.Settings, data.Series, data.Truth);
        var log = new List<Decision> { new(TuningStage.Labels, data.LabelWords + "; scoring=" + ScoringMetricName.Format(settings.ScoringMetric)) };
        var fixedWindow = settings.FixedParams.Find("window_size") is IntegerValue { Value: > 0 and <= int.MaxValue } window ? (int)window.Value : (int?)null;
        if (CrossValidationPlan.Create(series.Count, series.IntervalSeconds, settings.Folds, fixedWindow, out var failure) is not { } plan)
        {
            return new SearchOutcome(null, failure);
        }

        var scoring = data.FoldScoring(plan.Folds);
        using var analysis = new SeriesAnalysis(series, scoring.ScoredPoints());
        var evaluator = new CandidateEvaluator(analysis, scoring, settings.FixedParams, cancellation);
        if (SeasonalitySearch.Run(series, settings.SeasonalityCandidates, plan.ContextEnd, evaluator, out failure) is not { } seasonality)
        {
            return new SearchOutcome(null, "no viable candidate: " + failure);
        }

        log.Add(seasonality.Log);
        var hasTrend = TrendTest.HasTrend(analysis.Processed(default).Valid.Values);
        var vote = DetectorVote.Run(analysis, seasonality.Components, settings.DetectorTypes);
        log.Add(vote.Log);
        var grid = GridSearch.Run(vote.Shortlist, plan.Windows, seasonality.Components, hasTrend, evaluator, settings.Threads);
        log.AddRange(grid.Log);
        if (grid.Best is not { } winner)
        {
            return new SearchOutcome(null, "no viable candidate among " + string.Join(", ", vote.Shortlist.Select(DetectorTypeName.Of)));
        }

        var alert = truth.IsLabelled ? AlertWindow.Run((WindowedDetector)winner.Detector, series, truth, settings.ScoringMetric, settings.Beta) : null;
        if (alert is not null)
        {
            log.Add(alert.Log);
        }

        var result = data.Result(winner, WithoutEmpty(winner.Parameters), seasonality.Components, log, evaluator.Evaluated) with
        {
            Folds = plan.Folds,
            ContextEnd = plan.ContextEnd,
            ConsecutiveAnomalies = alert?.ConsecutiveAnomalies,
            GroupVotes = vote.Votes,
        };
        return new SearchOutcome(result, null);
    }

    private static ParameterSet WithoutEmpty(ParameterSet all)
    {
        var parameters = ParameterSet.Empty;
        foreach (var (name, value) in all)
        {
            var isEmpty = value is NullValue || (name == "seasonality_components" && value is ListValue { Items.Count: 0 });
            parameters = isEmpty ? parameters : parameters.With(name, value);
        }

        return parameters;
    }
}
