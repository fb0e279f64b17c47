using Detectkit.Autotune.Adoption;
using Detectkit.Autotune.Holdout;
using Detectkit.Configuration;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Autotune;

/// <summary>What is tuned, and how much of its history is held out of the search.</summary>
/// <param name="Metric">The metric as it is configured; its tunable detectors are the incumbent.</param>
/// <param name="Series">Its history.</param>
/// <param name="Labels">Its incidents.</param>
/// <param name="Settings">How to tune.</param>
/// <param name="Holdout">Share of the newest points that take no part in the search, 0 to less than 1.</param>
/// <param name="ForceChange">Whether to change the metric even where the incumbent does as well.</param>
public sealed record TuningRequest(
    MetricConfig Metric, MetricSeries Series, IncidentLabels Labels, AutotuneSettings Settings, double Holdout, bool ForceChange)
{
    /// <summary>Whether what is changed is searched again on the whole history, once the hold-out has judged what was found without it.</summary>
    public bool Refit { get; init; }
}

/// <summary>What tuning proposes for a metric.</summary>
/// <param name="Result">What was found; null on failure.</param>
/// <param name="Decision">Whether the metric is to change, and why; null on failure.</param>
/// <param name="Failure">Why there is no result, in one line; null on success.</param>
public sealed record TuningProposal(AutotuneResult? Result, AdoptionDecision? Decision, string? Failure);

/// <summary>A tuning run with its evidence on data that the search has not seen. Null is what there is not, for want of current detectors, hold-out or result.</summary>
internal sealed record TuningOutcome
{
    /// <summary>The search whose parameters are emitted: on the training data, or on the whole history where <see cref="Judged"/> is set.</summary>
    public AutotuneResult? Result { get; init; }

    /// <summary>The search on the training data, which the hold-out has judged, where another on the whole history followed.</summary>
    public AutotuneResult? Judged { get; init; }

    public string? Failure { get; init; }

    /// <summary>The incumbent's score on what was searched for <see cref="Result"/>, of the same kind as that of the winner.</summary>
    public double? IncumbentScore { get; init; }

    /// <summary>The held-out points of the series; empty without hold-out.</summary>
    public PointRange Holdout { get; init; }

    /// <summary>The current detectors on the hold-out.</summary>
    public HoldoutFigures? Before { get; init; }

    /// <summary>What was found on the training data, beside the fixed bounds that stay, on the hold-out.</summary>
    public HoldoutFigures? After { get; init; }

    /// <summary>How far the proposed side's figures less the current one's reach; null with fewer than five incidents.</summary>
    public HoldoutRanges? Difference { get; init; }

    /// <summary>Current and proposed detectors compared over the whole history.</summary>
    public ComparedFigures? Whole { get; init; }

    public ComparedFigures? HeldOut { get; init; }

    /// <summary>How many times as wide as before an incident the current detector's band is on the day after it, the median over the incidents.</summary>
    public double? WidthAfterIncidentsBefore { get; init; }

    public double? WidthAfterIncidentsAfter { get; init; }

    /// <summary>Whether labels mark a point of the history, so that alerts outside them may be called false.</summary>
    public bool IsLabelled { get; init; }

    /// <summary>What else there is to know about the current detectors, no reason to change them; each in one line.</summary>
    public ValueList<string> Notes { get; init; } = [];

    public AdoptionDecision? Decision { get; init; }

    /// <summary>Why the metric is left as it is, in one line; null if it changes.</summary>
    public string? KeptBecause => Decision is { Kind: not AdoptionKind.Change } kept ? kept.Reason : null;
}
