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

/// <summary>A tuning run with its evidence on data that the search has not seen.</summary>
public sealed record TuningOutcome
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

    /// <summary>The metric's current detectors on the held-out points; null without detectors or hold-out.</summary>
    public HoldoutFigures? Before { get; init; }

    /// <summary>What was found on the training part, beside the fixed bounds that stay, on the held-out points; null without hold-out.</summary>
    public HoldoutFigures? After { get; init; }

    /// <summary>How far the proposed side's figures less the current one's reach; null with fewer than five incidents or without current detectors.</summary>
    public HoldoutRanges? Difference { get; init; }

    /// <summary>Current and proposed detector compared over the whole history; null without current detectors.</summary>
    public ComparedFigures? Whole { get; init; }

    /// <summary>The same on the hold-out alone; null without one.</summary>
    public ComparedFigures? HeldOut { get; init; }

    /// <summary>How many times as wide as before an incident the current detector's band is on the day after it, the median over the incidents; null without any.</summary>
    public double? WidthAfterIncidentsBefore { get; init; }

    /// <summary>The same of the proposed detector.</summary>
    public double? WidthAfterIncidentsAfter { get; init; }

    /// <summary>Whether labels mark a point of the history, so that alerts outside them may be called false.</summary>
    public bool IsLabelled { get; init; }

    /// <summary>What else there is to know about the current detectors, no reason to change them; each in one line.</summary>
    public ValueList<string> Notes { get; init; } = [];

    /// <summary>What becomes of the proposal; null on failure.</summary>
    public AdoptionDecision? Decision { get; init; }

    /// <summary>Why the metric is left as it is, in one line; null if it changes.</summary>
    public string? KeptBecause => Decision is { Kind: not AdoptionKind.Change } kept ? kept.Reason : null;
}
