using System.Globalization;
using System.Text;
using Detectkit.Build.EndToEnd;
using Detectkit.Build.Databases;
using DuckDB.NET.Data;

namespace Detectkit.Build.Newcomer;

/// <summary>The rental's repository with its files and its tables in PostgreSQL, eight weeks of history to begin with.</summary>
internal sealed class RentalRepository : IDisposable
{
    private const string Branch = "detectkit/autotune";

    private readonly MetricsRepository repository = new();
    private readonly PostgresServer server;

    public RentalRepository(PostgresServer server)
    {
        this.server = server;
        foreach (var (path, text) in RentalFiles.All)
        {
            repository.Write(path, text + "\n");
        }

        repository.Write("profiles.yml", $$"""
            default_profile: warehouse
            profiles:
              warehouse: {type: postgres, host: 127.0.0.1, port: {{server.Port}}, user: postgres, database: postgres, data_schema: rental}
              files: {type: duckdb}
            alert_channels:
            {{string.Concat(((string[])["pager", "chat_locks", "chat_shop", "chat_field", "chat_infra"]).Select(c => $"  {c}: {{type: webhook, webhook_url: \"${{CHAT_URL}}\"}}\n"))}}
            """);
        // What the queries read is not the repository's.
        repository.Write(".gitignore", "obj/\nbin/\ndata/\n");
        repository.CommitAll();
        WriteWeeks(8);
    }

    /// <summary>The commit that the branch points at, or null.</summary>
    public string? BranchCommit => repository.Branch();

    private string Root => repository.Root;

    public string Git(params string[] arguments) => repository.Git(arguments);

    public string Read(string path) => repository.Read(path);

    public void Append(string path, string text) => repository.Write(path, repository.Read(path) + text);

    public string CommitAll() => repository.CommitAll();

    public BuildResult Autotune(params string[] arguments) => repository.Autotune(arguments).Succeeds();

    /// <summary>The names of the metrics whose files differ between two commits.</summary>
    public string Changed(string from, string to = Branch) => string.Join(
        ", ", Git("diff", "--name-only", from, to).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(p => Path.GetFileNameWithoutExtension(p)).Order(StringComparer.Ordinal));

    /// <summary>What the people on call get from each metric as it is in two commits.</summary>
    public IReadOnlyList<(string Name, (OnCallView Whole, OnCallView Newest) Before, (OnCallView Whole, OnCallView Newest) After)> Views(string from, string to)
    {
        var (before, after) = (At(from), At(to));
        return [.. before.Keys.Order(StringComparer.Ordinal).Select(n => (n, before[n], after[n]))];

        IReadOnlyDictionary<string, (OnCallView Whole, OnCallView Newest)> At(string commit)
        {
            Git("checkout", "-q", commit, "--", "metrics");
            var views = OnCallView.Of(Root);
            Git("checkout", "-q", "HEAD", "--", "metrics");
            return views;
        }
    }

    public static string PathOf(string metric) =>
        RentalFiles.All.Keys.Single(p => p.StartsWith("metrics/", StringComparison.Ordinal) && Path.GetFileNameWithoutExtension(p) == metric);

    /// <summary>Lets so many weeks have passed since the history began.</summary>
    public void WriteWeeks(int weeks)
    {
        WriteCsv("unlock_latency", RentalSeries.UnlockLatency(weeks), "F2");
        WriteCsv("revenue", RentalSeries.Revenue(weeks), "F2");
        WriteCsv("rebalancing_queue", RentalSeries.RebalancingQueue(weeks), "F0");
        WriteCsv("lock_temperature", RentalSeries.LockTemperature(weeks), "F1");
        WriteCsv("bikes_available", RentalSeries.BikesAvailable(weeks), "F0");
        WriteCsv("edge_cpu", RentalSeries.EdgeCpu(weeks), "F2");
        WriteCsv("export_minutes", RentalSeries.ExportMinutes(weeks), "F1", "day,minutes");
        ToParquet("revenue");

        server.Execute("DROP SCHEMA IF EXISTS rental CASCADE; CREATE SCHEMA rental; CREATE TABLE rental.requests (at timestamp, succeeded bool, n int);"
            + "CREATE TABLE rental.trips (at timestamptz, district text, n int); CREATE TABLE rental.new_riders (at timestamptz, n int); CREATE TABLE rental.declined_payments (at timestamp, n int)");
        var failed = RentalSeries.FailedRequests(weeks).Select(r => r.Value).ToList();
        server.Copy("rental.requests", RentalSeries.Requests(weeks).SelectMany((r, i) => new[] { $"{Stamp(r.At)}\tt\t{Whole(r.Value - failed[i])}", $"{Stamp(r.At)}\tf\t{Whole(failed[i])}" }));
        server.Copy("rental.trips", RentalSeries.Trips(weeks).SelectMany(r => new[]
        {
            $"{Stamp(r.At.AddMinutes(2))}+00\told town\t{Whole(Math.Floor(r.Value / 2))}", $"{Stamp(r.At.AddMinutes(11))}+00\told town\t{Whole(Math.Ceiling(r.Value / 2))}", $"{Stamp(r.At)}+00\tharbour\t7",
        }));
        server.Copy("rental.new_riders", RentalSeries.NewRiders(weeks).Select(r => $"{Stamp(r.At)}+00\t{Whole(r.Value)}"));
        server.Copy("rental.declined_payments", RentalSeries.DeclinedPayments(weeks).Select(r => $"{Stamp(r.At)}\t{Whole(r.Value)}"));
    }

    public void Dispose() => repository.Dispose();

    private static string Stamp(DateTime at) => at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Whole(double value) => value.ToString("F0", CultureInfo.InvariantCulture);

    private void WriteCsv(string name, IEnumerable<Reading> readings, string format, string header = "timestamp,value")
    {
        var text = new StringBuilder(header).Append('\n');
        foreach (var reading in readings)
        {
            text.Append(Stamp(reading.At)).Append(',').Append(reading.Value.ToString(format, CultureInfo.InvariantCulture)).Append('\n');
        }

        repository.Write($"data/{name}.csv", text.ToString());
    }

    private void ToParquet(string name)
    {
        var path = Path.Combine(repository.Root, "data", name);
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A file name cannot be a parameter there, and this one is made here.
        command.CommandText = $"COPY (SELECT * FROM read_csv('{path}.csv')) TO '{path}.parquet' (FORMAT parquet)";
#pragma warning restore CA2100
        command.ExecuteNonQuery();
        File.Delete(path + ".csv");
    }
}
