using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Build.Pages.Evidence;

internal enum EvidenceOutcome
{
    Tuned,

    /// <summary>The proposed detector is clearly better in one figure and worse in another, so its detector stays until a person chooses.</summary>
    TradeOff,

    /// <summary>The search found nothing that is better.</summary>
    Kept,

    /// <summary>The search found the detector that it has.</summary>
    Unchanged,

    Failed,

    /// <summary>Another process is working on it.</summary>
    Skipped,
}

internal sealed record EvidenceModel(string Project, ValueList<MetricEvidence> Metrics);

internal sealed record MetricEvidence
{
    public required string Metric { get; init; }

    /// <summary>Its YAML file, relative to the project's root with forward slashes.</summary>
    public required string File { get; init; }

    public required EvidenceOutcome Outcome { get; init; }

    /// <summary>Why it was kept or failed, in one line.</summary>
    public string? Reason { get; init; }

    /// <summary>With the hold-out; null where it could not be loaded.</summary>
    public MetricSeries? Series { get; init; }

    public IncidentLabels Labels { get; init; } = IncidentLabels.None;

    /// <summary>Whether labels mark a point of the history; only then is an alert outside incidents called false.</summary>
    public bool IsLabelled { get; init; }

    /// <summary>The current detector; null where the metric has none or the run failed.</summary>
    public DetectorEvidence? Before { get; init; }

    /// <summary>The detector that the search found, adopted or not; null where the run failed.</summary>
    public DetectorEvidence? After { get; init; }

    /// <summary>Its points count from the start of <see cref="Series"/>.</summary>
    public AutotuneResult? Result { get; init; }

    /// <summary>The search on the training part that the hold-out has judged, where <see cref="Result"/> comes from another on all history.</summary>
    public AutotuneResult? Judged { get; init; }

    public PointRange? HoldOut { get; init; }

    /// <summary>Null where nothing is to change.</summary>
    public YamlChange? Change { get; init; }
}

internal sealed record YamlChange(string Before, string After);

internal sealed record DetectorEvidence
{
    public required DetectorLayer Layer { get; init; }

    public required MatchedAlerts Alerts { get; init; }

    /// <summary>The walk-forward score.</summary>
    public double? Score { get; init; }

    /// <summary>Of the folds that could be scored, oldest first.</summary>
    public ValueList<double> FoldScores { get; init; } = [];

    public required Tally Whole { get; init; }

    public Tally? HeldOut { get; init; }
}

/// <summary>A detector's numbers over a stretch of the series.</summary>
/// <param name="Score">Null where the stretch cannot be scored.</param>
/// <param name="Caught">Incidents with an alert inside.</param>
/// <param name="Missed">Incidents without.</param>
/// <param name="FalseAlertsPerWeek">Alerts outside incidents, per seven days.</param>
/// <param name="AnomalyRate">Anomalous points among those with a band, 0 to 1.</param>
internal sealed record Tally(double? Score, int Caught, int Missed, double FalseAlertsPerWeek, double AnomalyRate);
