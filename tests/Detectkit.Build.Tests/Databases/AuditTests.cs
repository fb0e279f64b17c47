using System.Globalization;
using System.Text;
using Detectkit.Autotune;
using Detectkit.Build.Git;
using Detectkit.Build.Reports;
using Detectkit.Build.Sources;
using Detectkit.Build.Worker;
using Detectkit.Build.Worker.Auditing;
using Detectkit.Build.Worker.Inputs;
using Detectkit.Build.Worker.Tuning;
using Detectkit.Configuration;
using Detectkit.Labels;
using DuckDB.NET.Data;

namespace Detectkit.Build.Databases;

/// <summary>What a run leaves in a database; the same over every kind of database that can be run here.</summary>
internal sealed class AuditedProject : IDisposable
{
    private const string Incidents = "metric: orders\ntimezone: UTC\nincidents:\n";
    private readonly DatabaseType type;
    private readonly string schema;
    private readonly Func<string, object?> execute;
    private readonly ReferenceTables reference;

    /// <summary>Fills the database with two metrics.</summary>
    public AuditedProject(DatabaseType type, string profile, string schema, Func<string, object?> execute, string? dataSchema = null)
    {
        (this.type, this.schema, this.execute, reference) = (type, schema, execute, new ReferenceTables(type, schema));
        var (number, stamp) = type == DatabaseType.MySql ? ("DOUBLE", "DATETIME") : ("DOUBLE PRECISION", "TIMESTAMP");
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
            Assert.Contains(", 1 skipped)", locked.Log, StringComparison.Ordinal);
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

    private string Column(string name) => SqlIdentifier.Quote(type, name);

    private int Anomalies(WorkerRun run)
    {
        run.Detect();
        return File.ReadLines(Path.Combine(run.Context.Output, "detections", "orders.csv")).Count(line => line.Contains(",true,", StringComparison.Ordinal));
    }

    public int Count(string table, string condition) => Convert.ToInt32(execute($"SELECT count(*) FROM {schema}.{table} WHERE {condition}"), CultureInfo.InvariantCulture);
}

[Collection(nameof(PostgresServer))]
public sealed class PostgresAuditTests(PostgresServer server)
{
    [PostgresFact]
    public void A_run_leaves_its_trail_in_PostgreSQL()
    {
        using var project = Project("audited");
        project.Check();
    }

    [PostgresFact]
    public void A_run_leaves_its_trail_in_the_references_tables_in_PostgreSQL()
    {
        using var project = Project("audited_reference");
        project.CheckInReferenceTables();
    }

    [PostgresFact]
    public void A_user_who_may_not_make_tables_is_enough_where_they_are()
    {
        using var project = Project("granted", "writer");
        Array.ForEach([.. new ReferenceTables(DatabaseType.Postgres, "granted").Create()], s => server.Execute(s));
        server.Execute("CREATE ROLE writer LOGIN; GRANT USAGE ON SCHEMA granted TO writer; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA granted TO writer");

        using var run = project.Tune(("AutotuneSelect", "orders"));

        Assert.Contains("audit: 1 run(s) and 1440 detection(s) written", run.Log, StringComparison.Ordinal);
    }

    [PostgresFact]
    public void The_detections_of_a_winner_that_the_branch_still_proposes_stay()
    {
        using var project = Project("proposed");
        var root = project.Project.Root;
        Array.ForEach<string[]>([["init", "-q"], ["config", "user.name", "Ada"], ["config", "user.email", "ada@example.org"]], a => IsolatedGit.Run(root, a));
        Commit();
        using (var first = project.Tune(("AutotuneCommit", "true")))
        {
            Assert.Contains("audit: 2 run(s) and 2880 detection(s) written", first.Log, StringComparison.Ordinal);
        }

        // Neither a failure of its own nor another metric's new proposal is the end of what is proposed.
        var metric = project.Project.Read("metrics/orders.yml");
        project.Project.Write("metrics/orders.yml", metric.Replace("orders_by_time", "nothing", StringComparison.Ordinal));
        Commit();
        using (var failed = project.Tune(("AutotuneCommit", "true"), ("AutotuneSelect", "orders")))
        {
            Assert.Contains("audit: 1 run(s) and 0 detection(s) written, 0 detection(s) of earlier winners deleted", failed.Log, StringComparison.Ordinal);
        }

        using var kept = project.Tune(("AutotuneCommit", "true"), ("AutotuneDryRun", "true"), ("AutotuneSelect", "odd"));
        var outcome = new MetricOutcome
        {
            File = new MetricFile(new InputFile(InputFileKind.Metric, Path.Combine(root, "metrics", "orders.yml"), "metrics/orders.yml"), default, MetricReader.Read("metrics/orders.yml", Encoding.UTF8.GetBytes(metric))),
            Fate = MetricFate.Kept,
            Settings = new AutotuneSettings(),
            Labels = new ChosenLabels(IncidentLabels.None, null, null, []),
        };

        Assert.Equal(server.Execute("SELECT winning_detector_id FROM proposed._dtk_autotune_runs WHERE metric_name = 'orders' AND status = 'success'"), Assert.Single(ProposedDetectors.Read(kept.Context, [outcome]).Of("metrics/orders.yml")));

        void Commit() => Array.ForEach<string[]>([["add", "metrics", "incidents", "profiles.yml"], ["commit", "-qm", "Change"]], a => IsolatedGit.Run(root, a));
    }

