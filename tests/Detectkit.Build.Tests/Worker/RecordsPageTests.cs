using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Detectkit.Build.Worker;

/// <summary>The page about the records and the records themselves name the same fields.</summary>
public sealed partial class RecordsPageTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("detectkit-records-page-").FullName;

    [Fact]
    public void Every_field_that_is_written_is_on_the_page_and_the_other_way_round()
    {
        WriteMetric("labelled", "FROM 'data.csv'", Enumerable.Range(0, 9).Select(i => 200 + (145 * i)));
        WriteMetric("pinned", "FROM 'data.csv'", Enumerable.Range(0, 9).Select(i => 200 + (145 * i)));
        WriteMetric("unlabelled", "FROM 'data.csv'", []);
        WriteMetric("failing", "FROM 'nothing.csv'", []);
        WriteData();

        // Another threshold of the current detector, what the search has found where that is pinned, and what the search of the reference has found.
        foreach (var strategy in (string[])["robust", "reference"])
        {
            using var run = new WorkerRun(root, strategy, ("AutotuneDryRun", "true"), ("AutotuneStrategy", strategy));
            run.Autotune();
        }

        var page = File.ReadAllText(Path.Combine(Recorded.RepositoryRoot, "docs", "records.md"));
        var (summary, record) = (page.IndexOf("## `summary.json`", StringComparison.Ordinal), page.IndexOf("## `runs/", StringComparison.Ordinal));
        Assert.Equal(Documented(page[summary..record]), Written(File.ReadAllText(Path.Combine(root, "robust", "summary.json"))));
        var documented = Documented(page[record..]);
        var written = Directory.EnumerateFiles(root, "*.json", SearchOption.AllDirectories).Where(f => f.Contains("/runs/", StringComparison.Ordinal)).SelectMany(f => Written(File.ReadAllText(f))).ToSortedSet();
        Assert.Empty(written.Except(documented));
        Assert.Empty(documented.Except(written));
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private static SortedSet<string> Documented(string section) =>
        section.Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)).SelectMany(l => Field().Matches(l.Split('|')[1]).Select(m => m.Groups[1].Value)).ToSortedSet();

    private static SortedSet<string> Written(string json)
    {
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        using var document = JsonDocument.Parse(json);
        Walk(document.RootElement, "", paths);

        // What only groups its fields needs no line of its own unless it can be null.
        paths.RemoveWhere(p => p is "settings" or "incumbent" or "labels_summary" or "comparison" || p.EndsWith(".features", StringComparison.Ordinal));
        return paths;
    }

    private static void Walk(JsonElement value, string path, SortedSet<string> paths)
    {
        foreach (var property in value.EnumerateObject())
        {
            var name = path + (path == "holdout." && property.Name is "before" or "after" ? "*" : property.Name);
            if (property.Value.ValueKind == JsonValueKind.Object && property.Name is not ("params" or "fixed_params" or "cache" or "details"))
            {
                paths.Add(name);
                Walk(property.Value, name + ".", paths);
            }
            else if (property.Value.ValueKind == JsonValueKind.Array && property.Value.EnumerateArray().FirstOrDefault().ValueKind == JsonValueKind.Object)
            {
                foreach (var item in property.Value.EnumerateArray())
                {
                    Walk(item, name + "[].", paths);
                }
            }
            else if (property.Value.ValueKind != JsonValueKind.Array || property.Value.GetArrayLength() > 0 || property.Name is not ("findings" or "incidents" or "extremes" or "detectors" or "partners" or "group_votes"))
            {
                paths.Add(name);
            }
        }
    }

    private void WriteMetric(string name, string query, IEnumerable<int> incidents)
    {
        Directory.CreateDirectory(Path.Combine(root, "metrics"));
        var labels = string.Concat(incidents.Concat([1180, 1210, 1240, 1300, 1330, 1360]).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"    - {{start: \"{Stamp(i)}\", end: \"{Stamp(i + 3)}\", label: outage}}\n")));
        var autotune = name == "unlabelled" ? "" : "autotune:\n" + (name == "pinned" ? "  fixed_params: {threshold: 4.0}\n" : "") + "  incidents:\n" + labels;
        File.WriteAllText(
            Path.Combine(root, "metrics", name + ".yml"),
            $"name: {name}\ninterval: 10min\nquery: {query}\ndetectors:\n  - {{type: zscore, params: {{threshold: 1.0, window_size: 60}}}}\n{autotune}");
    }

    private void WriteData()
    {
        var random = new Random(5);
        var rows = new StringBuilder("timestamp,value\n");
        for (var i = 0; i < 1440; i++)
        {
            var incident = (i >= 1180 && (i % 30) is 10 or 11) || (i < 1180 && (i - 200) % 145 is >= 0 and <= 3) ? 80 : 0;
            rows.Append(CultureInfo.InvariantCulture, $"{Stamp(i)},{100 + (random.NextDouble() * 10) + incident:F3}\n");
        }

        File.WriteAllText(Path.Combine(root, "data.csv"), rows.ToString());
    }

    private static string Stamp(int point) => new DateTime(2026, 1, 1).AddMinutes(10 * point).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Field();
}

file static class SortedSets
{
    public static SortedSet<string> ToSortedSet(this IEnumerable<string> items) => new(items, StringComparer.Ordinal);
}
