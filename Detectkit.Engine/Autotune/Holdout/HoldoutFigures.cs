using Detectkit.Configuration;
using Detectkit.Series;

namespace Detectkit.Autotune.Holdout;

/// <summary>What became of one incident: after how many minutes from its start the first alert stood in it, or null.</summary>
internal sealed record IncidentOutcome(DateTime Start, DateTime End, string? Label, double? MinutesToDetection)
{
    public bool IsCaught => MinutesToDetection is not null;
}

/// <summary>The ranges in which figures on a hold-out lie with a stated confidence, such as 0.9, for one side or for the proposed less the current one.</summary>
internal sealed record HoldoutRanges(double Confidence, FigureRange CaughtShare, FigureRange FalseAlertsPerWeek, FigureRange? Score);

/// <summary>An anomaly that stands out, so many spreads beyond its band, possibly infinitely many.</summary>
internal sealed record ExtremeAnomaly(DateTime Timestamp, double Value, double Severity);

/// <summary>The edges of one detector's band at each point of a hold-out; NaN where there is no band. To be drawn: seven digits are plenty.</summary>
internal sealed record DetectorBand(string Detector, ValueList<float> Lower, ValueList<float> Upper);

/// <summary>How a set of detectors does on a hold-out.</summary>
internal sealed record HoldoutFigures
{
    /// <summary>The incidents that begin in it, in file order; of one that began earlier the search has seen a part.</summary>
    public required ValueList<IncidentOutcome> Incidents { get; init; }

    public required int FalseAlerts { get; init; }

    public required double FalseAlertsPerWeek { get; init; }

    /// <summary>Share of judged points that are anomalies.</summary>
    public required double AnomalyRate { get; init; }

    public required double FalseAnomalyRate { get; init; }

    /// <summary>The scoring metric of the anomalies against the labels; null without labelled points, or for a metric that ranks.</summary>
    public required double? Score { get; init; }

    /// <summary>Median width of the tunable detectors' bands over the robust spread of the values; null without band.</summary>
    public required double? BandWidth { get; init; }

    /// <summary>The most severe anomalies, worst first.</summary>
    public required ValueList<ExtremeAnomaly> Extremes { get; init; }

    /// <summary>How far these figures reach; null with fewer than five incidents.</summary>
    public HoldoutRanges? Intervals { get; init; }

    /// <summary>Where alerts stand, as points of the whole series.</summary>
    public ValueList<PointRange> Alerts { get; init; } = [];

    public ValueList<DetectorBand> Bands { get; init; } = [];

    public int Caught => Incidents.Count(i => i.IsCaught);
}
