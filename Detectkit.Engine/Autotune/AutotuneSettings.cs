using Detectkit.Configuration;

namespace Detectkit.Autotune;

/// <summary>What a metric's configuration says about its tuning.</summary>
public sealed record AutotuneSettings
{
    /// <summary>The newest points that are searched where <c>max_history</c> is unset, as in the reference.</summary>
    public const int DefaultMaxHistory = 50_000;

    /// <summary>How detections are compared with labels.</summary>
    public ScoringMetric ScoringMetric { get; init; } = ScoringMetric.Mcc;

    /// <summary>Weight of recall in <c>f_beta</c>, above 0.</summary>
    public double Beta { get; init; } = 1;

    /// <summary>Number of walk-forward folds, at least 1.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Detector types that may be chosen; null for all windowed ones.</summary>
    public ValueList<DetectorType>? DetectorTypes { get; init; }

    /// <summary>Seasonality columns that may be chosen; null for all.</summary>
    public ValueList<string>? SeasonalityCandidates { get; init; }

    /// <summary>Parameters that are pinned.</summary>
    public ParameterSet FixedParams { get; init; } = ParameterSet.Empty;

    /// <summary>Newest points to search, at least 1.</summary>
    public int MaxHistory { get; init; } = DefaultMaxHistory;

    /// <summary>The settings of a metric's <c>autotune</c> block, defaults where it has none.</summary>
    /// <param name="metric">The metric.</param>
    /// <returns>The settings.</returns>
    public static AutotuneSettings From(MetricConfig metric) => metric.Autotune is not { } block
        ? new AutotuneSettings()
        : new AutotuneSettings
        {
            ScoringMetric = block.ScoringMetric ?? ScoringMetric.Mcc,
            Beta = block.Beta,
            Folds = block.Folds,
            DetectorTypes = block.DetectorTypes,
            SeasonalityCandidates = block.SeasonalityCandidates,
            FixedParams = block.FixedParams,
            MaxHistory = block.MaxHistory ?? DefaultMaxHistory,
        };
}
