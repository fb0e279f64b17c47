using System.Globalization;
using Detectkit.Runtime;
using Detectkit.Runtime.Databases;
using Detectkit.Tests;

namespace Detectkit.Build.Databases;

[Collection(nameof(PostgresServer))]
public sealed class PostgresFailureTests(PostgresServer server) : IDisposable
{
    private const string Returns = "name: returns\ninterval: 10min\nquery: SELECT placed AS timestamp, n AS value FROM orders_by_time ORDER BY 1\ndetectors: [{type: mad}]\n";

    private readonly DatabaseProject project = new DatabaseProject().Write("metrics/orders.yml", DatabaseProject.Orders).Write("metrics/returns.yml", Returns);

    [PostgresFact]
    public void What_fails_is_one_diagnostic_for_each_metric()
    {
        var profile = $"type: postgres, host: 127.0.0.1, port: {server.Port}, user: secretive, password: '{PostgresServer.Password}', database: postgres";
        var cases = new (string Title, string Profile, (string, string)[] Properties)[]
        {
            ("a wrong password", profile.Replace("correct", "wrong", StringComparison.Ordinal), []),
            ("no such database", profile.Replace("database: postgres", "database: nowhere", StringComparison.Ordinal), []),
            ("no server", profile.Replace(server.Port.ToString(CultureInfo.InvariantCulture), "1", StringComparison.Ordinal), []),
            ("no variable", profile.Replace("'" + PostgresServer.Password + "'", "'${SHOP_PASSWORD}'", StringComparison.Ordinal), []),
            ("no such table", profile, []),
            ("no such schema of loaded points", profile + ", internal_schema: nowhere", [("AutotuneSource", "datapoints")]),
        };

        var text = string.Join("\n\n", cases.Select(c =>
        {
            using var run = project.WriteProfile(c.Profile).Tune(c.Properties);
            return $"{c.Title}:\n{project.Findings(run)}";
        }));

        Assert.DoesNotContain("horse", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secretive", text, StringComparison.Ordinal);
        Snapshot.Verify(text, "txt");
    }

    [PostgresFact]
    public void A_user_who_may_only_read_is_enough()
    {
        server.Execute("""
            CREATE SCHEMA lent; CREATE ROLE borrower LOGIN; GRANT USAGE ON SCHEMA lent TO borrower; ALTER ROLE borrower SET default_transaction_read_only = on;
            CREATE TABLE lent.orders_by_time AS SELECT placed, 100 + 10 * sin(i) + CASE WHEN i % 311 < 4 THEN 90 ELSE 0 END AS n FROM generate_series(0, 1439) i, LATERAL (SELECT TIMESTAMPTZ '2026-01-01 00:00:00+00' + i * INTERVAL '10 min' AS placed) s;
            CREATE TABLE lent._dtk_datapoints AS SELECT 'orders'::text AS metric_name, (placed AT TIME ZONE 'UTC')::timestamp(3) AS timestamp, n::float8 AS value, '{}'::text AS seasonality_data, 600 AS interval_seconds,
                ''::text AS seasonality_columns, now()::timestamp(3) AS created_at FROM lent.orders_by_time;
            GRANT SELECT ON ALL TABLES IN SCHEMA lent TO borrower
            """);
        project.WriteProfile($"type: postgres, host: 127.0.0.1, port: {server.Port}, user: borrower, database: postgres, data_schema: lent, internal_schema: lent");

        foreach (var source in new[] { "query", "datapoints" })
        {
            using var run = project.Tune(("AutotuneSelect", "orders"), ("AutotuneSource", source));

            Assert.False(run.Context.Log.HasErrors, run.Log);
            using var record = run.Record("orders");
            Assert.Equal("2026-01-01T00:00:00", record.RootElement.GetProperty("loading").GetProperty("first_stamp").GetString());
        }
    }

    public void Dispose() => project.Dispose();
}

[Collection(nameof(ClickHouseServer))]
public sealed class ClickHouseFailureTests(ClickHouseServer server)
{
    [ClickHouseFact]
    public void What_fails_is_one_failure_that_names_what_is_missing()
    {
        var table = Failure(server.Profile, "SELECT at AS timestamp, n AS value FROM nowhere");
        var column = Failure(server.Profile, "SELECT nothing AS timestamp, number AS value FROM system.numbers LIMIT 1");
        var password = Failure(server.Profile with { Password = "wrong" }, "SELECT 1");

        Assert.Equal(("DTK0404", "DTK0404", "DTK0403"), (table.Rule.Id, column.Rule.Id, password.Rule.Id));
        Assert.Contains("nowhere doesn't exist", table.Message, StringComparison.Ordinal);
        Assert.Contains("nothing", column.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secretive", password.Message, StringComparison.Ordinal);
    }

    private static MetricFailure Failure(ConnectionProfile profile, string text)
    {
        using var database = DatabaseDialects.ClickHouse.Open(profile, new OpenOptions("/"));
        return Assert.Throws<LoadingFailedException>(() => database.Load(new SourceQuery(text, "timestamp", "value", []), default)).Failure;
    }
}

/// <summary>Servers of their own, because they do not live to see the end of it.</summary>
public class KilledServerTests
{
    [PostgresFact]
    public async Task A_PostgreSQL_server_that_dies_in_the_middle_of_a_query_is_one_failure()
    {
        using var server = new PostgresServer();
        const string Text = "SELECT now() AS timestamp, count(pg_sleep(3600)) AS value";

        var failure = await Kill(server, server.Profile, Text, () => server.Execute("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(3600)%' AND pid <> pg_backend_pid()"));

        Assert.Equal("DTK0403", failure.Rule.Id);
        Assert.StartsWith("profile 'warehouse': Failed to connect to <host>:", failure.Message, StringComparison.Ordinal);
    }

