using Detectkit.Build.EndToEnd;

namespace Detectkit.Build.Databases;

[Collection(nameof(PostgresServer))]
public sealed class AuditCancelTests(PostgresServer server)
{
    [PostgresFact]
    public void Ctrl_C_during_the_queries_of_several_metrics_is_said_so_and_gives_their_locks_back()
    {
        server.Execute("CREATE SCHEMA stopped");
        using var repository = new MetricsRepository();
        repository.Write("profiles.yml", $"default_profile: w\nprofiles:\n  w: {{type: postgres, host: 127.0.0.1, port: {server.Port}, user: postgres, database: postgres, internal_schema: stopped}}\n");
        foreach (var name in new[] { "a", "b" })
        {
            repository.WriteMetric(name, "FROM (SELECT now() AS timestamp, count(pg_sleep(3602)) AS value) s");
        }

        repository.CommitAll();
        using var build = RunningBuild.Start(repository, "Autotune", "-p:AutotuneAudit=true");
        var reading = Task.Run(build.Wait);
        while (!reading.IsCompleted && (long)server.Execute("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(3602)%' AND state = 'active' AND pid <> pg_backend_pid()")! < 2)
        {
            Thread.Yield();
        }

        build.PressControlC();
        var result = reading.GetAwaiter().GetResult().Fails();

        Assert.Empty(result.Errors);
        Assert.Contains("was cancelled; nothing was committed.", result.Text, StringComparison.Ordinal);
        Assert.Equal(2L, server.Execute("SELECT count(*) FROM stopped._dtk_tasks WHERE status = 'failed' AND error_message = 'it was stopped before its end'"));
        Assert.Equal(0L, server.Execute("SELECT count(*) FROM stopped._dtk_autotune_runs"));
    }
}
