using System.Globalization;
using Detectkit.Alerting;
using Detectkit.Autotune.Adoption;
using Detectkit.Autotune.Holdout;
using Detectkit.Autotune.Reference;
using Detectkit.Autotune.Robust;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Autotune;

/// <summary>
/// Tunes on the older part of a series and judges the incumbent and the tuned detector on the newest part. The parameters that come
/// out are those found on the training part, unless a search on the whole history is asked for.
/// </summary>
public static class TuningPipeline
{
    /// <summary>A hold-out shorter than this says nothing; the search then uses the whole series.</summary>
    private const int LeastHeldOutPoints = 20;

    /// <summary>Runs search and comparison.</summary>
    /// <param name="request">What to tune.</param>
    /// <param name="cancellation">Stops the run between candidates.</param>
    /// <returns>The outcome.</returns>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static TuningOutcome Run(TuningRequest request, CancellationToken cancellation = default)
    {
        var series = request.Series;
        var held = (int)Math.Floor(series.Count * request.Holdout);
        var isHeldOut = held >= LeastHeldOutPoints;
        var training = isHeldOut ? series.Slice(0, series.Count - held) : series;
        var known = isHeldOut ? Before(training, request.Labels) : request.Labels;
        using var comparison = new ProposalComparison(request, isHeldOut ? new PointRange(training.Count, series.Count) : default);
        var searched = new SearchRequest(request.Metric.Name, training, known, comparison.Settings);
        var search = Search(searched, cancellation);
        if (search.Result is not { } found)
        {
            return new TuningOutcome { Failure = search.Failure };
        }

        var chosen = comparison.Choose(found, comparison.Adjusts ? ThresholdAdjustment.Propose(request.Metric, Present(request), searched, found) : []);
        var result = WithHeldOutLabels(chosen.Result, request.Labels.Incidents.Count - known.Incidents.Count);
        var outcome = WithIncumbentScore(comparison.Outcome(chosen with { Result = result }), searched, request);
        outcome = isHeldOut ? WithEvidence(outcome, new PointRange(training.Count, series.Count), request) : outcome;
        return isHeldOut && request.Refit && outcome.KeptBecause is null ? Refitted(outcome, request, comparison, cancellation) : outcome;
    }

    /// <summary>Searches one metric by the strategy that its settings name; deterministic.</summary>
    /// <param name="request">Series, labels and settings.</param>
    /// <param name="cancellation">Stops the run between candidates.</param>
    /// <returns>The result, or a failure that the user can act on.</returns>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static SearchOutcome Search(SearchRequest request, CancellationToken cancellation = default) =>
        EnoughValues.Refusal(request.Series.Newest(request.Settings.MaxHistory)) is { } refusal
            ? new SearchOutcome(null, refusal)
            : StrategyOf(request.Settings).Run(request, cancellation);

    internal static ITuningStrategy StrategyOf(AutotuneSettings settings) =>
        settings.Strategy == AutotuneStrategy.Robust ? new RobustStrategy() : new ReferenceStrategy();

    private static TuningOutcome WithIncumbentScore(TuningOutcome outcome, SearchRequest searched, TuningRequest request)
    {
        var incumbent = request.Metric.Detectors.OfType<WindowedDetector>().ToList();
        return incumbent.Count == 0
            ? outcome
            : outcome with { IncumbentScore = StrategyOf(searched.Settings).Score(incumbent, Present(request), searched, outcome.Result!) };
    }

    private static bool IsAlikeButThreshold(AutotuneResult one, AutotuneResult other) =>
        one.Proposed.Select(p => Plain(p.Detector)).SequenceEqual(other.Proposed.Select(p => Plain(p.Detector)));

    private static DetectorConfig Plain(DetectorConfig detector) => detector is WindowedDetector windowed ? windowed with { Threshold = 1, WholeNumbers = [] } : detector;

    // What the hold-out has judged stays in the record: it is that, and not its successor, to which the held-out figures belong.
    private static TuningOutcome Refitted(TuningOutcome outcome, TuningRequest request, ProposalComparison comparison, CancellationToken cancellation)
    {
        var judged = outcome.Result!;
        var whole = new SearchRequest(request.Metric.Name, request.Series, request.Labels, comparison.Settings);
        var search = Search(whole, cancellation);
        if (search.Result is not { } found)
        {
            return NotRefitted(outcome, search.Failure!);
        }

        // Of the same kind as what was judged: other thresholds of the current detectors, or a detector of the search.
        IEnumerable<AutotuneResult> results = judged.IsAdjustment ? ThresholdAdjustment.Propose(request.Metric, Present(request), whole, found).Where(r => IsAlikeButThreshold(r, judged)) : [found];
        var reason = "no other threshold is better";
        AutotuneResult? result = null;
        foreach (var candidate in results)
        {
            var decision = comparison.Decide(candidate, isRefit: true);
            if (decision.Kind == AdoptionKind.Change)
            {
                result = candidate;
                break;
            }

            reason = decision.Reason;
        }

        if (result is null)
        {
            return NotRefitted(outcome, reason);
        }

        var words = string.Create(
            CultureInfo.InvariantCulture,
            $"refit on all history; the hold-out judged run {judged.RunId}, found on the data up to {judged.TrainingEnd:yyyy-MM-dd HH:mm}, not this one");
        return WithIncumbentScore(outcome with { Result = WithRefit(result, words), Judged = judged }, whole, request);
    }

