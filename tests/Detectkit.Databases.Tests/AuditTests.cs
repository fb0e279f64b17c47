using System.Text;
using Detectkit.Autotune;
using Detectkit.Build.Git;
using Detectkit.Build.Inputs;
using Detectkit.Build.Results;
using Detectkit.Build.Tuning;
using Detectkit.Configuration;
using Detectkit.Runtime.Databases;
using DuckDB.NET.Data;

namespace Detectkit.Build.Databases;

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
        Array.ForEach([.. new ReferenceTables(DatabaseDialects.Postgres, "granted").Create()], s => server.Execute(s));
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
        var file = new MetricFile(new InputFile(InputFileKind.Metric, Path.Combine(root, "metrics", "orders.yml"), "metrics/orders.yml"), default, MetricReader.Read("metrics/orders.yml", Encoding.UTF8.GetBytes(metric)));
        var outcome = new MetricOutcome(file, new AutotuneSettings(), ChosenLabels.None, new MetricState.Kept("it is as good"));

        Assert.Equal(server.Execute("SELECT winning_detector_id FROM proposed._dtk_autotune_runs WHERE metric_name = 'orders' AND status = 'success'"), Assert.Single(AuditTrail.ProposedDetectors(kept.Context, [outcome])!["metrics/orders.yml"]));

        void Commit() => Array.ForEach<string[]>([["add", "metrics", "incidents", "profiles.yml"], ["commit", "-qm", "Change"]], a => IsolatedGit.Run(root, a));
    }

    [PostgresFact]
    public void A_lock_is_given_back_although_its_table_knows_whole_seconds_only()
    {
        using var project = Project("coarse");
        Array.ForEach([.. new ReferenceTables(DatabaseDialects.Postgres, "coarse").Create()], s => server.Execute(s.Replace("started_at TIMESTAMP(3)", "started_at TIMESTAMP(0)", StringComparison.Ordinal)));

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
            DatabaseDialects.Postgres, $"type: postgres, host: 127.0.0.1, port: {server.Port}, user: {user}, database: postgres, data_schema: {schema}, internal_schema: {schema}", schema, server.Execute);
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
        Array.ForEach([.. new ReferenceTables(DatabaseDialects.MySql, "granted").Create()], s => server.Execute(s));
        server.Execute("CREATE USER writer; GRANT SELECT, INSERT, UPDATE, DELETE ON granted.* TO writer");

        using var run = project.Tune(("AutotuneSelect", "orders"));

        Assert.Contains("audit: 1 run(s) and 1440 detection(s) written", run.Log, StringComparison.Ordinal);
    }

    private AuditedProject Project(string database, string user = "root")
    {
        server.Execute($"CREATE DATABASE {database} CHARACTER SET utf8mb4");
        return new AuditedProject(
            DatabaseDialects.MySql, $"type: mariadb, host: 127.0.0.1, port: {server.Port}, user: {user}, data_database: {database}, internal_database: {database}", database, server.Execute);
    }
}

public sealed class DuckDbAuditTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("detectkit-audit-").FullName;

    [Fact]
    public void A_run_leaves_its_trail_in_a_DuckDB_file()
    {
        var file = Path.Combine(folder, "shop.duckdb");
        using var project = new AuditedProject(DatabaseDialects.DuckDb, $"type: duckdb, path: '{file}'", "main", sql => Execute(file, sql));
        project.Check();
    }

    [Fact]
    public void A_run_leaves_its_trail_in_the_references_schema_of_a_DuckDB_file()
    {
        var file = Path.Combine(folder, "shop.duckdb");
        Execute(file, "CREATE SCHEMA detectkit");
        using var project = new AuditedProject(DatabaseDialects.DuckDb, $"type: duckdb, path: '{file}'", "detectkit", sql => Execute(file, sql), "main");
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
        using var project = new AuditedProject(DatabaseDialects.DuckDb, $"type: duckdb, path: '{file}', read_only: true", "main", sql => Execute(file, sql));
        using var run = project.Tune(("AutotuneSelect", "orders"));

        Assert.StartsWith("metrics/orders.yml : error DTK0414: the profile 'warehouse' says 'read_only: true'", project.Project.Findings(run), StringComparison.Ordinal);
        Assert.Equal(0L, Execute(file, "SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE '%dtk%'"));
    }

    [Fact]
    public void A_database_in_memory_keeps_nothing_and_is_refused()
    {
        var file = Path.Combine(folder, "shop.duckdb");
        using var project = new AuditedProject(DatabaseDialects.DuckDb, "type: duckdb", "main", sql => Execute(file, sql));
        using var run = project.Tune(("AutotuneSelect", "orders"));

        Assert.StartsWith("metrics/orders.yml : error DTK0414: the audit needs a database that keeps it", project.Project.Findings(run), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // Queries run on one file, and the audit goes to the other.
    private static AuditedProject Split(string data, string state, string? source = null)
    {
        var project = new AuditedProject(DatabaseDialects.DuckDb, "type: duckdb", "main", sql => Execute(data, sql));
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
