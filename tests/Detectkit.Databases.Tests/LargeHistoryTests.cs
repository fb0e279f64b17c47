using System.Diagnostics;
using System.Globalization;
using Detectkit.Build.Wire;
using Detectkit.Tests;
using Xunit.Abstractions;

namespace Detectkit.Build.Databases;

/// <summary>The memory that a whole run takes over a history of 5,000,000 rows; for whoever sets DETECTKIT_LARGE, because it takes minutes.</summary>
[Collection(nameof(PostgresServer))]
public sealed class LargeHistoryTests(PostgresServer server, ITestOutputHelper output) : IDisposable
{
    private const int Rows = 5_000_000;
    private const int MostMegabytes = 600;

    private readonly DatabaseProject project = new();

    [LargeFact]
    public void Five_million_rows_are_tuned_and_audited_in_bounded_memory()
    {
        server.Execute($$"""
            CREATE SCHEMA large;
            CREATE TABLE large.big AS SELECT TIMESTAMPTZ '2016-01-01 00:00:00+00' + i * INTERVAL '1 min' AS placed, 100 + 10 * sin(i / 229.0) + random() AS n FROM generate_series(0, {{Rows - 1}}) i;
            CREATE TABLE large._dtk_datapoints AS SELECT 'big'::text AS metric_name, (placed AT TIME ZONE 'UTC')::timestamp(3) AS timestamp, n AS value,
                format('{"hour": %s, "day_of_week": %s}', extract(hour FROM placed AT TIME ZONE 'UTC')::int, extract(isodow FROM placed AT TIME ZONE 'UTC')::int - 1) AS seasonality_data,
                60 AS interval_seconds, 'hour,day_of_week'::text AS seasonality_columns, now()::timestamp(3) AS created_at FROM large.big
            """);
        project.WriteProfile($"type: postgres, host: 127.0.0.1, port: {server.Port}, user: postgres, database: postgres, data_schema: large, internal_schema: large");
        var text = "name: big\ninterval: 1min\nquery: SELECT placed AS timestamp, n AS value FROM big ORDER BY 1\ndetectors: [{type: zscore, params: {window_size: 1440}}]\n";
        var peaks = new List<(string What, long Megabytes)>();
        foreach (var (what, seasons, properties) in new (string, string, string[])[]
        {
            ("by query", "", []),
            ("by query, hour and day_of_week", "seasonality_columns: [hour, day_of_week]\n", []),
            ("loaded points, hour and day_of_week", "seasonality_columns: [hour, day_of_week]\n", ["AutotuneSource=datapoints"]),
            ("by query, with its audit", "", ["AutotuneAudit=true", "AutotuneForceChange=true"]),
        })
        {
            project.Write("metrics/big.yml", text + seasons);
            peaks.Add((what, PeakOf([.. properties.Append("AutotuneIgnoreCache=true")])));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {peaks[^1].Megabytes} MB"));
        }

        Assert.All(peaks, peak => Assert.InRange(peak.Megabytes, 1, MostMegabytes));
    }

    public void Dispose() => project.Dispose();

    private long PeakOf(string[] properties)
    {
        var request = RequestText.Write(
        [
            new("command", "autotune"), new("project", Path.Combine(project.Root, "shop.csproj")), new("AutotuneCommit", "false"), new("AutotuneOutput", "out"),
            new("file", "metric:" + Path.Combine(project.Root, "metrics/big.yml")), new("file", "profiles:" + Path.Combine(project.Root, "profiles.yml")),
            .. properties.Select(p => p.Split('=')).Select(p => new KeyValuePair<string, string>(p[0], p[1])),
        ]);
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(Recorded.RepositoryRoot, "Detectkit.Build", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "Detectkit.Worker.dll")])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = project.Root,
        };
        using var worker = Process.Start(start)!;
        var said = worker.StandardOutput.ReadToEndAsync();
        worker.StandardInput.Write(request);
        worker.StandardInput.Flush();
        var peak = 0L;
        while (!worker.WaitForExit(TimeSpan.FromMilliseconds(50)))
        {
            try
            {
                worker.Refresh();
                peak = Math.Max(peak, worker.PeakWorkingSet64);
            }
            catch (InvalidOperationException)
            {
                // It has just ended.
            }
        }

        Assert.True(worker.ExitCode == 0, said.Result);
        return peak >> 20;
    }
}

/// <summary>A fact for whoever has minutes and gigabytes to spare.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LargeFactAttribute : FactAttribute
{
    public LargeFactAttribute() => Skip = PostgresServer.WhyNotHere
        ?? (Environment.GetEnvironmentVariable("DETECTKIT_LARGE") is null ? "takes minutes and is run where DETECTKIT_LARGE is set" : null);
}
