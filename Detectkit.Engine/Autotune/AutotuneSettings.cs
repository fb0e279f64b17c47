using Detectkit.Alerting;
using Detectkit.Autotune.Robust;
using Detectkit.Configuration;

namespace Detectkit.Autotune;

/// <summary>How the search goes about it.</summary>
public enum AutotuneStrategy
{
    /// <summary>The greedy search of Python detectkit, decision for decision.</summary>
    Reference,

    /// <summary>Smoothed scores over long windows, a threshold from their own distribution, and resampling before the default is left.</summary>
    Robust,
}

/// <summary>The alert rules that may be chosen.</summary>
public enum AlertRules
{
    /// <summary>Anomalies in a row, which every version of Python detectkit knows.</summary>
    Consecutive,

    /// <summary>Also so many anomalies among the last points, which later versions know.</summary>
    Window,

    /// <summary>The same, and detectors with <c>stabilization: clamp</c>, which later versions know too.</summary>
    WindowClamp,
}

/// <summary>What becomes of a metric that nobody labelled.</summary>
public enum UnlabelledPolicy
{
    /// <summary>It changes only where its current detector is noisy, blind or failing, and then as little as that asks for.</summary>
    Noisy,

    /// <summary>It never changes.</summary>
    Keep,

    /// <summary>It gets the strategy's default.</summary>
    Default,
}

/// <summary>What a metric's configuration says about its tuning.</summary>
public sealed record AutotuneSettings
{
    /// <summary>The newest points that are searched where <c>max_history</c> is unset, as in Python detectkit.</summary>
    public const int DefaultMaxHistory = 50_000;

    /// <summary>Alerts a week up to which an unlabelled metric is quiet, where neither metric nor run says otherwise.</summary>
    public const double DefaultMaxAlertsPerWeek = 1;

    /// <summary>How the search goes about it.</summary>
    public AutotuneStrategy Strategy { get; init; }

    /// <summary>The alert rules that the robust strategy may choose.</summary>
    public AlertRules AlertRules { get; init; }

    /// <summary>Whether the metric has an alerting block, without which every anomaly is an alert.</summary>
    public bool HasAlerting { get; init; }

    /// <summary>Which way anomalies must point for an alert.</summary>
    public AlertDirection Direction { get; init; }

    /// <summary>Whether the scoring metric was asked for; the robust strategy else uses a mean of several.</summary>
    public bool IsScoringChosen { get; init; }

    /// <summary>How detections are compared with labels.</summary>
    public ScoringMetric ScoringMetric { get; init; } = ScoringMetric.Mcc;

    /// <summary>What becomes of the metric where it has no labels.</summary>
    public UnlabelledPolicy Unlabelled { get; init; }

    /// <summary>Alerts a week up to which an unlabelled metric is quiet, at least 0.</summary>
    public double MaxAlertsPerWeek { get; init; } = DefaultMaxAlertsPerWeek;

    /// <summary>The alert rule that a proposal without labels keeps; null where it may choose one.</summary>
    internal AlertRule? KeptRule { get; init; }

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

    /// <summary>Threads that one search may use, at least 1: more pay where there are fewer metrics than cores. The result does not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Numbers of the robust strategy.</summary>
    internal RobustSettings Robust { get; init; } = new();

    /// <summary>The settings of a metric's <c>autotune</c> block, defaults where it has none.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="maxAlertsPerWeek">Alerts a week up to which it is quiet without labels, unless it says so itself.</param>
    /// <returns>The settings.</returns>
    public static AutotuneSettings From(MetricConfig metric, double maxAlertsPerWeek = DefaultMaxAlertsPerWeek)
    {
        var settings = new AutotuneSettings
        {
            MaxAlertsPerWeek = maxAlertsPerWeek,
            HasAlerting = metric.TunedAlerting is not null,
            Direction = metric.TunedAlerting?.Direction ?? AlertDirection.Same,
        };
        return metric.Autotune is not { } block
            ? settings
            : settings with
            {
                ScoringMetric = block.ScoringMetric ?? ScoringMetric.Mcc,
                IsScoringChosen = block.ScoringMetric is not null,
                Beta = block.Beta,
                Folds = block.Folds,
                DetectorTypes = block.DetectorTypes,
                SeasonalityCandidates = block.SeasonalityCandidates,
                FixedParams = block.FixedParams,
                MaxHistory = block.MaxHistory ?? DefaultMaxHistory,
                MaxAlertsPerWeek = block.MaxAlertsPerWeek ?? settings.MaxAlertsPerWeek,
            };
    }
}
