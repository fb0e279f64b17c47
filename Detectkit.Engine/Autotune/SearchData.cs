using System.Globalization;
using Detectkit.Alerting;
using Detectkit.Autotune.Reference;
using Detectkit.Configuration;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Autotune;

/// <summary>What a search works on.</summary>
internal sealed record SearchRequest(string Metric, MetricSeries Series, IncidentLabels Labels, AutotuneSettings Settings);

/// <summary>A search's result, or why there is none, in one line.</summary>
internal sealed record SearchOutcome(AutotuneResult? Result, string? Failure);

/// <summary>A way to search, and the measure by which it compares what it found with what there was.</summary>
internal interface ITuningStrategy
{
    SearchOutcome Search(SearchData data, CancellationToken cancellation);

    /// <summary>The score of given detectors under an alert rule on what was searched, as any candidate of the search would get it.</summary>
    double Score(IReadOnlyList<WindowedDetector> detectors, AlertRule rule, SearchData data, AutotuneResult result);
}

/// <summary>What is searched: the newest points, marked by the labels.</summary>
internal sealed record SearchData(SearchRequest Request, MetricSeries Series, GroundTruth Truth)
{
    public AutotuneSettings Settings => Request.Settings;

    public bool IsLabelled => Truth.IsLabelled;

    /// <summary>The start of the decision about labels, as Python detectkit words it.</summary>
    public string LabelWords => string.Create(
        CultureInfo.InvariantCulture,
        $"{Truth.Summary.Intervals} interval(s) + {Truth.Summary.Points} point(s) → {(IsLabelled ? "supervised" : "unsupervised")} mode ({Truth.Summary.PositiveGridPoints} labeled grid point(s))");

    public ITuningStrategy Strategy => Settings.Strategy == AutotuneStrategy.Robust ? new Robust.RobustStrategy() : new ReferenceStrategy();

    public static SearchData Create(SearchRequest request)
    {
        var series = request.Series.Newest(request.Settings.MaxHistory);
        return new SearchData(request, series, GroundTruth.Mark(request.Labels, series));
    }

    public FoldScoring FoldScoring(ValueList<PointRange> folds) => new(folds, Truth, Settings.ScoringMetric, Settings.Beta);

    /// <summary>What both strategies say of what they found.</summary>
    public AutotuneResult Result(
        Candidate winner, ParameterSet parameters, ValueList<SeasonalityComponent>? seasonality, IEnumerable<Decision> log, IEnumerable<Candidate> candidates)
    {
        var (start, end) = (Series.StampAt(0), Series.StampAt(Series.Count - 1));
        return new AutotuneResult
        {
            Metric = Request.Metric,
            Strategy = Settings.Strategy,
            Mode = IsLabelled ? TuningMode.Supervised : TuningMode.Unsupervised,
            Points = Series.Count,
            Labels = Truth.Summary,
            TrainingStart = start,
            TrainingEnd = end,
            ScoringMetric = Settings.ScoringMetric,
            Winner = winner,
            Parameters = parameters,
            Seasonality = seasonality,
            RunId = RunId.Create(Request.Metric, winner.Detector.Type, parameters, Truth.Summary, Settings.ScoringMetric, seasonality, start, end),
            DecisionLog = log.ToValueList(),
            Candidates = candidates.ToValueList(),
        };
    }
}
