using System.Globalization;
using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Evidence;

/// <summary>What is tuned, and how much of its history is held out of the search.</summary>
/// <param name="Metric">The metric as it is configured; its tunable detectors are the incumbent.</param>
/// <param name="Series">Its history.</param>
/// <param name="Labels">Its incidents.</param>
/// <param name="Settings">How to tune.</param>
/// <param name="Holdout">Share of the newest points that take no part in the search, 0 to less than 1.</param>
/// <param name="ForceChange">Whether to change the metric even where the incumbent does as well.</param>
public sealed record HeldOutRequest(
    MetricConfig Metric, MetricSeries Series, IncidentLabels Labels, AutotuneSettings Settings, double Holdout, bool ForceChange)
{
    /// <summary>Whether what is changed is searched again on the whole history, once the hold-out has judged what was found without it.</summary>
    public bool Refit { get; init; }
}

/// <summary>A tuning run with its evidence on data that the search has not seen.</summary>
public sealed record HeldOutOutcome
{
    /// <summary>The search whose parameters are emitted: on the training part, or on the whole history where <see cref="Judged"/> is set; null on failure.</summary>
    public AutotuneResult? Result { get; init; }

    /// <summary>The search on the training part, which the hold-out has judged, where another on the whole history followed; else null.</summary>
    public AutotuneResult? Judged { get; init; }

    /// <summary>Why there is no result, in one line.</summary>
    public string? Failure { get; init; }

    /// <summary>The incumbent's score on what was searched for <see cref="Result"/>, of the same kind as the tuned one's; null without incumbent.</summary>
    public double? IncumbentScore { get; init; }

    /// <summary>The held-out points of the series; empty without hold-out.</summary>
    public PointRange Holdout { get; init; }

    /// <summary>The metric's present detectors on the held-out points; null without detectors or hold-out.</summary>
    public SideEvidence? Before { get; init; }

    /// <summary>What was found on the training part, beside the fixed bounds that stay, on the held-out points; null without hold-out.</summary>
    public SideEvidence? After { get; init; }

    /// <summary>How far the tuned side's figures less the present one's reach; null with fewer than five incidents or without present side.</summary>
    public HeldOutRanges? Difference { get; init; }

    /// <summary>Why the metric is left as it is, in one line; null where it is changed.</summary>
    public string? KeptBecause { get; init; }
}

/// <summary>
/// Tunes on the older part of a series and judges the incumbent and the tuned detector on the newest part. The parameters that come
/// out are those found on the training part, unless a search on the whole history is asked for.
/// </summary>
public static class HeldOutTuning
{
    /// <summary>A hold-out shorter than this says nothing; the search then uses the whole series.</summary>
    private const int LeastHeldOutPoints = 20;

    /// <summary>Runs search and comparison.</summary>
    /// <param name="request">What to tune.</param>
    /// <param name="cancellation">Stops the run between candidates.</param>
    /// <returns>The outcome.</returns>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static HeldOutOutcome Run(HeldOutRequest request, CancellationToken cancellation = default)
    {
        var series = request.Series;
        var held = (int)Math.Floor(series.Count * request.Holdout);
        var isHeldOut = held >= LeastHeldOutPoints;
        var training = isHeldOut ? series.Slice(0, series.Count - held) : series;
        var known = isHeldOut ? Before(training, request.Labels) : request.Labels;
        var searched = new AutotuneRequest(request.Metric.Name, training, known, request.Settings);
        var search = AutotunePipeline.Run(searched, cancellation);
        if (search.Result is not { } result)
        {
            return new HeldOutOutcome { Failure = search.Failure };
        }

        result = WithHeldOutLabels(result, request.Labels.Incidents.Count - known.Incidents.Count);
        var outcome = WithIncumbentScore(new HeldOutOutcome { Result = result }, searched, request);
        outcome = isHeldOut ? WithEvidence(outcome, new PointRange(training.Count, series.Count), request) : outcome;
        outcome = request.ForceChange ? outcome : outcome with { KeptBecause = Adoption.KeptBecause(outcome) };
        return isHeldOut && request.Refit && outcome.KeptBecause is null ? Refitted(outcome, request, cancellation) : outcome;
    }

