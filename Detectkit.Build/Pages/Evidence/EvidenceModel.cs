using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Build.Pages.Evidence;

/// <summary>What became of a metric in a tuning run.</summary>
internal enum EvidenceOutcome
{
    /// <summary>Its detector is to change.</summary>
    Tuned,

    /// <summary>The proposed detector is clearly better in one figure and worse in another, so its detector stays until a person chooses.</summary>
    TradeOff,

    /// <summary>The search found nothing that is better, so its detector stays.</summary>
    Kept,

    /// <summary>The search found the detector that it has.</summary>
    Unchanged,

    /// <summary>It could not be loaded or tuned.</summary>
    Failed,

    /// <summary>It was left alone, because another process is working on it.</summary>
    Skipped,
}

/// <summary>What the evidence page is made from.</summary>
/// <param name="Project">The project's name.</param>
/// <param name="Metrics">The metrics in the order of the run.</param>
internal sealed record EvidenceModel(string Project, ValueList<MetricEvidence> Metrics);

/// <summary>One metric of a tuning run.</summary>
internal sealed record MetricEvidence
{
    /// <summary>The metric's name.</summary>
    public required string Metric { get; init; }

    /// <summary>Its YAML file, relative to the project's root with forward slashes.</summary>
    public required string File { get; init; }

    /// <summary>What became of it.</summary>
    public required EvidenceOutcome Outcome { get; init; }

    /// <summary>Why it was kept or failed, in one line; null where there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>The series the detectors were run over, the hold-out included; null where it could not be loaded.</summary>
    public MetricSeries? Series { get; init; }

    /// <summary>The labelled incidents.</summary>
    public IncidentLabels Labels { get; init; } = IncidentLabels.None;

    /// <summary>Whether labels mark a point of the history; only then is an alert outside incidents called false.</summary>
    public bool IsLabelled { get; init; }

    /// <summary>The metric's current detector; null where it has none or the run failed.</summary>
    public DetectorEvidence? Before { get; init; }

    /// <summary>The detector that the search found, adopted or not; null where the run failed.</summary>
    public DetectorEvidence? After { get; init; }

    /// <summary>The search's result; its points count from the start of <see cref="Series"/>.</summary>
    public AutotuneResult? Result { get; init; }

    /// <summary>The search on the training part that the hold-out has judged, where <see cref="Result"/> comes from another on all history; else null.</summary>
    public AutotuneResult? Judged { get; init; }

    /// <summary>The points that took no part in the search that they judge; null without hold-out.</summary>
    public PointRange? HoldOut { get; init; }

    /// <summary>The metric's YAML before and after; null where nothing is to change.</summary>
    public YamlChange? Change { get; init; }
}

/// <summary>A text before and after.</summary>
/// <param name="Before">The text before.</param>
/// <param name="After">The text after.</param>
internal sealed record YamlChange(string Before, string After);

/// <summary>How one detector did on a metric.</summary>
internal sealed record DetectorEvidence
{
    /// <summary>The band and flags over the metric's series.</summary>
    public required DetectorLayer Layer { get; init; }

    /// <summary>The alerts that its flags raise, matched with the incidents.</summary>
    public required MatchedAlerts Alerts { get; init; }

    /// <summary>The walk-forward score; null where it was not scored.</summary>
    public double? Score { get; init; }

    /// <summary>The scores of the folds that could be scored, oldest first.</summary>
    public ValueList<double> FoldScores { get; init; } = [];

    /// <summary>Its numbers over the whole series.</summary>
    public required Tally Whole { get; init; }

    /// <summary>Its numbers on the hold-out; null without one.</summary>
    public Tally? HeldOut { get; init; }
}

/// <summary>A detector's numbers over a stretch of the series.</summary>
/// <param name="Score">The scoring metric; null where the stretch cannot be scored.</param>
/// <param name="Caught">Incidents with an alert inside.</param>
/// <param name="Missed">Incidents without.</param>
/// <param name="FalseAlertsPerWeek">Alerts outside incidents, per seven days.</param>
/// <param name="AnomalyRate">Anomalous points among those with a band, 0 to 1.</param>
internal sealed record Tally(double? Score, int Caught, int Missed, double FalseAlertsPerWeek, double AnomalyRate);
