using Detectkit.Configuration;
using Detectkit.Scoring;
using Detectkit.Series;

namespace Detectkit.Autotune.Holdout;

/// <summary>What became of one incident.</summary>
/// <param name="Start">Its start, UTC.</param>
/// <param name="End">Its end, UTC.</param>
/// <param name="Label">Its label, or null.</param>
/// <param name="MinutesToDetection">Minutes from its start to the first alert in it; null where it was missed.</param>
public sealed record IncidentOutcome(DateTime Start, DateTime End, string? Label, double? MinutesToDetection)
{
    /// <summary>Whether an alert stood in it.</summary>
    public bool IsCaught => MinutesToDetection is not null;
}

/// <summary>The ranges in which figures on a hold-out lie with a stated confidence, for one side or for the proposed less the current one.</summary>
/// <param name="Confidence">The confidence, such as 0.9.</param>
/// <param name="CaughtShare">The share of incidents caught.</param>
/// <param name="FalseAlertsPerWeek">False alerts a week.</param>
/// <param name="Score">The scoring metric; null where there is none.</param>
public sealed record HoldoutRanges(double Confidence, FigureRange CaughtShare, FigureRange FalseAlertsPerWeek, FigureRange? Score);

/// <summary>An anomaly that stands out.</summary>
/// <param name="Timestamp">Its timestamp, UTC.</param>
/// <param name="Value">Its value.</param>
/// <param name="Severity">How far beyond the band, in units of spread; possibly infinite.</param>
public sealed record ExtremeAnomaly(DateTime Timestamp, double Value, double Severity);

/// <summary>The band of one detector over a hold-out, to be drawn: seven digits are plenty.</summary>
/// <param name="Detector">The detector's id.</param>
/// <param name="Lower">The lower edge at each of its points, in the metric's unit; NaN where there is none.</param>
/// <param name="Upper">The upper edge, likewise.</param>
public sealed record DetectorBand(string Detector, ValueList<float> Lower, ValueList<float> Upper);

/// <summary>How a set of detectors does on a hold-out.</summary>
public sealed record HoldoutFigures
{
    /// <summary>The incidents that begin in it, in file order; of one that began earlier the search has seen a part.</summary>
    public required ValueList<IncidentOutcome> Incidents { get; init; }

    /// <summary>Alerts outside incidents.</summary>
    public required int FalseAlerts { get; init; }

    /// <summary>The same per week.</summary>
    public required double FalseAlertsPerWeek { get; init; }

    /// <summary>Share of judged points that are anomalies.</summary>
    public required double AnomalyRate { get; init; }

    /// <summary>The same outside incidents; equal to <see cref="AnomalyRate"/> without labels.</summary>
    public required double FalseAnomalyRate { get; init; }

    /// <summary>The scoring metric of the anomalies against the labels; null without labelled points, or for a metric that ranks.</summary>
    public required double? Score { get; init; }

    /// <summary>Median width of the tunable detectors' bands over the robust spread of the values; null without band.</summary>
    public required double? BandWidth { get; init; }

    /// <summary>The most severe anomalies, worst first.</summary>
    public required ValueList<ExtremeAnomaly> Extremes { get; init; }

    /// <summary>How far these figures reach; null with fewer than five incidents.</summary>
    public HoldoutRanges? Intervals { get; init; }

    /// <summary>Where alerts stand, as points of the whole series, oldest first.</summary>
    public ValueList<PointRange> Alerts { get; init; } = [];

    /// <summary>The detectors' bands.</summary>
    public ValueList<DetectorBand> Bands { get; init; } = [];

    /// <summary>Incidents caught.</summary>
    public int Caught => Incidents.Count(i => i.IsCaught);
}
