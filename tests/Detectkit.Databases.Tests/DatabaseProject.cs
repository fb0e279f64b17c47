using Detectkit.Build.Wire;
using Detectkit.Build.Worker;

namespace Detectkit.Build.Databases;

/// <summary>A project in a temporary folder whose metrics are read from a database.</summary>
internal sealed class DatabaseProject : IDisposable
{
    /// <summary>A metric that reads a table of its name.</summary>
    public const string Orders = """
        name: orders
        interval: 10min
        query: |
          SELECT placed AS timestamp,
                 n AS value
          FROM orders_by_time
          ORDER BY 1
        seasonality_columns: [hour]
        detectors:
          - {type: mad, params: {window_size: 60}}

        """;

    public string Root { get; } = Directory.CreateTempSubdirectory("detectkit-database-").FullName;

    public string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public DatabaseProject Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Root, path))!);
        File.WriteAllText(Path.Combine(Root, path), text);
        return this;
    }

    public DatabaseProject WriteProfile(string profile) =>
        Write("profiles.yml", "default_profile: warehouse\nprofiles:\n  warehouse: {" + profile + "}\n");

    public WorkerRun Tune(params (string Name, string Value)[] properties)
    {
        var run = new WorkerRun(Root, "out", [("AutotuneForceChange", "true"), .. properties]);
        run.Autotune();
        return run;
    }

    /// <summary>A run's errors and warnings, for a snapshot.</summary>
    public string Findings(WorkerRun run) => string.Join("\n", run.Log.Replace(Root + "/", "", StringComparison.Ordinal).Split('\n')
        .Where(line => line.StartsWith(OutputLine.Diagnostic))
        .Select(line => line[1..])
        .Order(StringComparer.Ordinal));

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
