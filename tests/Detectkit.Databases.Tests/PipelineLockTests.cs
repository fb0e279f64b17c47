using System.Data.Common;
using System.Globalization;
using Detectkit.Runtime.Databases;
using Detectkit.Runtime.Locks;
using Detectkit.Runtime.Tables;
using DuckDB.NET.Data;

namespace Detectkit.Build.Databases;

/// <summary>Locks and rows of a metric that no file could name, over every kind of database that can be run here.</summary>
internal sealed class AuditedName(ConnectionProfile profile, string projectRoot = "/") : IDisposable
{
    public const string Name = "x'; drop table _dtk_tasks; -- \\ \" `";

    private static readonly DateTime Now = new(2026, 5, 2, 12, 0, 0, 123);

    private readonly MetricDatabases databases = new(projectRoot, new LoadingLimits(4, TimeSpan.FromMinutes(1)), profile.Path is { } path ? new HashSet<string> { Path.GetFullPath(path, projectRoot) } : null);
    private readonly TableStatements sql = new(profile);
    private readonly TableDefinition tasks = DetectkitTables.Tasks("_dtk_tasks");
    private readonly TableDefinition detections = DetectkitTables.Detections("_dtk_detections");

    public void Dispose() => databases.Dispose();

    /// <summary>A lock is taken, held, lost, given back; rows of the name are written twice and counted once.</summary>
    public void Check()
    {
        Do(c => c.Execute(sql.Create(tasks)));
        Do(c => c.Execute(sql.Create(detections)));
        var pipeline = new PipelineLock(sql, tasks);
        Assert.Equal(Now, Do(c => pipeline.Take(c, Name, Now, 60, isForced: false)).Since);
        Assert.Contains("since 2026-05-02 12:00:00 UTC; its lock ends at 2026-05-02 12:01:00", Do(c => pipeline.Take(c, Name, Now.AddSeconds(30), 60, isForced: false)).Owner, StringComparison.Ordinal);
        Assert.Null(Do(c => pipeline.Take(c, Name, Now.AddSeconds(31), 60, isForced: true)).Owner);
        Assert.False(Do(c => pipeline.Release(c, Name, Now, Now.AddSeconds(32), null)));
        Assert.True(Do(c => pipeline.Release(c, Name, Now.AddSeconds(31), Now.AddSeconds(33), "it's \\broken")));
        Assert.Equal([Name, "failed", "it's \\broken"], Do(c => c.Read(sql.Select(tasks, ["metric_name", "status", "error_message"], ["metric_name"]), Name))[0]);
        Assert.Null(Do(c => pipeline.Take(c, Name, Now.AddSeconds(34), 60, isForced: false)).Owner);
        Assert.Equal(["running", null], Do(c => c.Read(sql.Select(tasks, ["status", "error_message"], ["metric_name"]), Name))[0]);

        for (var time = 0; time < 2; time++)
        {
            Assert.Equal(1001, Do(c => c.Write(sql, detections, Enumerable.Range(0, 1001).Select(Row))));
        }

        Assert.Equal(1001L, Convert.ToInt64(Do(c => c.Read(sql.Count(detections, ["metric_name"]), Name))[0][0], CultureInfo.InvariantCulture));
        Assert.Equal([Name, "a\tb\\\n{}"], Do(c => c.Read(sql.Select(detections, ["metric_name", "detection_metadata"], ["metric_name", "timestamp"]), Name, Now))[0]);
    }

    /// <summary>Of many that want a lock at once one gets it, whether there is a row already or none.</summary>
    public void CheckRace()
    {
        var pipeline = new PipelineLock(sql, tasks);
        foreach (var start in new[] { Now, Now.AddHours(1) })
        {
            var won = 0;
            Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
            {
                try
                {
                    if (Do(c => pipeline.Take(c, "race", start.AddMilliseconds(i), 60, isForced: false)).Since is not null)
                    {
                        Interlocked.Increment(ref won);
                    }
                }
                catch (DbException)
                {
                    // A database may also end one of two that write the same row.
                }
            });
            Assert.Equal(1, won);
        }
    }

    private static object?[] Row(int i) => [Name, "id", "ZScoreDetector", Now.AddMinutes(i), i % 2 == 0, null, 1.5, 2.5, null, "{}", "a\tb\\\n{}", Now];

    private T Do<T>(Func<DatabaseSession, T> work)
    {
        using var connection = new DatabaseSession(databases.Of(profile).Connect(default), profile.Dialect, default);
        var result = work(connection);
        connection.Commit();
        return result;
    }
}

[Collection(nameof(PostgresServer))]
public sealed class PostgresLockTests(PostgresServer server)
{
    [PostgresFact]
    public void A_name_of_any_characters_is_a_name_and_nothing_else_and_one_of_many_gets_a_lock()
    {
        server.Execute("CREATE SCHEMA locks");
        using var named = new AuditedName(server.Profile with { TableSchema = "locks" });
        named.Check();
        named.CheckRace();
    }
}

[Collection(nameof(MariaDbServer))]
public sealed class MariaDbLockTests(MariaDbServer server)
{
    [MariaDbFact]
    public void A_name_of_any_characters_is_a_name_and_nothing_else_and_one_of_many_gets_a_lock()
    {
        server.Execute("CREATE DATABASE locks");
        using var named = new AuditedName(server.Profile with { TableSchema = "locks", User = "root", Password = null });
        named.Check();
        named.CheckRace();
    }
}

public sealed class DuckDbLockTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("detectkit-locks-").FullName;

    [Fact]
    public void A_name_of_any_characters_is_a_name_and_nothing_else_and_one_of_many_gets_a_lock()
    {
        using (var connection = new DuckDBConnection("DataSource=" + Path.Combine(folder, "locks.duckdb")))
        {
            connection.Open();
        }

        using var named = new AuditedName(new ConnectionProfile("warehouse", DatabaseDialects.DuckDb) { Path = "locks.duckdb" }, folder);
        named.Check();
        named.CheckRace();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
