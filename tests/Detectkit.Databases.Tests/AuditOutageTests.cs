using Detectkit.Runtime;
using Detectkit.Runtime.Databases;
using Detectkit.Runtime.Locks;
using Detectkit.Runtime.Tables;

namespace Detectkit.Build.Databases;

/// <summary>The audit while the server goes, stands still or belongs to somebody else.</summary>
[Collection(nameof(PostgresServer))]
public sealed class AuditOutageTests(PostgresServer server) : IDisposable
{
    private static readonly DateTime Now = new(2026, 5, 2, 12, 0, 0, 123);

    private readonly MetricDatabases databases = new("/", new LoadingLimits(4, TimeSpan.FromMinutes(1)));
    private readonly TableDefinition tasks = DetectkitTables.Tasks("_dtk_tasks");

    [PostgresFact]
    public void A_lock_is_given_back_after_the_server_was_started_anew()
    {
        using var own = new PostgresServer();
        var (profile, access) = (own.Profile with { TableSchema = "public" }, new TableAccess(databases));
        var (sql, since) = (new TableStatements(profile), default(DateTime?));
        var pipeline = new PipelineLock(sql, tasks);
        Assert.Null(Attempt(access, profile, c => TableAccess.Create(c, sql, tasks)));
        Assert.Null(Attempt(access, profile, c =>
        {
            since = pipeline.Take(c, "orders", Now, 60, isForced: false).Since;
            c.Commit();
        }));

        own.Kill();
        Assert.Equal("DTK0403", Assert.Throws<LoadingFailedException>(() => databases.Of(profile).Load(new SourceQuery("SELECT 1", "a", "b", []), default)).Failure.Rule.Id);
        Assert.True(Attempt(access, profile, _ => { })!.IsUnreachable);
        own.Restart();

        Assert.Null(Attempt(access, profile, c =>
        {
            Assert.True(pipeline.Release(c, "orders", since!.Value, Now, "it broke"));
            c.Commit();
        }));
        Assert.Equal("failed: it broke", own.Execute("SELECT status || ': ' || error_message FROM _dtk_tasks"));
    }

    [PostgresFact]
    public void A_connection_that_breaks_in_the_middle_is_made_again_once()
    {
        var tries = 0;

        Assert.Null(Attempt(new TableAccess(databases), server.Profile, connection =>
        {
            if (tries++ == 0)
            {
                connection.Execute("SELECT pg_terminate_backend(pg_backend_pid())");
            }

            connection.Commit();
        }));

        Assert.Equal(2, tries);
    }

    [PostgresFact]
    public void A_table_that_another_session_holds_is_waited_for_only_so_long()
    {
        using var holder = Holder("waited");

        var failure = new TableAccess(databases).Attempt(server.Profile, TimeSpan.FromMilliseconds(300), c => c.Execute("SELECT * FROM waited"), default);

        Assert.Equal("profile 'warehouse': the database did not get it done in 0.3 s; another session may hold its tables", failure?.Message);
    }

    [PostgresFact]
    public async Task Waiting_for_another_sessions_table_can_be_cancelled()
    {
        using var holder = Holder("cancelled");
        using var stop = new CancellationTokenSource();
        var waiting = Task.Run(() => new TableAccess(databases).Attempt(server.Profile, TimeSpan.FromMinutes(1), c => c.Execute("SELECT * FROM cancelled"), stop.Token));
        while ((long)server.Execute("SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT * FROM cancelled' AND wait_event_type = 'Lock'")! == 0)
        {
            await Task.Yield();
        }

        await stop.CancelAsync();

        Assert.Equal(stop.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(30)))).CancellationToken);
    }

    public void Dispose() => databases.Dispose();

    private static AccessFailure? Attempt(TableAccess access, ConnectionProfile profile, Action<DatabaseSession> work) => access.Attempt(profile, TimeSpan.FromSeconds(30), work, default);

    private Npgsql.NpgsqlConnection Holder(string table)
    {
        server.Execute($"CREATE TABLE {table} (a int)");
        var holder = new Npgsql.NpgsqlConnection($"Host=127.0.0.1;Port={server.Port};Username=postgres;Database=postgres;Pooling=false");
        holder.Open();
        using var command = new Npgsql.NpgsqlCommand($"BEGIN; LOCK TABLE {table}", holder);
        command.ExecuteNonQuery();
        return holder;
    }
}
