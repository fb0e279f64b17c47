using System.Globalization;
using System.Text;
using Detectkit.Build.Worker;
using Detectkit.Runtime.Databases;

namespace Detectkit.Build.Databases;

/// <summary>What a run leaves in a database; the same over every kind of database that can be run here.</summary>
internal sealed class AuditedProject : IDisposable
{
    private const string Incidents = "metric: orders\ntimezone: UTC\nincidents:\n";
    private readonly DatabaseDialect type;
    private readonly string schema;
    private readonly Func<string, object?> execute;
    private readonly ReferenceTables reference;

    /// <summary>Fills the database with two metrics.</summary>
    public AuditedProject(DatabaseDialect type, string profile, string schema, Func<string, object?> execute, string? dataSchema = null)
    {
        (this.type, this.schema, this.execute, reference) = (type, schema, execute, new ReferenceTables(type, schema));
        var (number, stamp) = type == DatabaseDialects.MySql ? ("DOUBLE", "DATETIME") : ("DOUBLE PRECISION", "TIMESTAMP");
        var random = new Random(5);
        var rows = new StringBuilder();
        for (var i = 0; i < 1440; i++)
        {
            var value = 100 + (random.NextDouble() * 10) + (IsIncident(i) ? 90 : 0);
            rows.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}('{Start.AddMinutes(10 * i):yyyy-MM-dd HH:mm:ss}', {value:R})");
        }

