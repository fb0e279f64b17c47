using System.Buffers;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Evidence;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Autotune.Robust;

/// <summary>
/// Judges by long windows of smoothed values, reads the threshold off the series' own scores, scores all training points together,
/// and leaves its default only where resampling says that the labels are evidence enough.
/// </summary>
internal sealed class RobustStrategy : ITuningStrategy
{
    private const double SecondsPerWeek = 604_800;

    /// <inheritdoc/>
    public double Score(IReadOnlyList<WindowedDetector> detectors, AlertRule rule, AutotuneRequest request, AutotuneResult result)
    {
        if (result.Mode == TuningMode.Unsupervised)
        {
            return new ReferenceStrategy().Score(detectors, rule, request, result);
        }

        var series = request.Series.Newest(request.Settings.MaxHistory);
        using var analysis = new SeriesAnalysis(series);
        var alerts = (rule with { MinDetectors = Math.Min(rule.MinDetectors, detectors.Count) }).Alerts([.. detectors.Select(d => Detection.Detect(d, analysis))]);
        using var ground = new TrainingGround(GroundTruth.Mark(request.Labels, series).Marked);
        return ground.Sum(ground.Count(alerts)).Score(request.Settings);
    }

    /// <inheritdoc/>
    public AutotuneOutcome Run(AutotuneRequest request, CancellationToken cancellation)
    {
        var settings = request.Settings;
        var series = request.Series.Newest(settings.MaxHistory);
        if (series.Count == 0)
        {
            return new AutotuneOutcome(null, "no datapoints to tune on");
        }

        if (CrossValidationPlan.Make(series.Count, series.IntervalSeconds, settings.Folds, null, out var failure) is not { } plan)
        {
            return new AutotuneOutcome(null, failure);
        }

        var truth = GroundTruth.Mark(request.Labels, series);
        var isSupervised = truth.Mode == TuningMode.Supervised;
        var grid = new RobustGrid(series, settings);
        using var ground = new TrainingGround(truth.Marked);
        using var engine = new RobustSearch(series, grid, ground, settings, cancellation);
        if (engine.Run(isSupervised, out failure) is not { } search)
        {
            return new AutotuneOutcome(null, "no viable candidate: " + failure);
        }

        var seed = BlockResampling.Seed(series, truth.Marked);
        var isPinned = engine.Pinned(search.Default.Configuration.Type) is not null;
        var choice = RobustChoice.Of(search, ground, settings, seed, isPinned, engine.At)
            .OrClamped(engine.Clamped(search.Candidates), search, ground, settings, seed, isPinned, engine.At);
        return new AutotuneOutcome(Assemble(request, series, truth, plan, grid, ground, search, choice), null);
    }

