using System.Globalization;
using System.Text;
using Detectkit.Autotune;
using Detectkit.Build.Worker.Stored;
using Detectkit.Configuration;
using Detectkit.Evidence;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Build.Worker;

public sealed class StoredSearchTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("detectkit-stored-").FullName;

    private string Stored => Path.Combine(root, "out", "searches", "orders.json");

    [Fact]
    public void A_second_run_searches_nothing_and_leaves_the_same_bytes()
    {
        WriteProject();
        var first = Files(Tune("*").Log);

        var log = Tune("*").Log;

        Assert.Contains("[2/2] ", log, StringComparison.Ordinal);
        Assert.Equal(2, log.Split('\n').Count(l => l.StartsWith('[') && l.Contains("  stored  ", StringComparison.Ordinal)));
        Assert.DoesNotContain("GRID SEARCH", log, StringComparison.Ordinal);
        Assert.Contains("2 of 2 searched nothing: ", log, StringComparison.Ordinal);
        Assert.Equal(first, Files(log));
    }

    [Fact]
    public void The_property_makes_it_search_again_to_the_same_bytes()
    {
        WriteProject();
        var first = Files(Tune("*").Log);

        var log = Tune("*", ("AutotuneIgnoreCache", "true")).Log;

        Assert.DoesNotContain("stored", log, StringComparison.Ordinal);
        Assert.Equal(first, Files(log));
    }

    [Theory]
    [InlineData("the metric's text")]
    [InlineData("a value")]
    [InlineData("the labels")]
    [InlineData("the range")]
    [InlineData("a property")]
    public void What_depends_on_a_change_is_searched_again_and_nothing_else(string change)
    {
        WriteProject();
        Tune("*");
        var options = new List<(string, string)>();
        switch (change)
        {
            case "the metric's text":
                Replace("metrics/orders.yml", "# by eye", "# by ear");
                break;
            case "a value":
                Replace("data/orders.csv", "2026-01-03 00:00:00,", "2026-01-03 00:00:00,1");
                break;
            case "the labels":
                Replace("incidents/orders.yml", "2026-01-04 10:00:00", "2026-01-04 10:10:00");
                break;
            case "the range":
                options.Add(("AutotuneTo", "2026-01-10"));
                break;
            default:
                options.Add(("AutotuneHoldout", "0.3"));
                break;
        }

        var log = Tune("*", [.. options]).Log;

        var isForAll = options.Count > 0;
        Assert.DoesNotMatch(@"\] orders  .*  stored", log);
        Assert.Equal(!isForAll, log.Contains("] returns  ", StringComparison.Ordinal) && log.Contains("  stored  ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("cut short", "is damaged and is not used")]
    [InlineData("changed", "is damaged and is not used")]
    [InlineData("empty", "is no stored result and is not used")]
    [InlineData("of another program", "is no stored result and is not used")]
    [InlineData("a folder", "cannot be read and is not used: ")]
    public void What_is_not_whole_or_not_ours_is_not_used(string damage, string remark)
    {
        WriteProject();
        var first = Files(Tune("orders").Log);
        var content = File.ReadAllText(Stored);
        File.Delete(Stored);
        switch (damage)
        {
            case "cut short":
                File.WriteAllText(Stored, content[..^10]);
                break;
            case "changed":
                File.WriteAllText(Stored, content.Replace("\"Points\":", "\"points\":", StringComparison.Ordinal));
                break;
            case "empty":
                File.WriteAllText(Stored, "");
                break;
            case "of another program":
                File.WriteAllText(Stored, "{\"orders\": 5}\n");
                break;
            default:
                Directory.CreateDirectory(Stored);
                break;
        }

        var run = Tune("orders");

        Assert.Contains("orders: the", run.Log.Replace("orders: '", "orders: the '", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(remark, run.Log, StringComparison.Ordinal);
        Assert.Contains("GRID SEARCH", run.Log, StringComparison.Ordinal);
        Assert.False(run.Context.Log.HasErrors, run.Log);
        Assert.Equal(first, Files(run.Log));
        Assert.Equal(damage != "a folder", Tune("orders").Log.Contains("  stored  ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, 0.2, "{threshold: 3, window_size: 60}")]
    [InlineData(true, 0.0, "{}")]
    [InlineData(false, 0.2, "{threshold: .inf, smoothing: ema, half_life: 6h, window_weights: exponential}")]
    [InlineData(false, 0.2, "{seasonality_components: [hour, [hour]], detrend: null, min_samples: 20.0}")]
    public void A_stored_result_reads_back_as_it_was(bool isLabelled, double holdout, string fixedParameters)
    {
        var (metric, series) = Made(fixedParameters);
        var labels = isLabelled ? Labels(series) : IncidentLabels.None;
        var outcome = HeldOutTuning.Run(new HeldOutRequest(metric, series, labels, AutotuneSettings.From(metric), holdout, ForceChange: false));
        Assert.NotNull(outcome.Result);
        var stored = new StoredSearches(Path.Combine(root, "out", "searches"));

        Assert.Null(stored.Store("orders", "f", outcome));

        var found = stored.Find("orders", "f");
        Assert.True(found.Remark is null, found.Remark);
        Assert.Equal(outcome, found.Outcome);
        Assert.Null(stored.Find("orders", "g").Outcome);
        Assert.Null(stored.Find("returns", "f").Outcome);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private static (MetricConfig Metric, MetricSeries Series) Made(string fixedParameters)
    {
        var reading = MetricReader.Read(
            "orders.yml", $"name: orders\ninterval: 10min\nquery: SELECT 1\nseasonality_columns: [hour]\ndetectors: [{{type: mad}}]\nautotune: {{fixed_params: {fixedParameters}}}\n");
        var random = new Random(3);
        var stamps = Enumerable.Range(0, 1440).Select(i => i * 600_000L).ToArray();
        var values = stamps.Select((_, i) => random.NextDouble() + (i % 311 < 4 ? 5 : 0)).ToArray();
        return (reading.Metric!, MetricSeries.FromRows(stamps, values, 600, ["hour"]));
    }

    private static IncidentLabels Labels(MetricSeries series) => new(
        null, "UTC", [.. Enumerable.Range(1, 4).Select(k => new Incident(series.StampAt(311 * k), series.StampAt((311 * k) + 3), false, k == 1 ? "<b>\"ü\"" : null, SourcePosition.Start))]);

    private WorkerRun Tune(string select, params (string Name, string Value)[] properties)
    {
        var run = new WorkerRun(root, "out", [("AutotuneSelect", select), ("AutotuneDryRun", "true"), .. properties]);
        run.Autotune();
        return run;
    }

    private void WriteProject()
    {
        foreach (var name in new[] { "orders", "returns" })
        {
            var random = new Random(name.Length);
            var rows = new StringBuilder("timestamp,value\n");
            for (var i = 0; i < 1440; i++)
            {
                var incident = i is (>= 492 and <= 498) or (>= 732 and <= 737) or (>= 1272 and <= 1276) ? 80 : 0;
                rows.Append(CultureInfo.InvariantCulture, $"{new DateTime(2026, 1, 1).AddMinutes(10 * i):yyyy-MM-dd HH:mm:ss},{100 + (random.NextDouble() * 10) + incident:F3}\n");
            }

            Write($"data/{name}.csv", rows.ToString());
            Write($"incidents/{name}.yml", $"metric: {name}\nincidents:\n  - {{start: \"2026-01-04 10:00:00\", end: \"2026-01-04 11:00:00\"}}\n  - {{start: \"2026-01-06 02:00:00\", end: \"2026-01-06 02:50:00\"}}\n");
            Write($"metrics/{name}.yml", $"name: {name}\ninterval: 10min\nquery: FROM 'data/{name}.csv'\ndetectors:\n  - {{type: mad, params: {{window_size: 60}}}}  # by eye\nautotune:\n  labels_file: incidents/{name}.yml\n");
        }
    }

    // All that the run has left but the stored results, and the summary line.
    private string Files(string log) => log.TrimEnd().Split('\n')[^1] + "\n" + string.Concat(
        Directory.EnumerateFiles(Path.Combine(root, "out"), "*", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/searches/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(f => f + "\n" + File.ReadAllText(f)));

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, path))!);
        File.WriteAllText(Path.Combine(root, path), text);
    }

    private void Replace(string path, string old, string by) =>
        Write(path, File.ReadAllText(Path.Combine(root, path)).Replace(old, by, StringComparison.Ordinal));
}
