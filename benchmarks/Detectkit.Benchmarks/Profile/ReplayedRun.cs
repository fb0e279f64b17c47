using Detectkit.Autotune;
using Detectkit.Autotune.Reference;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;
using Detectkit.Statistics;

namespace Detectkit.Benchmarks.Profile;

/// <summary>
/// A tuning run of the reference's strategy once more, candidate by candidate, each stage timed on its own. The engine's own analysis decides what is
/// shared, so a stage costs what it costs in the run; the search itself is not repeated, its candidates are known.
/// </summary>
internal sealed class ReplayedRun
{
    public const string Sorting = "sorting the series";
    public const string Ranking = "chunks and ranks of whole windows";
    public const string Vote = "vote for detector types";
    public const string Judging = "judging";
    public const string Scoring = "scoring";
    public const string EqualWeights = "order statistics, equal weights";
    public const string ExponentialWeights = "order statistics, exponential weights";
    public const string Moments = "moments";
    public const string Detrended = "detrended windows: trend and statistics";
    public const string Linear = "linear weights";
    public const string BySeason = ", by season";

    private readonly SearchRequest request;
    private readonly AutotuneResult result;
    private readonly MetricSeries series;
    private readonly GroundTruth truth;

    public ReplayedRun(SearchRequest request, AutotuneResult result)
    {
        (this.request, this.result) = (request, result);
        series = request.Series.Newest(request.Settings.MaxHistory);
        truth = GroundTruth.Mark(request.Labels, series);
    }

    /// <summary>Evaluates every candidate again.</summary>
    /// <exception cref="InvalidOperationException">A candidate scores otherwise than it did, so that the times would be those of another run.</exception>
    public StageTimes Run()
    {
        var times = new StageTimes();
        var scoring = new FoldScoring(result.Folds, truth, request.Settings.ScoringMetric, request.Settings.Beta);
        using var analysis = new SeriesAnalysis(series, scoring.ScoredPoints());
        ValueList<DetectorType>? shortlist = null;
        foreach (var candidate in result.Candidates)
        {
            var detector = (WindowedDetector)candidate.Detector;
            if (shortlist is null && candidate.Parameters.Find("threshold") is not null)
            {
                // The probes for seasons name no threshold and come before the vote.
                times.Time(Sorting, () => analysis.Processed(default));
                shortlist = times.Time(Vote, () => DetectorVote.Run(analysis, result.Seasonality, request.Settings.DetectorTypes)).Shortlist;
            }

            analysis.Expected = [.. (shortlist ?? []).SkipWhile(t => t != detector.Type).Skip(1).Select(t => DetectorConfig.WindowOf(t).Statistics)];
            Prepare(detector, analysis, times);
            using var judgement = times.Time(Judging, () => Judgement.Of(detector, analysis));
            if (times.Time(Scoring, () => FoldScoring.Aggregate(scoring.Score(judgement))).Score != candidate.Score)
            {
                throw new InvalidOperationException($"{request.Metric}: candidate {candidate.Id} does not score what it scored in the run.");
            }
        }

        return times;
    }

    // What a candidate is the first to need; what is there already costs nothing.
    private void Prepare(WindowedDetector detector, SeriesAnalysis analysis, StageTimes times)
    {
        var stage = StageOf(detector);
        var source = times.Time(Sorting, () => analysis.Processed(Preprocessing.Of(detector)));
        if (stage is EqualWeights or ExponentialWeights)
        {
            var windows = source.Valid.Of(detector.WindowSize);
            var weights = analysis.WeightsOf(detector);
            times.Time(Ranking, () => WindowStatistics.CanSlide(windows, weights, StatisticsKind.MedianDeviation) ? windows.Chunks.Count : 0);
        }

        times.Time(stage, () => analysis.Bands(detector with { SeasonalityComponents = null }));
        if (series.Columns.Count > 0 && detector.SeasonalityComponents is { Count: > 0 })
        {
            times.Time(stage + BySeason, () => analysis.Bands(detector));
        }
    }

    private static string StageOf(WindowedDetector detector) => detector switch
    {
        { Detrend: Detrend.Linear } => Detrended,
        { WindowWeights: WindowWeights.Linear } => Linear,
        ZScoreDetector => Moments,
        { WindowWeights: WindowWeights.Exponential } => ExponentialWeights,
        _ => EqualWeights,
    };
}