    private static TuningOutcome NotRefitted(TuningOutcome outcome, string reason) =>
        outcome with { Result = WithRefit(outcome.Result!, $"refit rejected: {reason}; keeping the configuration validated on the hold-out") };

    private static AutotuneResult WithRefit(AutotuneResult result, string words) =>
        result with { DecisionLog = [.. result.DecisionLog, new Decision("refit", words)] };

    internal static AlertRule Present(TuningRequest request) => AlertRule.Create(request.Metric.TunedAlerting);

    // What happened later is not known yet, not even that it will.
    private static IncidentLabels Before(MetricSeries training, IncidentLabels labels) =>
        labels with { Incidents = labels.Incidents.Where(i => i.Start <= training.StampAt(training.Count - 1)).ToValueList() };

    // Whoever counts the labels of the file has to find them all in the log.
    private static AutotuneResult WithHeldOutLabels(AutotuneResult result, int later)
    {
        if (later == 0)
        {
            return result;
        }

        var log = result.DecisionLog.ToList();
        var words = later == 1 ? "1 label begins in the hold-out and judges" : FormattableString.Invariant($"{later} labels begin in the hold-out and judge");
        log.Insert(log.FindLastIndex(d => d.Stage == "labels") + 1, new Decision("labels", words + " what was found"));
        return result with { DecisionLog = log.ToValueList() };
    }

    // As the file says before and after: bounds that are fixed stay, and no rule asks for more detectors than there are.
    private static TuningOutcome WithEvidence(TuningOutcome outcome, PointRange stretch, TuningRequest request)
    {
        var present = Present(request);
        using var analysis = new SeriesAnalysis(request.Series);
        using var blocks = new HoldoutBlocks(request.Series, request.Labels, stretch, request.Settings);
        (HoldoutFigures Evidence, BlockCounts Counts) Measure(IReadOnlyList<DetectorConfig> detectors, AlertRule rule) =>
            HoldoutEvaluator.Measure(detectors, rule, analysis, request.Labels, stretch, request.Settings, blocks);

        var detectors = request.Metric.Detectors;
        var tuned = TunedDetectors(request.Metric, outcome.Result!);
        var before = detectors.Count == 0 ? ((HoldoutFigures Evidence, BlockCounts Counts)?)null : Measure(detectors, present);
        var after = Measure(tuned, TunedRule(present, outcome.Result!, tuned.Count));
        return HoldoutIntervals.Add(outcome with { Holdout = stretch, Before = before?.Evidence, After = after.Evidence }, blocks, before?.Counts, after.Counts);
    }

    /// <summary>The detectors of a tuned metric: those proposed, and the fixed bounds that stay.</summary>
    /// <param name="metric">The metric as it is configured.</param>
    /// <param name="result">What was found.</param>
    /// <returns>The detectors.</returns>
    public static ValueList<DetectorConfig> TunedDetectors(MetricConfig metric, AutotuneResult result) =>
        [result.Winner.Detector, .. result.Partners.Select(p => p.Detector), .. metric.Detectors.Where(d => d is not WindowedDetector)];

    /// <summary>The rule by which a tuned metric alerts.</summary>
    /// <param name="present">The rule of its first alerting block.</param>
    /// <param name="result">What was found.</param>
    /// <param name="detectors">How many detectors the tuned file has; no rule asks for more.</param>
    /// <returns>The rule.</returns>
    public static AlertRule TunedRule(AlertRule present, AutotuneResult result, int detectors)
    {
        var rule = result is { Strategy: AutotuneStrategy.Robust, ConsecutiveAnomalies: { } anomalies }
            ? AlertRule.Create(anomalies, result.AnomalyWindow, present.Direction)
            : present with { ConsecutiveAnomalies = result.ConsecutiveAnomalies ?? present.ConsecutiveAnomalies };
        return rule with { MinDetectors = Math.Min(present.MinDetectors, detectors) };
    }
}
