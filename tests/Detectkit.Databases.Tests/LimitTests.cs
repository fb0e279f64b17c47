using Detectkit.Runtime;
using Detectkit.Runtime.Databases;

namespace Detectkit.Build.Databases;

[Collection(nameof(PostgresServer))]
public sealed class LimitTests(PostgresServer server)
{
    [PostgresFact]
    public void A_server_gets_no_more_queries_at_once_than_were_allowed()
    {
        using var databases = Databases(queries: 2);
        var twin = server.Profile with { Name = "twin", Database = "template1" };
        const string Text = "SELECT now() AS timestamp, count(*) AS value FROM pg_stat_activity, (SELECT pg_sleep(0.02)) s WHERE application_name = 'detectkit' AND state = 'active'";

        var running = new double[24];
        Parallel.For(0, running.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => running[i] = Load(databases, i % 2 == 0 ? server.Profile : twin, Text).Values.Span[0]);

        Assert.All(running, r => Assert.InRange(r, 1, 2));
    }

    [PostgresFact]
    public void One_connection_serves_a_run()
    {
        using var databases = Databases();
        const string Text = "SELECT now() AS timestamp, pg_backend_pid() AS value";

        var first = Load(databases, server.Profile, Text).Values.Span[0];
        Assert.Throws<LoadingFailedException>(() => Load(databases, server.Profile, "SELECT 1/0"));

        Assert.Equal(first, Load(databases, server.Profile, Text).Values.Span[0]);
    }

    [PostgresFact]
    public void A_query_that_takes_too_long_is_stopped_and_the_limit_named()
    {
        using var databases = new MetricDatabases("/", new LoadingLimits(1, TimeSpan.FromMilliseconds(200)));

        var failure = Assert.Throws<LoadingFailedException>(() => Load(databases, server.Profile, "SELECT now() AS timestamp, count(pg_sleep(3600)) AS value")).Failure;

        Assert.Equal("DTK0404", failure.Rule.Id);
        Assert.Equal("the query was stopped after 0.2 s, the limit that 'timeouts.load' in detectkit_project.yml sets", failure.Message);
    }

    [PostgresFact]
    public void A_connection_that_breaks_once_is_made_again()
    {
        server.Execute("CREATE SEQUENCE IF NOT EXISTS tries; SELECT setval('tries', 1)");
        using var databases = Databases();

        // The number of a sequence stays taken when what took it is undone.
        var rows = Load(databases, server.Profile, "SELECT now() AS timestamp, t AS value FROM (SELECT nextval('tries') AS t OFFSET 0) s WHERE t > 2 OR pg_terminate_backend(pg_backend_pid())");

        Assert.Equal(3, rows.Values.Span[0]);
    }

    [PostgresFact]
    public void A_connection_that_breaks_twice_is_one_failure()
    {
        using var databases = Databases();

        var failure = Assert.Throws<LoadingFailedException>(() => Load(databases, server.Profile, "SELECT now() AS timestamp, pg_terminate_backend(pg_backend_pid()) AS value")).Failure;

        Assert.Equal("DTK0403", failure.Rule.Id);
        Assert.Equal("profile 'warehouse': the connection broke: terminating connection due to administrator command", failure.Message);
        Assert.Equal(7, Load(databases, server.Profile, "SELECT now() AS timestamp, 7 AS value").Values.Span[0]);
    }

    [PostgresFact]
    public void A_server_that_refused_is_not_asked_again()
    {
        using var databases = Databases();
        var profile = server.Profile with { User = "latecomer" };
        var first = Assert.Throws<LoadingFailedException>(() => Load(databases, profile, "SELECT 1")).Failure;

        server.Execute("CREATE ROLE latecomer LOGIN");

        Assert.Equal(first, Assert.Throws<LoadingFailedException>(() => Load(databases, profile, "SELECT 1")).Failure);
    }

    [PostgresFact]
    public void A_setting_that_the_server_does_not_know_is_the_profiles_fault()
    {
        using var databases = Databases();

        var failure = Assert.Throws<LoadingFailedException>(() => Load(databases, server.Profile with { Settings = [new("no_such_thing", "1")] }, "SELECT 1")).Failure;

        Assert.Equal("DTK0403", failure.Rule.Id);
        Assert.Equal("profile 'warehouse': unrecognized configuration parameter \"no_such_thing\"", failure.Message);
    }

    [PostgresFact]
    public void What_is_no_query_asks_a_server_again_that_refused_one()
    {
        using var databases = Databases();
        var profile = server.Profile with { User = "straggler" };
        Assert.Throws<LoadingFailedException>(() => Load(databases, profile, "SELECT 1"));

        server.Execute("CREATE ROLE straggler LOGIN");

        using var connection = databases.Of(profile).Connect(default);
        Assert.Equal(System.Data.ConnectionState.Open, connection.State);
    }

    [PostgresFact]
    public async Task A_cancelled_query_ends_with_its_callers_own_cancellation()
    {
        using var databases = Databases();
        using var stop = new CancellationTokenSource();
        var loading = Task.Run(() => databases.Of(server.Profile).Load(new SourceQuery("SELECT now() AS timestamp, count(pg_sleep(3601)) AS value", "timestamp", "value", []), stop.Token));
        while (!loading.IsCompleted && (long)server.Execute("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(3601)%' AND pid <> pg_backend_pid()")! == 0)
        {
            await Task.Yield();
        }

        await stop.CancelAsync();

        Assert.Equal(stop.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loading)).CancellationToken);
    }

    private static MetricDatabases Databases(int queries = 4) => new("/", new LoadingLimits(queries, TimeSpan.FromMinutes(1)));

    private static LoadedRows Load(MetricDatabases databases, ConnectionProfile profile, string text) =>
        databases.Of(profile).Load(new SourceQuery(text, "timestamp", "value", []), default);
}
