using Detectkit.Runtime.Databases;

namespace Detectkit.Build.Databases;

/// <summary>The reference's own tables as it makes them itself, and what it writes into that of the locks.</summary>
internal sealed class ReferenceTables(DatabaseDialect type, string schema)
{
    // Types for a name in a key, a text, a stamp, a number, a whole number and a truth value.
    private readonly (string Key, string Text, string Stamp, string Number, string Whole, string Truth) types =
        type == DatabaseDialects.MySql ? ("VARCHAR(255)", "TEXT", "DATETIME(3)", "DOUBLE", "INT", "TINYINT(1)")
        : type == DatabaseDialects.Postgres ? ("TEXT", "TEXT", "TIMESTAMP(3)", "DOUBLE PRECISION", "INTEGER", "BOOLEAN")
        : ("VARCHAR", "VARCHAR", "TIMESTAMP", "DOUBLE", "BIGINT", "BOOLEAN");

    /// <summary>The statements that make all of them.</summary>
    public IEnumerable<string> Create()
    {
        var (key, text, stamp, number, whole, truth) = types;
        yield return Table(
            "_dtk_autotune_runs",
            $"metric_name {key} NOT NULL, run_id {key} NOT NULL, created_at {stamp} NOT NULL, training_period_start {stamp}, training_period_end {stamp}, interval_seconds {whole} NOT NULL, "
                + $"labels_json {text} NOT NULL, mode {text} NOT NULL, scoring_metric {text} NOT NULL, score {number}, chosen_seasonality_json {text} NOT NULL, chosen_detector_type {text}, "
                + $"chosen_detector_params_json {text} NOT NULL, winning_detector_id {text}, candidate_detector_ids_json {text} NOT NULL, decision_log_json {text} NOT NULL, "
                + $"generated_config_path {text}, generated_config_text {text} NOT NULL, status {text} NOT NULL, error_message {text}",
            "metric_name, run_id");
        yield return Table(
            "_dtk_detections",
            $"metric_name {key} NOT NULL, detector_id {key} NOT NULL, detector_name {text} NOT NULL, {Quoted("timestamp")} {stamp} NOT NULL, is_anomaly {truth} NOT NULL, confidence_lower {number}, "
                + $"confidence_upper {number}, value {number}, processed_value {number}, detector_params {text} NOT NULL, detection_metadata {text} NOT NULL, created_at {stamp} NOT NULL",
            $"metric_name, detector_id, {Quoted("timestamp")}");
        yield return Table(
            "_dtk_tasks",
            $"metric_name {key} NOT NULL, detector_id {key} NOT NULL, process_type {key} NOT NULL, status {text} NOT NULL, started_at {stamp} NOT NULL, updated_at {stamp} NOT NULL, "
                + $"last_processed_timestamp {stamp}, error_message {text}, timeout_seconds {whole} NOT NULL, last_alert_sent {stamp}, alert_count {whole} NOT NULL DEFAULT 0, last_recovery_sent {stamp}",
            "metric_name, detector_id, process_type");
    }

    /// <summary>What a run of the reference says about its pipeline: the row is deleted and inserted anew.</summary>
    public IEnumerable<string> SayRunning(string metric, DateTime now)
    {
        yield return $"DELETE FROM {schema}._dtk_tasks WHERE metric_name = '{metric}' AND detector_id = 'pipeline' AND process_type = 'pipeline'";
        yield return $"INSERT INTO {schema}._dtk_tasks (metric_name, detector_id, process_type, status, started_at, updated_at, last_processed_timestamp, error_message, timeout_seconds, "
            + $"last_alert_sent, alert_count, last_recovery_sent) VALUES ('{metric}', 'pipeline', 'pipeline', 'running', '{now:yyyy-MM-dd HH:mm:ss.fff}', '{now:yyyy-MM-dd HH:mm:ss.fff}', NULL, NULL, 3600, NULL, 0, NULL)";
    }

    private string Table(string name, string columns, string key) => $"CREATE TABLE {schema}.{name} ({columns}, PRIMARY KEY ({key}))";

    private string Quoted(string name) => type.Quote(name);
}
