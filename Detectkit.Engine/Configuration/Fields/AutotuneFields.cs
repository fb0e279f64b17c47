using Detectkit.Configuration.Reading;
using Row = Detectkit.Configuration.Fields.Row<Detectkit.Configuration.AutotuneConfig>;

namespace Detectkit.Configuration.Fields;

/// <summary>The fields of the autotune block.</summary>
internal static class AutotuneFields
{
    public static readonly ValueList<string> SeasonalityColumns = ["hour", "day_of_week", "day_of_month", "month", "is_weekend", "is_holiday"];

    public static readonly Row LabelsFile = Row.Create(
        "labels_file", "The file of labelled incidents, relative to the project's root. Either this or incidents.", a => a.LabelsFile, (a, v) => a with { LabelsFile = v });

    public static readonly Row IncidentsTimezone = Row.Create<string?>(
        "incidents_timezone", FieldKind.Text, "IANA zone of the incidents' times; UTC where left out.", _ => null, (a, _) => a, (_, _, _) => null);

    public static readonly Row FixedParams = Row.Create(
        "fixed_params", FieldKind.Parameters, "Detector parameters that every candidate has.", a => a.FixedParams, (a, v) => a with { FixedParams = v },
        (_, _, _) => null) with { AllowsNull = false, Shape = DetectorFields.WindowedAlgorithm };

    /// <summary>The autotune block. Its <c>fixed_params</c> are judged by what the metric says elsewhere, and read by <see cref="FixedParameterReader"/>.</summary>
    public static readonly Table<AutotuneConfig> Block = new(
        "autotune",
        new AutotuneConfig(),
        [
            Row.Create("enabled", "Whether the metric is tuned.", a => a.Enabled, (a, v) => a with { Enabled = v }),
            Row.Create(
                "detector_types", FieldKind.TextList, "The detector types to choose from; all three where left out.", a => a.DetectorTypes, (a, v) => a with { DetectorTypes = v },
                (block, field, _) => block.TextList(field)?.Select(name => DetectorTypeName.Parse(name)!.Value).ToValueList()) with
            {
                IsNotEmpty = true, Choices = DetectorConfig.TunedTypes.Select(DetectorTypeName.Of).ToValueList(),
            },
            Row.Create("scoring_metric", "What labelled candidates are scored by; mcc where left out.", a => a.ScoringMetric, (a, v) => a with { ScoringMetric = v }) with
            {
                Choices = ["mcc", "f1", "f_beta", "balanced_accuracy", "roc_auc", "pr_auc", "event_f1"],
            },
            Row.Create("beta", "Weight of recall in f_beta.", a => a.Beta, (a, v) => a with { Beta = v }) with { Minimum = 0, MinimumExcluded = true },
            LabelsFile,
            Row.Create(
                "incidents", FieldKind.MappingList, "Labelled incidents; Python detectkit before 0.20 ignores them.", a => a.Incidents, (a, v) => a with { Incidents = v },
                (block, field, _) => AutotuneReader.Incidents(block, field)) with { Shape = LabelFields.Incident },
            IncidentsTimezone,
            Row.Create(
                "seasonality_candidates", "The seasonality columns to try; all where left out.", a => a.SeasonalityCandidates, (a, v) => a with { SeasonalityCandidates = v }) with
            {
                Choices = SeasonalityColumns,
            },
            FixedParams,
            Row.Create("folds", "Folds of the walk-forward cross-validation.", a => a.Folds, (a, v) => a with { Folds = v }) with { Minimum = 2 },
            Row.Create("max_history", "Newest points to tune on; 50,000 where left out.", a => a.MaxHistory, (a, v) => a with { MaxHistory = v }) with { Minimum = 1 },
            Row.Create(
                "max_alerts_per_week", "Alerts a week up to which a metric without labels is not noisy; Python detectkit passes over it.",
                a => a.MaxAlertsPerWeek, (a, v) => a with { MaxAlertsPerWeek = v }) with
            {
                AllowsNull = false, Minimum = 0, Default = ParameterValue.From(1.0), Reading = (block, field, _) => block.Number(field) is { } alerts && !double.IsNaN(alerts) ? alerts : null,
            },
        ],
        ["force_seasonality", "stability_lambda", "false_alert_budget", "anomaly_window", "min_anomaly_share"]);
}