    private static AutotuneResult Assemble(
        AutotuneRequest request,
        MetricSeries series,
        GroundTruth truth,
        CrossValidationPlan plan,
        RobustGrid grid,
        TrainingGround ground,
        RobustSearch.Outcome search,
        RobustChoice choice)
    {
        var settings = request.Settings;
        var isSupervised = truth.Mode == TuningMode.Supervised;
        var parameters = grid.Parameters(choice.Configuration, choice.Threshold);
        var detector = (WindowedDetector)DetectorParameters.Read(choice.Configuration.Type, parameters).Detector!;
        var rule = choice.Configuration.Rule;
        using var analysis = new SeriesAnalysis(series);
        var alertRoom = ArrayPool<bool>.Shared.Rent(series.Count);
        var alerts = alertRoom.AsSpan(0, series.Count);
        Alert(detector, AlertRule.Of(rule.Anomalies, rule.IsWindow ? rule.Points : null, settings.Direction), analysis, alerts);
        var starts = ground.AlarmStarts(alerts).Select(series.StampAt).ToValueList();
        var alarms = new TrainingAlarms(starts.Count * SecondsPerWeek / ((double)series.Count * series.IntervalSeconds), starts);
        var winner = Winner(detector, parameters, ground.Sum(ground.Count(alerts)).Score(settings), isSupervised ? null : new FoldScoring(plan.Folds, truth, settings.ScoringMetric, settings.Beta), analysis) with { Rule = rule.ToString() };
        ArrayPool<bool>.Shared.Return(alertRoom);
        var (start, end) = (series.StampAt(0), series.StampAt(series.Count - 1));
        var seasonality = detector.SeasonalityComponents is { Count: > 0 } components ? components : null;
        Decision[] log =
        [
            RobustLog.Labels(truth, settings),
            .. isSupervised ? RobustLog.Supervised(grid, search, choice, alarms, settings) : RobustLog.Unsupervised(search, choice, alarms, settings),
            .. RobustLog.Clamping(choice),
            RobustLog.Rule(rule),
        ];
        return new AutotuneResult
        {
            Metric = request.Metric,
            Strategy = AutotuneStrategy.Robust,
            Mode = truth.Mode,
            Points = series.Count,
            Labels = truth.Summary,
            TrainingStart = start,
            TrainingEnd = end,
            ScoringMetric = settings.ScoringMetric,
            ScoreWords = isSupervised ? RobustLog.ScoreWords(settings) : null,
            Folds = isSupervised ? [] : plan.Folds,
            ContextEnd = isSupervised ? 0 : plan.ContextEnd,
            Winner = winner,
            Parameters = parameters,
            Seasonality = seasonality,
            ConsecutiveAnomalies = rule.Anomalies,
            AnomalyWindow = rule.IsWindow ? rule.Points : null,
            Confidence = choice.Confidence,
            TrainingAlarms = alarms,
            RunId = RunId.Of(request.Metric, detector.Type, parameters, truth.Summary, settings.ScoringMetric, seasonality, start, end),
            DecisionLog = log.ToValueList(),
            Candidates = Tried(grid, search, winner),
            GroupVotes = [],
        };
    }

    private static void Alert(WindowedDetector detector, AlertRule rule, SeriesAnalysis analysis, Span<bool> alerts)
    {
        var verdicts = ArrayPool<Verdict>.Shared.Rent(alerts.Length);
        Detection.Judge(detector, analysis, verdicts.AsSpan(0, alerts.Length));
        rule.Fill([verdicts], alerts);
        ArrayPool<Verdict>.Shared.Return(verdicts);
    }

    // Without labels the score is the unsupervised objective, by which the incumbent can be compared too.
    private static Candidate Winner(WindowedDetector detector, ParameterSet parameters, double pooled, FoldScoring? unsupervised, SeriesAnalysis analysis)
    {
        if (unsupervised is null)
        {
            return new Candidate(detector, parameters, DetectorId.Of(detector), pooled, [], 0);
        }

        using var judgement = Judgement.Of(detector, analysis);
        var folds = unsupervised.Score(judgement);
        var (score, penalty) = FoldScoring.Aggregate(folds);
        return new Candidate(detector, parameters, DetectorId.Of(detector), score, folds, penalty);
    }

    // Each configuration at its best threshold.
    private static ValueList<Candidate> Tried(RobustGrid grid, RobustSearch.Outcome search, Candidate winner)
    {
        var tried = search.Candidates
            .GroupBy(c => c.Configuration)
            .Select(g => g.MaxBy(c => c.Score)!)
            .Select(best => (best.Score, best.Configuration.Type, Parameters: grid.Parameters(best.Configuration, best.Threshold), Rule: best.Configuration.Rule.ToString()))
            .Select(c => (c.Score, c.Parameters, DetectorParameters.Read(c.Type, c.Parameters).Detector, c.Rule))
            .Where(c => c.Detector is not null)
            .Select(c => new Candidate(c.Detector!, c.Parameters, DetectorId.Of(c.Detector!), c.Score, [], 0) { Rule = c.Rule })
            .ToValueList();
        return tried.Count > 0 ? tried : [winner];
    }
}