    [PostgresFact]
    public void A_lock_is_given_back_although_its_table_knows_whole_seconds_only()
    {
        using var project = Project("coarse");
        Array.ForEach([.. new ReferenceTables(DatabaseType.Postgres, "coarse").Create()], s => server.Execute(s.Replace("started_at TIMESTAMP(3)", "started_at TIMESTAMP(0)", StringComparison.Ordinal)));

        using var run = project.Tune(("AutotuneSelect", "orders"));

        Assert.Contains("audit: 1 run(s)", run.Log, StringComparison.Ordinal);
        Assert.Equal(1, project.Count("_dtk_tasks", "status = 'completed'"));
    }

    [PostgresFact]
    public void A_user_who_may_not_write_is_one_diagnostic_for_each_metric()
    {
        using var project = Project("closed", "looker");
        server.Execute("CREATE ROLE looker LOGIN; GRANT USAGE ON SCHEMA closed TO looker");

        using var run = project.Tune(("AutotuneSelect", "orders"));

        Assert.Equal(
            "metrics/orders.yml : error DTK0414: the audit of 'orders' cannot be written: profile 'warehouse': permission denied for schema closed",
            project.Project.Findings(run));
    }

    private AuditedProject Project(string schema, string user = "postgres")
    {
        server.Execute("CREATE SCHEMA " + schema);
        return new AuditedProject(
            DatabaseType.Postgres, $"type: postgres, host: 127.0.0.1, port: {server.Port}, user: {user}, database: postgres, data_schema: {schema}, internal_schema: {schema}", schema, server.Execute);
    }
}

[Collection(nameof(MariaDbServer))]
public sealed class MariaDbAuditTests(MariaDbServer server)
{
    [MariaDbFact]
    public void A_run_leaves_its_trail_in_MariaDB()
    {
        using var project = Project("audited");
        project.Check();
    }

    [MariaDbFact]
    public void A_run_leaves_its_trail_in_the_references_tables_in_MariaDB()
    {
        using var project = Project("audited_reference");
        project.CheckInReferenceTables();
    }

    [MariaDbFact]
    public void A_user_who_may_not_make_tables_is_enough_where_they_are()
    {
        using var project = Project("granted", "writer");
        Array.ForEach([.. new ReferenceTables(DatabaseType.MySql, "granted").Create()], s => server.Execute(s));
        server.Execute("CREATE USER writer; GRANT SELECT, INSERT, UPDATE, DELETE ON granted.* TO writer");

        using var run = project.Tune(("AutotuneSelect", "orders"));

        Assert.Contains("audit: 1 run(s) and 1440 detection(s) written", run.Log, StringComparison.Ordinal);
    }

    private AuditedProject Project(string database, string user = "root")
    {
        server.Execute($"CREATE DATABASE {database} CHARACTER SET utf8mb4");
        return new AuditedProject(
            DatabaseType.MySql, $"type: mariadb, host: 127.0.0.1, port: {server.Port}, user: {user}, data_database: {database}, internal_database: {database}", database, server.Execute);
    }
}

public sealed class DuckDbAuditTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("detectkit-audit-").FullName;