        execute($"CREATE TABLE {dataSchema ?? schema}.orders_by_time (placed {stamp}, n {number})");
        execute($"INSERT INTO {dataSchema ?? schema}.orders_by_time VALUES {rows}");
        Project.WriteProfile(profile);
        WriteMetrics();
        Project
            .Write("incidents/orders.yml", Incidents + string.Concat(Enumerable.Range(0, 1440).Where(i => IsIncident(i) && !IsIncident(i - 1)).Select(i =>
                string.Create(CultureInfo.InvariantCulture, $"  - {{start: \"{Start.AddMinutes(10 * i):yyyy-MM-dd HH:mm:ss}\", end: \"{Start.AddMinutes(10 * (i + 5)):yyyy-MM-dd HH:mm:ss}\"}}\n"))));
    }

    private void WriteMetrics() => Project
        .Write("metrics/orders.yml", Metric("orders"))
        .Write("metrics/odd.yml", Metric("odd") + "autotune:\n  incidents:\n    - {at: \"2026-01-03 00:00:00\", label: \"x'; drop table _dtk_tasks; -- \\\\ \\t\"}\n");

    public static DateTime Start { get; } = new(2026, 1, 1);

    public DatabaseProject Project { get; } = new();

    /// <summary>Everything that is promised, in tables that the reference has made.</summary>
    public void CheckInReferenceTables()
    {
        foreach (var statement in reference.Create())
        {
            execute(statement);
        }

        Check();
    }

    /// <summary>Everything that is promised, one after the other: a run, the same again, other winners, locks.</summary>
    public void Check()
    {
        using (var first = Tune())
        {
            Assert.False(first.Context.Log.HasErrors, first.Log);
            Assert.Contains("audit: 2 run(s) and 2880 detection(s) written, 0 detection(s) of earlier winners deleted", first.Log, StringComparison.Ordinal);
            Assert.Equal(2, Count("_dtk_autotune_runs", "status = 'success' AND generated_config_text LIKE '# %' AND winning_detector_id <> ''"));
            Assert.Equal(1, Count("_dtk_autotune_runs", "metric_name = 'odd' AND mode = 'supervised' AND labels_json LIKE '%x''; drop table%'"));
            Assert.Equal(1, Count("_dtk_autotune_runs", "metric_name = 'odd' AND labels_json LIKE '%\"points\":[{\"at\":\"2026-01-03T00:00:00\",\"label\":%'"));
            Assert.Equal(1, Count("_dtk_autotune_runs", "metric_name = 'orders' AND chosen_seasonality_json = 'null' AND labels_json = '{\"interval_count\":0,\"intervals\":[],\"point_count\":0,\"points\":[],\"positive_grid_points\":0}'"));
            Assert.Equal(2, Count("_dtk_autotune_runs", "decision_log_json LIKE '[{\"fields\":{},\"message\":\"%\",\"stage\":\"labels\"},%\"}]'"));
            Assert.Equal(1440, Count("_dtk_detections", "metric_name = 'orders' AND detector_name = 'ZScoreDetector' AND created_at > '2026-02-01'"));
            Assert.Equal(1440, Count("_dtk_detections", "metric_name = 'odd'"));
            Assert.Equal(Anomalies(first), Count("_dtk_detections", "metric_name = 'orders' AND detection_metadata LIKE '{\"direction\":\"%\",\"severity\":%}'"));
            Assert.Equal(1, Count("_dtk_detections", $"metric_name = 'orders' AND {Column("timestamp")} = '{Start:yyyy-MM-dd HH:mm:ss}' AND detection_metadata = '{{\"reason\":\"insufficient_data\"}}' AND confidence_lower IS NULL"));
            Assert.Equal(2, Count("_dtk_tasks", "detector_id = 'pipeline' AND process_type = 'pipeline' AND status = 'completed' AND timeout_seconds = 3600"));
        }

        // Whoever drops the proposal gets the same run again.
        WriteMetrics();
        using (var again = Tune())
        {
            Assert.False(again.Context.Log.HasErrors, again.Log);
            Assert.Equal(2, Count("_dtk_autotune_runs", "1 = 1"));
            Assert.Equal(2880, Count("_dtk_detections", "1 = 1"));
        }

        // The first winner is in the file and stays; one that no file has any more goes.
        Project.Write("metrics/orders.yml", Metric("orders").Replace("threshold: 1.5", "threshold: 1.6", StringComparison.Ordinal));
        using (var other = Tune(("AutotuneSelect", "orders"), ("AutotuneStrategy", "reference")))
        {
            Assert.False(other.Context.Log.HasErrors, other.Log);
            Assert.Contains("audit: 1 run(s) and 1440 detection(s) written, 1440 detection(s) of earlier winners deleted", other.Log, StringComparison.Ordinal);
            Assert.Equal(1440, Count("_dtk_detections", "metric_name = 'orders'"));
        }

        CheckLocks();
        CheckFailure();
    }

    private void CheckLocks()
    {
        foreach (var statement in reference.SayRunning("orders", DateTime.UtcNow))
        {
            execute(statement);
        }

        WriteMetrics();
        using (var locked = Tune())
        {
            Assert.False(locked.Context.Log.HasErrors, locked.Log);
            Assert.Contains("warning DTK0415: 'orders' is left out: another process has been running its pipeline since ", Project.Findings(locked), StringComparison.Ordinal);
            Assert.Contains("audit: 1 run(s)", locked.Log, StringComparison.Ordinal);
            Assert.Equal("shop -> working tree (1 tuned, 1 skipped), see out/report.html", locked.Log.TrimEnd().Split('\n')[^1]);
            Assert.DoesNotContain("### Failed", File.ReadAllText(Path.Combine(locked.Context.Output, "pull-request.md")), StringComparison.Ordinal);
            Assert.Equal(1, Count("_dtk_tasks", "status = 'running'"));
        }

        WriteMetrics();
        using (var forced = Tune(("AutotuneForce", "true")))
        {
            Assert.Contains("audit: 2 run(s)", forced.Log, StringComparison.Ordinal);
            Assert.Equal(0, Count("_dtk_tasks", "status = 'running'"));
        }

        WriteMetrics();
        execute($"UPDATE {schema}._dtk_tasks SET status = 'running', started_at = '2026-01-01 00:00:00' WHERE metric_name = 'orders'");
        using var stale = Tune();
        Assert.Contains("audit: 2 run(s)", stale.Log, StringComparison.Ordinal);
        Assert.Equal(0, Count("_dtk_tasks", "status = 'running'"));
    }

    private void CheckFailure()
    {
        Project.Write("metrics/orders.yml", Metric("orders").Replace("orders_by_time", "nothing", StringComparison.Ordinal));
        using var failed = Tune();
        Assert.Equal(1, Count("_dtk_autotune_runs", "metric_name = 'orders' AND run_id = 'failed' AND status = 'failed' AND mode = 'unknown' AND training_period_start IS NULL AND training_period_end IS NULL AND labels_json = '{}' AND decision_log_json = '[]' AND error_message LIKE '%nothing%'"));
        Assert.Equal(1, Count("_dtk_tasks", "metric_name = 'orders' AND status = 'failed' AND error_message LIKE '%nothing%'"));

        // What the file has and what was found before stay as they were.
        Assert.Equal(1440, Count("_dtk_detections", "metric_name = 'orders'"));
        Assert.Equal(0, Count("_dtk_tasks", "status = 'running'"));
    }

    public WorkerRun Tune(params (string Name, string Value)[] properties) => Project.Tune([("AutotuneAudit", "true"), .. properties]);

    public void Dispose() => Project.Dispose();

    private static bool IsIncident(int point) => point % 288 is >= 100 and <= 105;

    private static string Metric(string name) => $$"""
        name: {{name}}
        interval: 10min
        query: SELECT placed AS timestamp, n AS value FROM orders_by_time ORDER BY 1
        detectors:
          - type: mad
            params: {threshold: 1.5, window_size: 60}

        """;

    private string Column(string name) => type.Quote(name);

    private int Anomalies(WorkerRun run)
    {
        run.Detect();
        return File.ReadLines(Path.Combine(run.Context.Output, "detections", "orders.csv")).Count(line => line.Contains(",true,", StringComparison.Ordinal));
    }

    public int Count(string table, string condition) => Convert.ToInt32(execute($"SELECT count(*) FROM {schema}.{table} WHERE {condition}"), CultureInfo.InvariantCulture);
}
