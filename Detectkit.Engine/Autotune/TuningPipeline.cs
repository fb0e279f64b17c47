using System.Globalization;
using Detectkit.Alerting;
using Detectkit.Autotune.Adoption;
using Detectkit.Autotune.Holdout;
using Detectkit.Autotune.Reference;
using Detectkit.Configuration;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Autotune;

/// <summary>Tunes one metric, stage by stage; deterministic.</summary>
public static class TuningPipeline
{
    /// <summary>A hold-out shorter than this says nothing; the search then uses the whole series.</summary>
    private const int LeastHeldOutPoints = 20;

    /// <summary>Searches on the older part of a series, and judges current and proposed detectors on the newest part and on the whole.</summary>
    /// <param name="request">What to tune.</param>
    /// <param name="cancellation">Stops the run between candidates.</param>
    /// <returns>The proposal and what becomes of it, or a failure that the user can act on.</returns>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static TuningProposal Propose(TuningRequest request, CancellationToken cancellation = default)
    {
        var outcome = Run(request, cancellation);
        return new TuningProposal(outcome.Result, outcome.Decision, outcome.Failure);
    }

    /// <summary>The same with all its evidence.</summary>
    internal static TuningOutcome Run(TuningRequest request, CancellationToken cancellation = default)
    {
        // Hold-out: neither its points nor the labels in them are known to the search.
        var (training, known, holdout) = HoldOut(request);

        // Current state: what the metric's detectors make of the whole history, and with it what a proposal has to keep.
        using var comparison = new ProposalComparison(request, holdout);
        var searched = SearchData.Create(new SearchRequest(request.Metric.Name, training, known, comparison.Settings));

        // Search: the strategy's own stages, from labels to alert rule.
        var search = Search(searched, cancellation);
        if (search.Result is not { } found)
        {
            return new TuningOutcome { Failure = search.Failure };
        }

        // Adjustment: the current detectors at other thresholds, often all that is needed.
        var adjusted = comparison.Adjusts ? ThresholdAdjustment.Propose(request.Metric, searched, found) : [];

        // Adoption: one proposal, and what becomes of it.
        var proposal = comparison.Choose(found, adjusted);
        var result = WithHeldOutLabels(proposal.Result, request.Labels.Incidents.Count - known.Incidents.Count);
        var outcome = WithIncumbentScore(comparison.Outcome(proposal with { Result = result }), searched, request);
        if (holdout.Length == 0)
        {
            return outcome;
        }

        // Evaluation: how current and proposed detectors do on the hold-out. Refit: the search once more, on the whole history.
        outcome = HoldoutEvaluator.Evaluate(outcome, request, holdout);
        return request.Refit && outcome.KeptBecause is null ? Refit(outcome, request, comparison, cancellation) : outcome;
    }

    /// <summary>Searches by the strategy that the settings name.</summary>
    internal static SearchOutcome Search(SearchRequest request, CancellationToken cancellation = default) => Search(SearchData.Create(request), cancellation);

    /// <summary>That a series has too few values: a grid point without a value is none, however many there are.</summary>
    internal static string TooFewValues(MetricSeries series) => string.Create(
        CultureInfo.InvariantCulture,
        $"not enough values: {series.ValueCount} of the {series.Count} points of the training part have one, and more than {SearchSpace.BaseWindow} are needed");

    private static SearchOutcome Search(SearchData data, CancellationToken cancellation) => data.Series switch
    {
        { Count: 0 } => new SearchOutcome(null, "no datapoints to tune on"),
        var series when series.Count > series.ValueCount && series.ValueCount <= SearchSpace.BaseWindow => new SearchOutcome(null, TooFewValues(series)),
        _ => data.Strategy.Search(data, cancellation),
    };

    private static (MetricSeries Training, IncidentLabels Known, PointRange Holdout) HoldOut(TuningRequest request)
    {
        var (series, labels) = (request.Series, request.Labels);
        var held = (int)Math.Floor(series.Count * request.Holdout);
        if (held < LeastHeldOutPoints)
        {
            return (series, labels, default);
        }

        // What happened later is not known yet, not even that it will.
        var training = series.Slice(0, series.Count - held);
        var known = labels with { Incidents = labels.Incidents.Where(i => i.Start <= training.StampAt(training.Count - 1)).ToValueList() };
        return (training, known, new PointRange(training.Count, series.Count));
    }

    private static TuningOutcome WithIncumbentScore(TuningOutcome outcome, SearchData searched, TuningRequest request)
    {
        var incumbent = request.Metric.Detectors.OfType<WindowedDetector>().ToList();
        return incumbent.Count == 0
            ? outcome
            : outcome with { IncumbentScore = searched.Strategy.Score(incumbent, AlertRule.Create(request.Metric.TunedAlerting), searched, outcome.Result!) };
    }

    // Whoever counts the labels of the file has to find them all in the log.
    private static AutotuneResult WithHeldOutLabels(AutotuneResult result, int later)
    {
        if (later == 0)
        {
            return result;
        }

        var log = result.DecisionLog.ToList();
        var words = later == 1 ? "1 label begins in the hold-out and judges" : FormattableString.Invariant($"{later} labels begin in the hold-out and judge");
        log.Insert(log.FindLastIndex(d => d.Stage == TuningStage.Labels) + 1, new Decision(TuningStage.Labels, words + " what was found"));
        return result with { DecisionLog = log.ToValueList() };
    }

    // What the hold-out has judged stays in the record: it is that, and not its successor, to which the held-out figures belong.
    private static TuningOutcome Refit(TuningOutcome outcome, TuningRequest request, ProposalComparison comparison, CancellationToken cancellation)
    {
        var judged = outcome.Result!;
        var whole = SearchData.Create(new SearchRequest(request.Metric.Name, request.Series, request.Labels, comparison.Settings));
        var search = Search(whole, cancellation);
        var reason = search.Failure ?? "no other threshold is better";

        // Of the same kind as what was judged: other thresholds of the current detectors, or a detector of the search.
        IEnumerable<AutotuneResult> results = search.Result is not { } found ? []
            : judged.IsAdjustment ? ThresholdAdjustment.Propose(request.Metric, whole, found).Where(r => IsAlikeButThreshold(r, judged))
            : [found];
        foreach (var result in results)
        {
            var decision = comparison.DecideWithoutHoldout(result);
            if (decision.Kind == AdoptionKind.Change)
            {
                var words = string.Create(
                    CultureInfo.InvariantCulture,
                    $"refit on all history; the hold-out judged run {judged.RunId}, found on the data up to {judged.TrainingEnd:yyyy-MM-dd HH:mm}, not this one");
                return WithIncumbentScore(outcome with { Result = WithDecision(result, words), Judged = judged }, whole, request);
            }

            reason = decision.Reason;
        }

        return outcome with { Result = WithDecision(judged, $"refit rejected: {reason}; keeping the configuration validated on the hold-out") };
    }

    private static AutotuneResult WithDecision(AutotuneResult result, string words) =>
        result with { DecisionLog = [.. result.DecisionLog, new Decision(TuningStage.Refit, words)] };

    private static bool IsAlikeButThreshold(AutotuneResult one, AutotuneResult other) =>
        one.Proposed.Select(p => WithoutThreshold(p.Detector)).SequenceEqual(other.Proposed.Select(p => WithoutThreshold(p.Detector)));

    private static DetectorConfig WithoutThreshold(DetectorConfig detector) =>
        detector is WindowedDetector windowed ? windowed with { Threshold = 1, WholeNumbers = [] } : detector;
}
