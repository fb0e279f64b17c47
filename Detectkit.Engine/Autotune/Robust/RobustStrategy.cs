using System.Buffers;
using Detectkit.Alerting;
using Detectkit.Autotune.Reference;
using Detectkit.Autotune.Resampling;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;

namespace Detectkit.Autotune.Robust;

/// <summary>Judges by long windows of smoothed values, reads the threshold off the series' own scores, scores all training points together,
/// and leaves its default only where resampling says that the labels are evidence enough.</summary>
internal sealed class RobustStrategy : ITuningStrategy
{
    public double Score(IReadOnlyList<WindowedDetector> detectors, AlertRule rule, SearchData data, AutotuneResult result)
    {
        if (!data.IsLabelled)
        {
            return new ReferenceStrategy().Score(detectors, rule, data, result);
        }

        using var analysis = new SeriesAnalysis(data.Series);
        var alerts = rule.ForAtMost(detectors.Count).Alerts([.. detectors.Select(d => Detection.Detect(d, analysis))]);
        using var blocks = new LabelledBlocks(data.Truth.Marked);
        return blocks.Sum(blocks.Count(alerts)).Score(data.Settings);
    }

    public SearchOutcome Search(SearchData data, CancellationToken cancellation)
    {
        var series = data.Series;
        if (CrossValidationPlan.Create(series.ValueCount, series.IntervalSeconds, data.Settings.Folds, null, out _)?.OnGrid(series.Values) is not { } plan)
        {
            return new SearchOutcome(null, TuningPipeline.TooFewValues(series));
        }

        var grid = new RobustGrid(series, data.Settings);
        using var blocks = new LabelledBlocks(data.Truth.Marked);
        using var search = new RobustSearch(data, grid, blocks, cancellation);
        if (search.Run(out var failure) is not { } found)
        {
            return new SearchOutcome(null, "no viable candidate: " + failure);
        }

        var choice = new RobustChooser(search, blocks, data.Settings, BlockBootstrap.Seed(series, data.Truth.Marked)).Choose(found);
        var result = search.Scan(scan => new RobustResult(data, plan, grid, found, choice, scan.Analysis).Create(blocks));
        return new SearchOutcome(result, null);
    }
}

/// <summary>Puts together what the robust strategy says of its choice.</summary>
internal sealed class RobustResult(SearchData data, CrossValidationPlan plan, RobustGrid grid, RobustSearch.Outcome found, RobustChoice choice, SeriesAnalysis analysis)
{
    private static readonly ValueList<double> NoFolds = [];

    private readonly IdentityText identity = new();
    private readonly AutotuneSettings settings = data.Settings;

    public AutotuneResult Create(LabelledBlocks blocks)
    {
        var detector = grid.Read(choice.Configuration, choice.Threshold, out _)!;
        var rule = choice.Configuration.Rule;
        var (anomalies, points) = (rule.Anomalies, rule.IsWindow ? rule.Points : (int?)null);
        var alerts = blocks.FalseAlertsAmong(Alerts(detector, AlertRule.Create(anomalies, points, settings.Direction)), data.Series);
        var winner = Winner(detector) with { Rule = rule.ToString() };
        var seasonality = detector.SeasonalityComponents is { Count: > 0 } components ? components : null;
        var log = new RobustLog(data, grid, found, choice, alerts).Decisions();
        return data.Result(winner, winner.Parameters, seasonality, log, Tried(winner)) with
        {
            ScoreWords = data.IsLabelled ? RobustLog.ScoreWords(settings) : null,
            Folds = data.IsLabelled ? [] : plan.Folds,
            ContextEnd = data.IsLabelled ? 0 : plan.ContextEnd,
            ConsecutiveAnomalies = settings.KeptRule is null ? anomalies : null,
            AnomalyWindow = settings.KeptRule is null ? points : null,
            Confidence = choice.Confidence,
            TrainingAlerts = alerts,
        };
    }

    private bool[] Alerts(WindowedDetector detector, AlertRule rule)
    {
        var alerts = new bool[data.Series.Count];
        var verdicts = ArrayPool<Verdict>.Shared.Rent(alerts.Length);
        Detection.Judge(detector, analysis, verdicts.AsSpan(0, alerts.Length));
        rule.Fill(verdicts, alerts);
        ArrayPool<Verdict>.Shared.Return(verdicts);
        return alerts;
    }

    // Without labels the score is the unsupervised objective, by which the incumbent can be compared too.
    private Candidate Winner(WindowedDetector detector)
    {
        var parameters = grid.Parameters(choice.Configuration, choice.Threshold);
        var id = identity.IdOf(detector);
        if (data.IsLabelled)
        {
            return new Candidate(detector, parameters, id, choice.LeavesDefault ? choice.Judged!.Score : found.Default.Score, NoFolds, 0);
        }

        using var judgement = Judgement.Of(detector, analysis);
        return data.FoldScoring(plan.Folds).Evaluate(detector, parameters, id, judgement);
    }

    // Each configuration at its best threshold.
    private List<Candidate> Tried(Candidate winner)
    {
        var tried = new List<Candidate>(grid.Count);
        var rules = grid.Rules.ToDictionary(r => r, r => r.ToString());
        for (var first = 0; first < found.Candidates.Count;)
        {
            // What a configuration was tried with stands together.
            var (configuration, best) = (found.Candidates[first].Configuration, found.Candidates[first]);
            for (; first < found.Candidates.Count && found.Candidates[first].Configuration == configuration; first++)
            {
                best = found.Candidates[first].Score > best.Score ? found.Candidates[first] : best;
            }

            var parameters = grid.Parameters(configuration, best.Threshold);
            var detector = parameters.Find("threshold") is FloatValue threshold ? best.Measured with { Threshold = threshold.Value } : best.Measured;
            tried.Add(new Candidate(detector, parameters, identity.IdOf(detector), best.Score, NoFolds, 0) { Rule = rules[configuration.Rule] });
        }

        return tried.Count > 0 ? tried : [winner];
    }
}
