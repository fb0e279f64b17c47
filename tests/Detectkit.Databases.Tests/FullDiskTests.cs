using Detectkit.Build.Git;
using Detectkit.Runtime.Databases;

namespace Detectkit.Build.Databases;

[Collection(nameof(PostgresServer))]
public sealed class FullDiskTests(PostgresServer server)
{
    [SmallDiskFact]
    public void A_full_disk_is_one_diagnostic_and_leaves_nothing_half_written()
    {
        using var disk = new SmallDisk("256k");
        Assert.Equal(0, IsolatedGit.Program("chown", "/", "postgres", disk.Folder).ExitCode);
        server.Execute($"CREATE TABLESPACE small LOCATION '{disk.Folder}'");
        server.Execute("CREATE SCHEMA crowded");
        using (var project = new AuditedProject(
            DatabaseDialects.Postgres, $"type: postgres, host: 127.0.0.1, port: {server.Port}, user: postgres, database: postgres, data_schema: crowded, internal_schema: crowded", "crowded", server.Execute))
        {
            Array.ForEach([.. new ReferenceTables(DatabaseDialects.Postgres, "crowded").Create()], s => server.Execute(s + (s.Contains("_dtk_detections", StringComparison.Ordinal) ? " TABLESPACE small" : "")));

            using var run = project.Tune(("AutotuneSelect", "orders"));

            Assert.StartsWith("metrics/orders.yml : error DTK0414: the audit of 'orders' cannot be written: profile 'warehouse': could not extend file", Assert.Single(project.Project.Findings(run).Split('\n')), StringComparison.Ordinal);
            Assert.Equal((0, 0, 1), (project.Count("_dtk_autotune_runs", "1 = 1"), project.Count("_dtk_detections", "1 = 1"), project.Count("_dtk_tasks", "status = 'completed'")));
        }

        server.Execute("DROP SCHEMA crowded CASCADE");
        server.Execute("DROP TABLESPACE small");
    }
}

/// <summary>A disk that holds next to nothing.</summary>
internal sealed class SmallDisk : IDisposable
{
    public SmallDisk(string size)
    {
        var mounting = IsolatedGit.Program("mount", "/", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", Folder);
        if (mounting.ExitCode != 0)
        {
            Directory.Delete(Folder);
            throw new InvalidOperationException(mounting.Errors);
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("detectkit-disk-").FullName;

    public void Dispose()
    {
        IsolatedGit.Program("umount", "/", Folder);
        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>A fact that needs PostgreSQL's server and the right to mount a disk and is skipped, saying so, without either.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly bool CanMount = TryMount();

    public SmallDiskFactAttribute() => Skip = PostgresServer.WhyNotHere ?? (CanMount ? null : "needs the right to mount a small disk");

    private static bool TryMount()
    {
        if (Environment.UserName != "root")
        {
            return false;
        }

        try
        {
            using var disk = new SmallDisk("64k");
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
