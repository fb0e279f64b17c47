namespace Detectkit.Configuration;

/// <summary>A metric as its YAML file defines it. Immutable; compares by value.</summary>
public sealed record MetricConfig
{
    /// <summary>YAML <c>name</c>, unique over the project.</summary>
    public required string Name { get; init; }

    /// <summary>The file, relative to the project's root with forward slashes; empty where it came from no file.</summary>
    public string FilePath { get; init; } = "";

    /// <summary>YAML <c>description</c>.</summary>
    public string? Description { get; init; }

    /// <summary>YAML <c>tags</c>; empty where unset.</summary>
    public ValueList<string> Tags { get; init; } = [];

    /// <summary>YAML <c>profile</c>; null for the project's default.</summary>
    public string? Profile { get; init; }

    /// <summary>YAML <c>source_profile</c> of later Python versions: where the query runs; null for the project's, and without one the metric's profile.</summary>
    public string? SourceProfile { get; init; }

    /// <summary>YAML <c>enabled</c>.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>YAML <c>interval</c> in seconds, above 0.</summary>
    public required int IntervalSeconds { get; init; }

    /// <summary>YAML <c>query</c>; null where <see cref="QueryFile"/> is given.</summary>
    public string? Query { get; init; }

    /// <summary>YAML <c>query_file</c>; null where <see cref="Query"/> is given.</summary>
    public string? QueryFile { get; init; }

    /// <summary>YAML <c>query_columns</c>; null where unset.</summary>
    public QueryColumns? QueryColumns { get; init; }

    /// <summary>YAML <c>loading_start_time</c>, <c>YYYY-MM-DD HH:MM:SS</c> in UTC.</summary>
    public string? LoadingStartTime { get; init; }

    /// <summary>YAML <c>loading_delay</c> of later Python versions, in seconds: how long after its end an interval is complete; null for the project's.</summary>
    public int? LoadingDelaySeconds { get; init; }

    /// <summary>YAML <c>loading_batch_size</c>, 1 to 1,000,000.</summary>
    public int LoadingBatchSize { get; init; } = 10000;

    /// <summary>YAML <c>seasonality_columns</c>.</summary>
    public ValueList<string> SeasonalityColumns { get; init; } = [];

    /// <summary>YAML <c>detectors</c>.</summary>
    public ValueList<DetectorConfig> Detectors { get; init; } = [];

    /// <summary>YAML <c>alerting</c>: the blocks, a single mapping being a list of one.</summary>
    public ValueList<AlertingConfig> Alerting { get; init; } = [];

    /// <summary>YAML <c>tables</c>; null where unset.</summary>
    public TablesConfig? Tables { get; init; }

    /// <summary>YAML <c>autotune</c>; null where unset.</summary>
    public AutotuneConfig? Autotune { get; init; }

    /// <summary>The columns that a query or the stamp provides, in data order: those of <see cref="QueryColumns"/> take precedence.</summary>
    public ValueList<string> EffectiveSeasonalityColumns =>
        QueryColumns is { Seasonality.Count: > 0 } columns ? columns.Seasonality : SeasonalityColumns;

    /// <summary>
    /// The block whose rule tuning starts from, is judged by and writes: the first, switched off or not, because that is the one which the
    /// reference's tuned file has; null without alerting. For what alerts today see <see cref="AlertingInForce"/>.
    /// </summary>
    public AlertingConfig? TunedAlerting => Alerting.Count > 0 ? Alerting[0] : null;

    /// <summary>
    /// The blocks that alert, each with its number from 1 in file order: those that are not switched off. What detections say, beside
    /// <see cref="TunedAlerting"/>: a block that is switched off alerts nobody, though tuning may write into it.
    /// </summary>
    public IEnumerable<(int Number, AlertingConfig Block)> AlertingInForce => Alerting.Select((block, i) => (i + 1, block)).Where(b => b.block.Enabled);
}

/// <summary>YAML <c>query_columns</c>: the names of the result's columns.</summary>
public sealed record QueryColumns
{
    /// <summary>YAML <c>timestamp</c>.</summary>
    public string Timestamp { get; init; } = "timestamp";

    /// <summary>YAML <c>metric</c>: the value's column.</summary>
    public string Metric { get; init; } = "value";

    /// <summary>YAML <c>seasonality</c>: columns that the query itself provides.</summary>
    public ValueList<string> Seasonality { get; init; } = [];
}

/// <summary>YAML <c>tables</c>: table names that differ from the project's.</summary>
/// <param name="Datapoints">YAML <c>datapoints</c>.</param>
/// <param name="Detections">YAML <c>detections</c>.</param>
public sealed record TablesConfig(string? Datapoints, string? Detections);

/// <summary>Which way anomalies must point for an alert.</summary>
public enum AlertDirection
{
    /// <summary>YAML <c>same</c>: all the same way.</summary>
    Same,

    /// <summary>YAML <c>any</c>: either way, mixed.</summary>
    Any,

    /// <summary>YAML <c>up</c>: above the band.</summary>
    Up,

    /// <summary>YAML <c>down</c>: below the band.</summary>
    Down,
}

/// <summary>A share of anomalies among the last points, the newest one of them, that is an alert.</summary>
/// <param name="Points">The points, at least 2.</param>
/// <param name="MinShare">The share, above 0, at most 1.</param>
public sealed record AnomalyWindow(int Points, double MinShare)
{
    /// <summary>The least number of anomalies that is such a share.</summary>
    public int Anomalies
    {
        get
        {
            // The product is rounded: it is the quotient that the share is compared with.
            var least = Math.Max(1, (int)Math.Floor(MinShare * Points) - 1);
            while ((double)least / Points < MinShare)
            {
                least++;
            }

            return least;
        }
    }

