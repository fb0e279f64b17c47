using System.Globalization;
using System.Text.RegularExpressions;
using Detectkit.Build.Worker;
using Detectkit.Configuration.Project;
using Detectkit.Runtime.Databases;
using Detectkit.Tests;
using DuckDB.NET.Data;

namespace Detectkit.Build.Databases;

/// <summary>The profiles of <c>docs/databases.md</c>, used as they stand there.</summary>
internal static partial class DatabasesPage
{
    public static string Profile(string type) => Profiles().Matches(File.ReadAllText(Path.Combine(Recorded.RepositoryRoot, "docs", "databases.md")))
        .Select(m => m.Groups[1].Value)
        .Single(text => text.Contains("type: " + type, StringComparison.Ordinal));

    /// <summary>Tunes from a profile of the page, by query and from loaded points.</summary>
    public static void Check(DatabaseProject project, string type, Func<string, string?> environment, params string[] sources)
    {
        project.Write("profiles.yml", Profile(type)).Write("metrics/orders.yml", DatabaseProject.Orders);
        foreach (var source in sources.Length > 0 ? sources : ["query", "datapoints"])
        {
            using var run = new WorkerRun(project.Root, "out", environment, ("AutotuneSource", source), ("AutotuneDryRun", "true"));
            run.Autotune();

            Assert.False(run.Context.Log.HasErrors, run.Log);
            using var record = run.Record("orders");
            var loading = record.RootElement.GetProperty("loading");
            Assert.Equal((source, "2026-01-01T00:00:00"), (loading.GetProperty("source").GetString()!, loading.GetProperty("first_stamp").GetString()!));
        }
    }

    public static Func<string, string?> Environment(int port, string user, string password) => name => name switch
    {
        "WAREHOUSE_HOST" => "127.0.0.1",
        "WAREHOUSE_PORT" => port.ToString(CultureInfo.InvariantCulture),
        "WAREHOUSE_USER" => user,
        "WAREHOUSE_PASSWORD" => password,
        _ => null,
    };

    [GeneratedRegex("^```yaml\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Profiles();
}

[Collection(nameof(PostgresServer))]
public sealed class PostgresPageTests(PostgresServer server)
{
    [PostgresFact]
    public void The_pages_profile_for_PostgreSQL_works()
    {
        server.Execute("""
            CREATE SCHEMA IF NOT EXISTS shop; CREATE SCHEMA IF NOT EXISTS detectkit; GRANT USAGE ON SCHEMA shop, detectkit TO secretive;
            CREATE TABLE shop.orders_by_time AS SELECT placed, 100 + 10 * sin(i) AS n FROM generate_series(0, 1439) i, LATERAL (SELECT TIMESTAMPTZ '2026-01-01 00:00:00+00' + i * INTERVAL '10 min' AS placed) s;
            CREATE TABLE IF NOT EXISTS detectkit._dtk_datapoints (metric_name VARCHAR, timestamp TIMESTAMP(3), value DOUBLE PRECISION, seasonality_data TEXT, interval_seconds INTEGER,
                seasonality_columns TEXT, created_at TIMESTAMP(3), PRIMARY KEY (metric_name, timestamp));
            INSERT INTO detectkit._dtk_datapoints SELECT 'orders', placed AT TIME ZONE 'UTC', n, '{}', 600, '', now() FROM shop.orders_by_time;
            GRANT SELECT ON shop.orders_by_time, detectkit._dtk_datapoints TO secretive
            """);
        using var project = new DatabaseProject();

        DatabasesPage.Check(project, "postgres", DatabasesPage.Environment(server.Port, "secretive", PostgresServer.Password));
    }
}

[Collection(nameof(MariaDbServer))]
public sealed class MariaDbPageTests(MariaDbServer server)
{
    [MariaDbFact]
    public void The_pages_profile_for_MariaDB_works()
    {
        server.Execute("""
            CREATE DATABASE IF NOT EXISTS detectkit; GRANT SELECT ON detectkit.* TO secretive; SET time_zone = '+00:00'; USE shop;
            CREATE TABLE shop.orders_by_time AS SELECT TIMESTAMP '2026-01-01 00:00:00' + INTERVAL 10 * seq MINUTE AS placed, 100 + 10 * SIN(seq) AS n FROM seq_0_to_1439;
            CREATE TABLE IF NOT EXISTS detectkit._dtk_datapoints (metric_name VARCHAR(255), timestamp DATETIME(3), value DOUBLE, seasonality_data TEXT, interval_seconds INT,
                seasonality_columns TEXT, created_at DATETIME(3), PRIMARY KEY (metric_name, timestamp));
            INSERT INTO detectkit._dtk_datapoints SELECT 'orders', placed, n, '{}', 600, '', NOW() FROM shop.orders_by_time
            """);
        using var project = new DatabaseProject();

        DatabasesPage.Check(project, "mariadb", DatabasesPage.Environment(server.Port, "secretive", MariaDbServer.Password));
    }
}

[Collection(nameof(ClickHouseServer))]
public sealed class ClickHousePageTests(ClickHouseServer server)
{
    [ClickHouseFact]
    public void The_pages_profile_for_ClickHouse_works_for_queries()
    {
        server.Execute("CREATE TABLE shop.orders_by_time (placed DateTime, n Float64) ENGINE = Memory");
        server.Execute("INSERT INTO shop.orders_by_time SELECT toDateTime(1767225600 + number * 600), 100 + 10 * sin(number) FROM system.numbers LIMIT 1440");
        using var project = new DatabaseProject();

        DatabasesPage.Check(project, "clickhouse", DatabasesPage.Environment(server.TranslatedPort, "secretive", "hush-hush"), "query");
    }
}

public class DatabasesPageTests
{
    [Fact]
    public void The_pages_profile_for_DuckDB_works()
    {
        using var project = new DatabaseProject();
        using (var connection = new DuckDBConnection("DataSource=" + Path.Combine(project.Root, "shop.duckdb")))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = """
                CREATE TABLE orders_by_time AS SELECT TIMESTAMPTZ '2026-01-01 00:00:00+00' + i * INTERVAL 10 MINUTE AS placed, 100 + 10 * sin(i) AS n FROM range(1440) r(i);
                CREATE TABLE _dtk_datapoints AS SELECT 'orders' AS metric_name, placed AT TIME ZONE 'UTC' AS timestamp, n AS value, '{}' AS seasonality_data, 600 AS interval_seconds, '' AS seasonality_columns,
                    placed AS created_at FROM orders_by_time
                """;
            command.ExecuteNonQuery();
        }

        DatabasesPage.Check(project, "duckdb", _ => null);
    }

    [Fact]
    public void The_pages_profile_for_ClickHouse_is_understood()
    {
        var reading = ProfilesReader.Read("profiles.yml", DatabasesPage.Profile("clickhouse"));

        Assert.Empty(reading.Findings);
        Assert.Equal(
            new ConnectionProfile("warehouse", DatabaseDialects.ClickHouse)
            {
                Host = "127.0.0.1",
                Port = 8123,
                User = "reader",
                Password = "hush-hush",
                Database = "shop",
                TableSchema = "detectkit",
                Settings = [new("max_execution_time", "600")],
            },
            new ProfileResolution(DatabasesPage.Environment(8123, "reader", "hush-hush"), new Secrets()).Resolve(reading.Profiles!.Find("warehouse")!).Connection);
    }
}