    [Fact]
    public void A_run_leaves_its_trail_in_a_DuckDB_file()
    {
        var file = Path.Combine(folder, "shop.duckdb");
        using var project = new AuditedProject(DatabaseType.DuckDb, $"type: duckdb, path: '{file}'", "main", sql => Execute(file, sql));
        project.Check();
    }

    [Fact]
    public void A_run_leaves_its_trail_in_the_references_schema_of_a_DuckDB_file()
    {
        var file = Path.Combine(folder, "shop.duckdb");
        Execute(file, "CREATE SCHEMA detectkit");
        using var project = new AuditedProject(DatabaseType.DuckDb, $"type: duckdb, path: '{file}'", "detectkit", sql => Execute(file, sql), "main");
        project.CheckInReferenceTables();
    }

    [Fact]
    public void A_file_that_is_not_there_yet_is_made()
    {
        var (data, state) = (Path.Combine(folder, "shop.duckdb"), Path.Combine(folder, "state.duckdb"));
        using var project = Split(data, state);

        using var run = project.Tune();

        Assert.False(run.Context.Log.HasErrors, run.Log);
        Assert.Contains("audit: 2 run(s) and 2880 detection(s) written", run.Log, StringComparison.Ordinal);
        Assert.Equal(2L, Execute(state, "SELECT count(*) FROM _dtk_autotune_runs"));
        Assert.Equal(0L, Execute(data, "SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE '%dtk%'"));
    }

    [Fact]
    public void A_file_in_a_folder_that_is_not_there_is_one_diagnostic()
    {
        using var project = Split(Path.Combine(folder, "shop.duckdb"), Path.Combine(folder, "gone", "state.duckdb"));

        using var run = project.Tune(("AutotuneSelect", "orders"));

        Assert.Equal(
            "metrics/orders.yml : error DTK0414: the audit of 'orders' cannot be written: profile 'state': there is no folder at the profile's path in which a DuckDB file could be made",
            project.Project.Findings(run));
    }

    [Fact]
    public void A_file_that_is_only_read_is_never_made()
    {
        using var project = Split(Path.Combine(folder, "shop.duckdb"), Path.Combine(folder, "state.duckdb"), "gone.duckdb");

        using var run = project.Tune(("AutotuneSelect", "orders"));

        Assert.Equal("metrics/orders.yml : error DTK0403: profile 'source': there is no DuckDB file at the profile's path", project.Project.Findings(run));
        Assert.False(File.Exists(Path.Combine(project.Project.Root, "gone.duckdb")));
    }

    [Fact]
    public void A_file_that_may_only_be_read_is_refused()
    {
        var file = Path.Combine(folder, "shop.duckdb");
        using var project = new AuditedProject(DatabaseType.DuckDb, $"type: duckdb, path: '{file}', read_only: true", "main", sql => Execute(file, sql));
        using var run = project.Tune(("AutotuneSelect", "orders"));

        Assert.StartsWith("metrics/orders.yml : error DTK0414: the profile 'warehouse' says 'read_only: true'", project.Project.Findings(run), StringComparison.Ordinal);
        Assert.Equal(0L, Execute(file, "SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE '%dtk%'"));
    }

    [Fact]
    public void A_database_in_memory_keeps_nothing_and_is_refused()
    {
        var file = Path.Combine(folder, "shop.duckdb");
        using var project = new AuditedProject(DatabaseType.DuckDb, "type: duckdb", "main", sql => Execute(file, sql));
        using var run = project.Tune(("AutotuneSelect", "orders"));

        Assert.StartsWith("metrics/orders.yml : error DTK0414: the audit needs a database that keeps it", project.Project.Findings(run), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // Queries run on one file, and the audit goes to the other.
    private static AuditedProject Split(string data, string state, string? source = null)
    {
        var project = new AuditedProject(DatabaseType.DuckDb, "type: duckdb", "main", sql => Execute(data, sql));
        project.Project
            .Write("profiles.yml", $"default_profile: state\nprofiles:\n  state: {{type: duckdb, path: '{state}'}}\n  source: {{type: duckdb, path: '{source ?? data}'}}\n")
            .Write("detectkit_project.yml", "name: shop\ndefault_profile: state\nsource_profile: source\n");
        return project;
    }

    private static object? Execute(string file, string sql)
    {
        using var connection = new DuckDBConnection("DataSource=" + file);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