    private static HeldOutOutcome WithIncumbentScore(HeldOutOutcome outcome, AutotuneRequest searched, HeldOutRequest request)
    {
        var incumbent = request.Metric.Detectors.OfType<WindowedDetector>().ToList();
        return incumbent.Count == 0
            ? outcome
            : outcome with { IncumbentScore = AutotunePipeline.StrategyOf(searched.Settings).Score(incumbent, Present(request), searched, outcome.Result!) };
    }

    // What the hold-out has judged stays in the record: it is that, and not its successor, to which the held-out figures belong.
    private static HeldOutOutcome Refitted(HeldOutOutcome outcome, HeldOutRequest request, CancellationToken cancellation)
    {
        var judged = outcome.Result!;
        var whole = new AutotuneRequest(request.Metric.Name, request.Series, request.Labels, request.Settings);
        var search = AutotunePipeline.Run(whole, cancellation);
        if (search.Result is not { } result)
        {
            return NotRefitted(outcome, search.Failure!);
        }

        var words = string.Create(
            CultureInfo.InvariantCulture,
            $"searched again on all history; the hold-out judged run {judged.RunId}, found on what ends at {judged.TrainingEnd:yyyy-MM-dd HH:mm}, and not this one");
        var refit = WithIncumbentScore(outcome with { Result = WithRefit(result, words), Judged = judged }, whole, request);
        return Adoption.Unbeaten(refit) is { } reason ? NotRefitted(outcome, reason) : refit;
    }

    private static HeldOutOutcome NotRefitted(HeldOutOutcome outcome, string reason) =>
        outcome with { Result = WithRefit(outcome.Result!, $"searched again on all history, in vain: {reason}; what the hold-out has judged is taken") };

    private static AutotuneResult WithRefit(AutotuneResult result, string words) =>
        result with { DecisionLog = [.. result.DecisionLog, new Decision("refit", words)] };

    private static AlertRule Present(HeldOutRequest request) => AlertRule.Of(request.Metric.TunedAlerting);

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
        var words = later == 1 ? "1 label begins in the held-out part and judges" : FormattableString.Invariant($"{later} labels begin in the held-out part and judge");
        log.Insert(log.FindLastIndex(d => d.Stage == "labels") + 1, new Decision("labels", words + " what was found"));
        return result with { DecisionLog = log.ToValueList() };
    }

    // As the file says before and after: bounds that are fixed stay, and no rule asks for more detectors than there are.
    private static HeldOutOutcome WithEvidence(HeldOutOutcome outcome, PointRange stretch, HeldOutRequest request)
    {
        var present = Present(request);
        using var analysis = new SeriesAnalysis(request.Series);
        using var blocks = new HeldOutBlocks(request.Series, request.Labels, stretch, request.Settings);
        (SideEvidence Evidence, SideCounts Counts) Measure(IReadOnlyList<DetectorConfig> detectors, AlertRule rule) =>
            SideMeasurement.Measure(detectors, rule, analysis, request.Labels, stretch, request.Settings, blocks);

        var detectors = request.Metric.Detectors;
        List<DetectorConfig> tuned = [outcome.Result!.Winner.Detector, .. detectors.Where(d => d is not WindowedDetector)];
        var before = detectors.Count == 0 ? ((SideEvidence Evidence, SideCounts Counts)?)null : Measure(detectors, present);
        var after = Measure(tuned, TunedRule(present, outcome.Result, tuned.Count));
        return HeldOutIntervals.Add(outcome with { Holdout = stretch, Before = before?.Evidence, After = after.Evidence }, blocks, before?.Counts, after.Counts);
    }

    /// <summary>The rule by which a tuned metric alerts.</summary>
    /// <param name="present">The rule of its first alerting block.</param>
    /// <param name="result">What was found.</param>
    /// <param name="detectors">How many detectors the tuned file has; no rule asks for more.</param>
    /// <returns>The rule.</returns>
    public static AlertRule TunedRule(AlertRule present, AutotuneResult result, int detectors)
    {
        var rule = result is { Strategy: AutotuneStrategy.Robust, ConsecutiveAnomalies: { } anomalies }
            ? AlertRule.Of(anomalies, result.AnomalyWindow, present.Direction)
            : present with { ConsecutiveAnomalies = result.ConsecutiveAnomalies ?? present.ConsecutiveAnomalies };
        return rule with { MinDetectors = Math.Min(present.MinDetectors, detectors) };
    }
}
