using Detectkit.Configuration;

namespace Detectkit.Build.Audit;

/// <summary>What a column holds, in words that every database has a type for.</summary>
internal enum ColumnKind
{
    /// <summary>A short text that can be part of a key.</summary>
    Name,

    /// <summary>A text of any length.</summary>
    Text,

    /// <summary>A UTC stamp to the millisecond.</summary>
    Stamp,

    /// <summary>A number of double precision.</summary>
    Number,

    /// <summary>A whole number of 32 bits.</summary>
    Integer,

    /// <summary>A whole number from 0 up, of which rows that do not name it have none.</summary>
    Count,

    /// <summary>A truth value.</summary>
    Truth,
}

/// <summary>A column of one of the reference's own tables.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="IsNullable">Whether it may be NULL.</param>
internal sealed record AuditColumn(string Name, ColumnKind Kind, bool IsNullable = false);

/// <summary>One of the reference's own tables.</summary>
/// <param name="Name">Its name, as the project gives it.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Key">The columns of its primary key.</param>
/// <param name="Version">The column whose highest value wins where a database keeps several rows of one key.</param>
internal sealed record AuditTable(string Name, ValueList<AuditColumn> Columns, ValueList<string> Key, string Version)
{
    /// <summary>The table of tuning runs.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The table.</returns>
    public static AuditTable Runs(string name = "_dtk_autotune_runs") => new(
        name,
        [
            new("metric_name", ColumnKind.Name), new("run_id", ColumnKind.Name), new("created_at", ColumnKind.Stamp),
            new("training_period_start", ColumnKind.Stamp, true), new("training_period_end", ColumnKind.Stamp, true), new("interval_seconds", ColumnKind.Integer),
            new("labels_json", ColumnKind.Text), new("mode", ColumnKind.Text), new("scoring_metric", ColumnKind.Text), new("score", ColumnKind.Number, true),
            new("chosen_seasonality_json", ColumnKind.Text), new("chosen_detector_type", ColumnKind.Text, true), new("chosen_detector_params_json", ColumnKind.Text),
            new("winning_detector_id", ColumnKind.Text, true), new("candidate_detector_ids_json", ColumnKind.Text), new("decision_log_json", ColumnKind.Text),
            new("generated_config_path", ColumnKind.Text, true), new("generated_config_text", ColumnKind.Text), new("status", ColumnKind.Text),
            new("error_message", ColumnKind.Text, true),
        ],
        ["metric_name", "run_id"],
        "created_at");

    /// <summary>The table of detections.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The table.</returns>
    public static AuditTable Detections(string name) => new(
        name,
        [
            new("metric_name", ColumnKind.Name), new("detector_id", ColumnKind.Name), new("detector_name", ColumnKind.Text), new("timestamp", ColumnKind.Stamp),
            new("is_anomaly", ColumnKind.Truth), new("confidence_lower", ColumnKind.Number, true), new("confidence_upper", ColumnKind.Number, true),
            new("value", ColumnKind.Number, true), new("processed_value", ColumnKind.Number, true), new("detector_params", ColumnKind.Text),
            new("detection_metadata", ColumnKind.Text), new("created_at", ColumnKind.Stamp),
        ],
        ["metric_name", "detector_id", "timestamp"],
        "created_at");

    /// <summary>The table of running pipelines.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The table.</returns>
    public static AuditTable Tasks(string name) => new(
        name,
        [
            new("metric_name", ColumnKind.Name), new("detector_id", ColumnKind.Name), new("process_type", ColumnKind.Name), new("status", ColumnKind.Text),
            new("started_at", ColumnKind.Stamp), new("updated_at", ColumnKind.Stamp), new("last_processed_timestamp", ColumnKind.Stamp, true),
            new("error_message", ColumnKind.Text, true), new("timeout_seconds", ColumnKind.Integer),

            // Written by the reference alone, which fails where they are not there.
            new("last_alert_sent", ColumnKind.Stamp, true), new("alert_count", ColumnKind.Count), new("last_recovery_sent", ColumnKind.Stamp, true),
        ],
        ["metric_name", "detector_id", "process_type"],
        "updated_at");

    /// <summary>The column of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The column.</returns>
    public AuditColumn Find(string name) => Columns.First(c => c.Name == name);
}
