using Detectkit.Runtime.Databases;

namespace Detectkit.Runtime.Tables;

/// <summary>Detectkit's own tables, as Python detectkit makes them.</summary>
internal static class DetectkitTables
{
    public static TableDefinition Runs { get; } = new(
        "_dtk_autotune_runs",
        [
            new("metric_name", ColumnKind.Name), new("run_id", ColumnKind.Name), new("created_at", ColumnKind.Timestamp),
            new("training_period_start", ColumnKind.Timestamp, true), new("training_period_end", ColumnKind.Timestamp, true), new("interval_seconds", ColumnKind.Integer),
            new("labels_json", ColumnKind.Text), new("mode", ColumnKind.Text), new("scoring_metric", ColumnKind.Text), new("score", ColumnKind.Number, true),
            new("chosen_seasonality_json", ColumnKind.Text), new("chosen_detector_type", ColumnKind.Text, true), new("chosen_detector_params_json", ColumnKind.Text),
            new("winning_detector_id", ColumnKind.Text, true), new("candidate_detector_ids_json", ColumnKind.Text), new("decision_log_json", ColumnKind.Text),
            new("generated_config_path", ColumnKind.Text, true), new("generated_config_text", ColumnKind.Text), new("status", ColumnKind.Text),
            new("error_message", ColumnKind.Text, true),
        ],
        ["metric_name", "run_id"],
        "created_at");

    public static TableDefinition Detections(string name) => new(
        name,
        [
            new("metric_name", ColumnKind.Name), new("detector_id", ColumnKind.Name), new("detector_name", ColumnKind.Text), new("timestamp", ColumnKind.Timestamp),
            new("is_anomaly", ColumnKind.Boolean), new("confidence_lower", ColumnKind.Number, true), new("confidence_upper", ColumnKind.Number, true),
            new("value", ColumnKind.Number, true), new("processed_value", ColumnKind.Number, true), new("detector_params", ColumnKind.Text),
            new("detection_metadata", ColumnKind.Text), new("created_at", ColumnKind.Timestamp),
        ],
        ["metric_name", "detector_id", "timestamp"],
        "created_at");

    /// <summary>The table of running pipelines. A lock must be changed in place, not merged away some time later.</summary>
    public static TableDefinition Tasks(string name) => new(
        name,
        [
            new("metric_name", ColumnKind.Name), new("detector_id", ColumnKind.Name), new("process_type", ColumnKind.Name), new("status", ColumnKind.Text),
            new("started_at", ColumnKind.Timestamp), new("updated_at", ColumnKind.Timestamp), new("last_processed_timestamp", ColumnKind.Timestamp, true),
            new("error_message", ColumnKind.Text, true), new("timeout_seconds", ColumnKind.Integer),

            // Written by Python detectkit alone, which fails where they are not there.
            new("last_alert_sent", ColumnKind.Timestamp, true), new("alert_count", ColumnKind.Count), new("last_recovery_sent", ColumnKind.Timestamp, true),
        ],
        ["metric_name", "detector_id", "process_type"],
        Version: null);
}