    /// <summary>The window in which a number of anomalies is an alert.</summary>
    /// <param name="anomalies">The anomalies, at least 1.</param>
    /// <param name="points">The points, at least as many.</param>
    /// <returns>The window.</returns>
    public static AnomalyWindow Create(int anomalies, int points) => new(points, (double)anomalies / points);
}

/// <summary>One block of YAML <c>alerting</c>.</summary>
public sealed record AlertingConfig
{
    /// <summary>YAML <c>enabled</c>.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>YAML <c>timezone</c>, an IANA name.</summary>
    public string? Timezone { get; init; }

    /// <summary>YAML <c>channels</c>.</summary>
    public ValueList<string> Channels { get; init; } = [];

    /// <summary>YAML <c>min_detectors</c>, at least 1.</summary>
    public int MinDetectors { get; init; } = 1;

    /// <summary>YAML <c>direction</c>.</summary>
    public AlertDirection Direction { get; init; }

    /// <summary>YAML <c>consecutive_anomalies</c>, at least 1.</summary>
    public int ConsecutiveAnomalies { get; init; } = 3;

    /// <summary>YAML <c>anomaly_window</c> with <c>min_anomaly_share</c>, of later reference versions; null unless both are there and make sense.</summary>
    public AnomalyWindow? AnomalyWindow { get; init; }

    /// <summary>YAML <c>no_data_alert</c>.</summary>
    public bool NoDataAlert { get; init; }

    /// <summary>YAML <c>template_single</c>.</summary>
    public string? TemplateSingle { get; init; }

    /// <summary>YAML <c>template_consecutive</c>.</summary>
    public string? TemplateConsecutive { get; init; }

    /// <summary>YAML <c>template_recovery</c>.</summary>
    public string? TemplateRecovery { get; init; }

    /// <summary>YAML <c>template_no_data</c>.</summary>
    public string? TemplateNoData { get; init; }

    /// <summary>YAML <c>alert_cooldown</c> as written: an <see cref="IntegerValue"/> of seconds or a <see cref="TextValue"/>; null for none.</summary>
    public ParameterValue? AlertCooldown { get; init; }

    /// <summary>YAML <c>cooldown_reset_on_recovery</c>.</summary>
    public bool CooldownResetOnRecovery { get; init; } = true;

    /// <summary>YAML <c>notify_on_recovery</c>.</summary>
    public bool NotifyOnRecovery { get; init; }

    /// <summary>YAML <c>mentions</c>.</summary>
    public ValueList<string> Mentions { get; init; } = [];

    /// <summary>YAML <c>suppress_until</c>, <c>YYYY-MM-DD HH:MM:SS</c> in UTC.</summary>
    public string? SuppressUntil { get; init; }

    /// <summary>YAML <c>dashboard_url</c>.</summary>
    public string? DashboardUrl { get; init; }

    /// <summary>YAML <c>links</c>, label to address, in file order.</summary>
    public ValueList<KeyValuePair<string, string>> Links { get; init; } = [];
}

/// <summary>How detections are compared with labelled incidents.</summary>
public enum ScoringMetric
{
    /// <summary>YAML <c>mcc</c>: Matthews correlation coefficient.</summary>
    Mcc,

    /// <summary>YAML <c>event_f1</c>, of later reference versions: one flag inside an incident catches it, flags outside count one by one.</summary>
    EventF1,

    /// <summary>YAML <c>f1</c>.</summary>
    F1,

    /// <summary>YAML <c>f_beta</c>.</summary>
    FBeta,

    /// <summary>YAML <c>balanced_accuracy</c>.</summary>
    BalancedAccuracy,

    /// <summary>YAML <c>roc_auc</c>.</summary>
    RocAuc,

    /// <summary>YAML <c>pr_auc</c>.</summary>
    PrAuc,
}

/// <summary>YAML <c>autotune</c>: how the metric is tuned.</summary>
public sealed record AutotuneConfig
{
    /// <summary>YAML <c>enabled</c>.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>YAML <c>detector_types</c>; null for all of <c>mad</c>, <c>zscore</c>, <c>iqr</c>.</summary>
    public ValueList<DetectorType>? DetectorTypes { get; init; }

    /// <summary>YAML <c>scoring_metric</c>; null where unset.</summary>
    public ScoringMetric? ScoringMetric { get; init; }

    /// <summary>YAML <c>beta</c> of <c>f_beta</c>, above 0.</summary>
    public double Beta { get; init; } = 1.0;

    /// <summary>YAML <c>labels_file</c>, relative to the project's root.</summary>
    public string? LabelsFile { get; init; }

    /// <summary>YAML <c>incidents</c> with their <c>incidents_timezone</c>, read; null where unset.</summary>
    public Labels.IncidentLabels? Incidents { get; init; }

    /// <summary>YAML <c>seasonality_candidates</c>; null for all columns.</summary>
    public ValueList<string>? SeasonalityCandidates { get; init; }

    /// <summary>YAML <c>fixed_params</c>.</summary>
    public ParameterSet FixedParams { get; init; } = ParameterSet.Empty;

    /// <summary>YAML <c>folds</c>, at least 2.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>YAML <c>max_history</c> in points; null for 50,000.</summary>
    public int? MaxHistory { get; init; }

    /// <summary>YAML <c>max_alerts_per_week</c>, at least 0; null where unset, so that a run's own setting counts, or 1.</summary>
    public double? MaxAlertsPerWeek { get; init; }
}