    [MariaDbFact]
    public async Task A_MariaDB_server_that_dies_in_the_middle_of_a_query_is_one_failure()
    {
        using var server = new MariaDbServer();
        const string Text = "SELECT DATE '2026-01-01' AS timestamp, SLEEP(3600) AS value";

        var failure = await Kill(server, server.Profile, Text, () => server.Execute("SELECT count(*) FROM information_schema.processlist WHERE info LIKE '%SLEEP(3600)%' AND id <> CONNECTION_ID()"));

        Assert.Equal("DTK0403", failure.Rule.Id);
        Assert.Equal("profile 'warehouse': Unable to connect to any of the specified MySQL hosts.", failure.Message.Split(": Connection")[0]);
    }

    [ClickHouseFact]
    public async Task A_ClickHouse_server_that_dies_in_the_middle_of_a_query_is_one_failure()
    {
        using var server = new ClickHouseServer();
        const string Text = "SELECT toDateTime(0) AS timestamp, count() AS value FROM system.numbers WHERE NOT ignore(sleep(1))";

        var failure = await Kill(server, server.Profile, Text, () => server.Execute("SELECT count() FROM system.processes WHERE query LIKE '%sleep(1)%' AND query NOT LIKE '%processes%'"));

        Assert.Equal("DTK0403", failure.Rule.Id);
    }

    private static async Task<MetricFailure> Kill(DatabaseServer server, ConnectionProfile profile, string text, Func<object?> countRunning)
    {
        using var databases = new MetricDatabases("/", new LoadingLimits(1, TimeSpan.FromMinutes(1)));
        var loading = Task.Run(() => databases.Of(profile).Load(new SourceQuery(text, "timestamp", "value", []), default));
        while (!loading.IsCompleted && Convert.ToInt64(countRunning(), CultureInfo.InvariantCulture) == 0)
        {
            await Task.Yield();
        }

        server.Kill();
        return (await Assert.ThrowsAsync<LoadingFailedException>(() => loading.WaitAsync(TimeSpan.FromSeconds(30)))).Failure;
    }
}
