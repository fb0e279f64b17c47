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

/// <summary>A range in which a figure lies.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public sealed record FigureRange(double Low, double High);

/// <summary>The ranges in which figures of a held-out stretch lie with a stated confidence, for one side or for the tuned less the present one.</summary>
/// <param name="Confidence">The confidence, such as 0.9.</param>
/// <param name="CaughtShare">The share of incidents caught.</param>
/// <param name="FalseAlertsPerWeek">False alarms a week.</param>
/// <param name="Score">The scoring metric; null where there is none.</param>
public sealed record HoldoutRanges(double Confidence, FigureRange CaughtShare, FigureRange FalseAlertsPerWeek, FigureRange? Score);

/// <summary>A flagged point that stands out.</summary>
/// <param name="Stamp">Its stamp, UTC.</param>
/// <param name="Value">Its value.</param>
/// <param name="Severity">How far beyond the band, in units of spread; possibly infinite.</param>
public sealed record ExtremeAnomaly(DateTime Stamp, double Value, double Severity);

/// <summary>The band of one detector over a stretch.</summary>
/// <param name="Detector">The detector's id.</param>
/// <param name="Lower">The lower edge at each point of the stretch, in the metric's unit; NaN where there is no band.</param>
/// <param name="Upper">The upper edge, likewise.</param>
public sealed record DetectorBand(string Detector, ValueList<double> Lower, ValueList<double> Upper);

/// <summary>How a set of detectors does on a stretch of a series.</summary>
public sealed record HoldoutFigures
{
    /// <summary>The incidents that begin in the stretch, in file order; of one that began earlier the search has seen a part.</summary>
    public required ValueList<IncidentOutcome> Incidents { get; init; }

    /// <summary>Alarms outside incidents, as <see cref="Scoring.FalseAlerts"/> counts them.</summary>
    public required int FalseAlerts { get; init; }

    /// <summary>The same per week of the stretch.</summary>
    public required double FalseAlertsPerWeek { get; init; }

    /// <summary>Share of judged points that are flagged.</summary>
    public required double AnomalyRate { get; init; }

    /// <summary>Share of judged points outside incidents that are flagged; equal to <see cref="AnomalyRate"/> without labels.</summary>
    public required double FalseAnomalyRate { get; init; }

    /// <summary>The scoring metric of the flags against the labels; null without labelled points in the stretch, or for a metric that ranks.</summary>
    public required double? Score { get; init; }

    /// <summary>Median width of the tunable detectors' bands over the robust spread of the values; null without band.</summary>
    public required double? BandWidth { get; init; }

    /// <summary>The most severe flagged points, worst first.</summary>
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
