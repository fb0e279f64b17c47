using System.Globalization;
using System.Text.RegularExpressions;
using Detectkit.Tests;

namespace Detectkit.Build.Databases;

/// <summary>Series of the corpus: as a project that reads them from CSV, and as SQL that puts them into a database.</summary>
internal static partial class CorpusSeries
{
    public static readonly string[] Names = ["iio_us_east_1_i_a2eb1cd9_network_in", "elb_request_count_8c0756"];

    /// <summary>A line that only tuned files have.</summary>
    public const string Header = "# Reproduce: ";

    /// <summary>All series that the corpus has of its kind.</summary>
    public static IReadOnlyList<string> All { get; } =
        Recorded.SharedRoot is null ? [] : [.. Directory.EnumerateFiles(Path.Combine(Recorded.Corpus, "nab", "data")).Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)];

    /// <summary>The columns of the reference's table, in an order of its own.</summary>
    public const string DatapointColumns = "metric_name, timestamp, value, seasonality_data, interval_seconds, seasonality_columns, created_at";

    /// <summary>A project of the metrics, each with its query in a file: the metrics' files are the same for every database.</summary>
    public static DatabaseProject Project(IReadOnlyList<string> names, Func<string, string> query)
    {
        var project = new DatabaseProject();
        foreach (var name in names)
        {
            var metric = File.ReadAllText(Path.Combine(Recorded.Corpus, "nab", "metrics", name + ".yml"));
            project.Write($"metrics/{name}.yml", Query().Replace(metric, $"query_file: {name}.sql\n"));
            project.Write($"sql/{name}.sql", query(name));
            project.Write($"incidents/{name}.yml", File.ReadAllText(Path.Combine(Recorded.Corpus, "nab", "incidents", name + ".yml")));
        }

        return project;
    }

    /// <summary>A project of the metrics that reads their CSV in the order of its rows, of which the last of a stamp counts.</summary>
    public static DatabaseProject ProjectOfCsv(IReadOnlyList<string> names)
    {
        var project = Project(names, name => $"SELECT timestamp, value FROM read_csv('data/{name}.csv')");
        foreach (var name in names)
        {
            project.Write($"data/{name}.csv", File.ReadAllText(Path.Combine(Recorded.Corpus, "nab", "data", name + ".csv")));
        }

        return project;
    }

    /// <summary>What a run has made of the metrics' files, all of which it tunes.</summary>
    public static Dictionary<string, string> Tuned(IReadOnlyList<string> names, DatabaseProject project, Worker.WorkerRun run)
    {
        using (run)
        {
            Assert.False(run.Context.Log.HasErrors, run.Log);
            var texts = Texts(names, project);
            Assert.All(texts.Values, text => Assert.Contains(Header, text, StringComparison.Ordinal));
            return texts;
        }
    }

    /// <summary>What the metrics' files hold.</summary>
    public static Dictionary<string, string> Texts(IReadOnlyList<string> names, DatabaseProject project) => names.ToDictionary(name => name, name => project.Read($"metrics/{name}.yml"));

    /// <summary>A series as tuples of stamp and value, each stamp followed by what is given.</summary>
    public static string Rows(string name, string zone = "") => string.Join(",\n", Read(name).Select(row => $"('{row.Stamp}{zone}', {row.Value})"));

    /// <summary>A series as the reference stores it, backwards.</summary>
    public static string Datapoints(string name) => string.Join(",\n", Read(name).Reverse().Select(row =>
    {
        var at = DateTime.ParseExact(row.Stamp, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        var seasons = string.Create(CultureInfo.InvariantCulture, $$"""{"hour": {{at.Hour}}, "day_of_week": {{((int)at.DayOfWeek + 6) % 7}}}""");
        return $"('{name}', '{row.Stamp}.000', {row.Value}, '{seasons}', 300, 'hour,day_of_week', '2026-01-01 00:00:00.000')";
    }));

    private static (string Stamp, string Value)[] Read(string name) =>
        [.. File.ReadLines(Path.Combine(Recorded.Corpus, "nab", "data", name + ".csv")).Skip(1).Select(line => line.Split(',')).Select(cells => (cells[0], cells[1]))];

    [GeneratedRegex(@"^query: \|\n(  .*\n)+", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Query();
}
