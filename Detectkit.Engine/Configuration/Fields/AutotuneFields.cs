namespace Detectkit.Configuration.Fields;

/// <summary>The fields of the autotune block and of labels.</summary>
internal static class AutotuneFields
{
    public static readonly Field Enabled = new("enabled", FieldKind.Boolean, "Whether the metric is tuned.")
    {
        AllowsNull = false, Default = ParameterValue.From(true),
    };

    public static readonly Field DetectorTypes = new("detector_types", FieldKind.TextList, "The detector types to choose from; all three where left out.")
    {
        IsNotEmpty = true, Choices = DetectorConfig.TunedTypes.Select(DetectorTypeName.Of).ToValueList(),
    };

    public static readonly Field ScoringMetric = new("scoring_metric", FieldKind.Text, "What labelled candidates are scored by; mcc where left out.")
    {
        Choices = ["mcc", "f1", "f_beta", "balanced_accuracy", "roc_auc", "pr_auc", "event_f1"],
    };

    public static readonly Field Beta = new("beta", FieldKind.Number, "Weight of recall in f_beta.")
    {
        AllowsNull = false, Minimum = 0, MinimumExcluded = true, Default = ParameterValue.From(1.0),
    };

    public static readonly Field LabelsFile = new("labels_file", FieldKind.Text, "The file of labelled incidents, relative to the project's root. Either this or incidents.");

    public static readonly Field Incidents = new("incidents", FieldKind.MappingList, "Labelled incidents; Python detectkit before 0.20 ignores them.")
    {
        Shape = LabelFields.Incident,
    };

    public static readonly Field IncidentsTimezone = new("incidents_timezone", FieldKind.Text, "IANA zone of the incidents' times; UTC where left out.");

    public static readonly Field SeasonalityCandidates = new("seasonality_candidates", FieldKind.TextList, "The seasonality columns to try; all where left out.")
    {
        Choices = SeasonalityColumnNames.All,
    };

    public static readonly Field FixedParams = new("fixed_params", FieldKind.Parameters, "Detector parameters that every candidate has.")
    {
        AllowsNull = false, Shape = DetectorFields.WindowedAlgorithm,
    };

    public static readonly Field Folds = new("folds", FieldKind.Whole, "Folds of the walk-forward cross-validation.")
    {
        AllowsNull = false, Minimum = 2, Default = ParameterValue.From(5),
    };

    public static readonly Field MaxHistory = new("max_history", FieldKind.Whole, "Newest points to tune on; 50,000 where left out.")
    {
        Minimum = 1,
    };

    public static readonly Field MaxAlertsPerWeek = new("max_alerts_per_week", FieldKind.Number, "Alerts a week up to which a metric without labels is not noisy; Python detectkit passes over it.")
    {
        AllowsNull = false, Minimum = 0, Default = ParameterValue.From(1.0),
    };

    /// <summary>The autotune block.</summary>
    public static readonly Shape Block = new(
        "autotune",
        [
            Enabled, DetectorTypes, ScoringMetric, Beta, LabelsFile, Incidents, IncidentsTimezone, SeasonalityCandidates, FixedParams, Folds,
            MaxHistory, MaxAlertsPerWeek,
        ],
        ["force_seasonality", "stability_lambda", "false_alert_budget", "anomaly_window", "min_anomaly_share"]);
}
