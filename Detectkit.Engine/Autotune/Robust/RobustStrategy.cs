using System.Buffers;
using Detectkit.Alerting;
using Detectkit.Autotune.Reference;
using Detectkit.Autotune.Resampling;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Autotune.Robust;

/// <summary>
/// Judges by long windows of smoothed values, reads the threshold off the series' own scores, scores all training points together,
/// and leaves its default only where resampling says that the labels are evidence enough.
/// </summary>
internal sealed class RobustStrategy : ITuningStrategy
{
    private static readonly ValueList<double> NoFolds = [];

    /// <inheritdoc/>
    public double Score(IReadOnlyList<WindowedDetector> detectors, AlertRule rule, SearchRequest request, AutotuneResult result)
    {
        if (result.Mode == TuningMode.Unsupervised)
        {
            return new ReferenceStrategy().Score(detectors, rule, request, result);
        }

        var series = request.Series.Newest(request.Settings.MaxHistory);
        using var analysis = new SeriesAnalysis(series);
        var alerts = (rule with { MinDetectors = Math.Min(rule.MinDetectors, detectors.Count) }).Alerts([.. detectors.Select(d => Detection.Detect(d, analysis))]);
        using var ground = new LabelledBlocks(GroundTruth.Mark(request.Labels, series).Marked);
        return ground.Sum(ground.Count(alerts)).Score(request.Settings);
    }

    /// <inheritdoc/>
    public SearchOutcome Run(SearchRequest request, CancellationToken cancellation)
    {
        var settings = request.Settings;
        var series = request.Series.Newest(settings.MaxHistory);
        if (series.Count == 0)
        {
            return new SearchOutcome(null, "no datapoints to tune on");
        }

        if (CrossValidationPlan.Make(series.ValueCount, series.IntervalSeconds, settings.Folds, null, out _)?.OnGrid(series.Values) is not { } plan)
        {
            return new SearchOutcome(null, EnoughValues.Words(series));
        }

        var marks = ArrayPool<bool>.Shared.Rent(series.Count);
        try
        {
            return Run(request, series, GroundTruth.Mark(request.Labels, series, marks), plan, cancellation);
        }
        finally
        {
            ArrayPool<bool>.Shared.Return(marks);
        }
    }

    private static SearchOutcome Run(SearchRequest request, MetricSeries series, GroundTruth truth, CrossValidationPlan plan, CancellationToken cancellation)
    {
        var settings = request.Settings;
        var isSupervised = truth.Mode == TuningMode.Supervised;
        var grid = new RobustGrid(series, settings);
        using var ground = new LabelledBlocks(truth.Marked);
        using var engine = new RobustSearch(series, grid, ground, settings, cancellation);
        if (engine.Run(isSupervised, out var failure) is not { } search)
        {
            return new SearchOutcome(null, "no viable candidate: " + failure);
        }

        var seed = BlockBootstrap.Seed(series, truth.Marked);
        var isPinned = engine.Pinned(search.Default.Configuration.Type) is not null;
        var choice = RobustChoice.Of(search, ground, settings, seed, isPinned, engine.At)
            .OrClamped(engine.Clamped(search.Candidates), search, ground, settings, seed, isPinned, engine.At);
        var scan = engine.Take();
        var result = Assemble(request, series, truth, plan, grid, ground, search, choice, scan.Analysis);
        engine.Leave(scan);
        return new SearchOutcome(result, null);
    }

    private static AutotuneResult Assemble(
        SearchRequest request,
        MetricSeries series,
        GroundTruth truth,
        CrossValidationPlan plan,
        RobustGrid grid,
        LabelledBlocks ground,
        RobustSearch.Outcome search,
        RobustChoice choice,
        SeriesAnalysis analysis)
    {
        var settings = request.Settings;
        var isSupervised = truth.Mode == TuningMode.Supervised;
        var parameters = grid.Parameters(choice.Configuration, choice.Threshold);
        var detector = grid.Read(choice.Configuration, choice.Threshold, out _)!;
        var rule = choice.Configuration.Rule;
        var identity = new IdentityText();
        var alertRoom = ArrayPool<bool>.Shared.Rent(series.Count);
        var alerts = alertRoom.AsSpan(0, series.Count);
        Alert(detector, AlertRule.Create(rule.Anomalies, rule.IsWindow ? rule.Points : null, settings.Direction), analysis, alerts);
        var starts = ground.FalseAlertStarts(alerts, series);
        var alarms = new TrainingAlerts(new PointRange(0, series.Count).PerWeek(starts.Count, series.IntervalSeconds), starts);
        var winner = Winner(detector, parameters, choice.LeavesDefault ? choice.Judged!.Score : search.Default.Score, isSupervised ? null : new FoldScoring(plan.Folds, truth, settings.ScoringMetric, settings.Beta), analysis, identity) with { Rule = rule.ToString() };
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
            ConsecutiveAnomalies = settings.KeptRule is null ? rule.Anomalies : null,
            AnomalyWindow = settings.KeptRule is null && rule.IsWindow ? rule.Points : null,
            Confidence = choice.Confidence,
            TrainingAlerts = alarms,
            RunId = RunId.Create(request.Metric, detector.Type, parameters, truth.Summary, settings.ScoringMetric, seasonality, start, end),
            DecisionLog = log.ToValueList(),
            Candidates = Tried(grid, search, winner, identity),
            GroupVotes = [],
        };
    }

    private static void Alert(WindowedDetector detector, AlertRule rule, SeriesAnalysis analysis, Span<bool> alerts)
    {
        var verdicts = ArrayPool<Verdict>.Shared.Rent(alerts.Length);
        Detection.Judge(detector, analysis, verdicts.AsSpan(0, alerts.Length));
        rule.Fill(verdicts, alerts);
        ArrayPool<Verdict>.Shared.Return(verdicts);
    }

    // Without labels the score is the unsupervised objective, by which the incumbent can be compared too.
    private static Candidate Winner(
        WindowedDetector detector, ParameterSet parameters, double pooled, FoldScoring? unsupervised, SeriesAnalysis analysis, IdentityText identity)
    {
        if (unsupervised is null)
        {
            return new Candidate(detector, parameters, identity.IdOf(detector), pooled, [], 0);
        }

        using var judgement = Judgement.Of(detector, analysis);
        var folds = unsupervised.Score(judgement);
        var (score, penalty) = FoldScoring.Aggregate(folds);
        return new Candidate(detector, parameters, identity.IdOf(detector), score, folds, penalty);
    }

    // Each configuration at its best threshold.
    private static ValueList<Candidate> Tried(RobustGrid grid, RobustSearch.Outcome search, Candidate winner, IdentityText identity)
    {
        var tried = new List<Candidate>(grid.Count);
        var rules = grid.Rules.ToDictionary(r => r, r => r.ToString());
        for (var first = 0; first < search.Candidates.Count;)
        {
            // What a configuration was tried with stands together.
            var (configuration, best) = (search.Candidates[first].Configuration, search.Candidates[first]);
            for (; first < search.Candidates.Count && search.Candidates[first].Configuration == configuration; first++)
            {
                best = search.Candidates[first].Score > best.Score ? search.Candidates[first] : best;
            }

            var parameters = grid.Parameters(configuration, best.Threshold);
            var detector = parameters.Find("threshold") is FloatValue threshold ? best.Measured with { Threshold = threshold.Value } : best.Measured;
            tried.Add(new Candidate(detector, parameters, identity.IdOf(detector), best.Score, NoFolds, 0) { Rule = rules[configuration.Rule] });
        }

        return tried.Count > 0 ? tried.ToValueList() : [winner];
    }
}
