using Detectkit.Autotune;
using Detectkit.Autotune.Holdout;
using Detectkit.Build.Inputs;
using Detectkit.Build.Results;
using Detectkit.Build.Tuning;
using Detectkit.Configuration;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Build.Worker;

public sealed class ResultFilesTests : IDisposable
{
    private readonly MadeProject project = new();

    private string Stored => Path.Combine(project.Root, "out", "runs", "orders.json");

    [Fact]
    public void A_second_run_searches_nothing_and_leaves_the_same_bytes()
    {
        var first = project.Files(project.Tune("*").Log);

        var log = project.Tune("*").Log;

        Assert.Contains("[2/2] ", log, StringComparison.Ordinal);
        Assert.Equal(2, log.Split('\n').Count(l => l.StartsWith('[') && l.Contains("  cached  ", StringComparison.Ordinal)));
        Assert.DoesNotContain("GRID SEARCH", log, StringComparison.Ordinal);
        Assert.Contains("2 of 2 from the cache: ", log, StringComparison.Ordinal);
        Assert.Equal(first, project.Files(log));
    }

    [Fact]
    public void The_property_makes_it_search_again_to_the_same_bytes()
    {
        var first = project.Files(project.Tune("*").Log);

        var log = project.Tune("*", ("AutotuneIgnoreCache", "true")).Log;

        Assert.DoesNotContain("stored", log, StringComparison.Ordinal);
        Assert.Equal(first, project.Files(log));
    }

    [Theory]
    [InlineData("AutotuneEmit", "newfile")]
    [InlineData("AutotuneFrom", "2026-01-01")]
    public void A_cached_result_is_written_as_this_run_asks_for(string property, string value)
    {
        project.Tune("*");

        var stored = project.Files(project.Tune("*", (property, value)).Log);

        Assert.Equal(project.Files(project.Tune("*", (property, value), ("AutotuneIgnoreCache", "true")).Log), stored);
    }

    [Theory]
    [InlineData("the metric's text")]
    [InlineData("a value")]
    [InlineData("the labels")]
    [InlineData("the range")]
    [InlineData("a property")]
    public void What_depends_on_a_change_is_searched_again_and_nothing_else(string change)
    {
        project.Tune("*");
        var options = new List<(string, string)>();
        switch (change)
        {
            case "the metric's text":
                project.Replace("metrics/orders.yml", "# by eye", "# by ear");
                break;
            case "a value":
                project.Replace("data/orders.csv", "2026-01-03 00:00:00,", "2026-01-03 00:00:00,1");
                break;
            case "the labels":
                project.Replace("incidents/orders.yml", "2026-01-04 10:00:00", "2026-01-04 10:10:00");
                break;
            case "the range":
                options.Add(("AutotuneTo", "2026-01-10"));
                break;
            default:
                options.Add(("AutotuneHoldout", "0.3"));
                break;
        }

        var log = project.Tune("*", [.. options]).Log;

        var isForAll = options.Count > 0;
        Assert.DoesNotMatch(@"\] orders  .*  cached", log);
        Assert.Equal(!isForAll, log.Contains("] returns  ", StringComparison.Ordinal) && log.Contains("  cached  ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("AutotuneSource", "query", true)]
    [InlineData("AutotuneMaxQueries", "1", false)]
    public void Where_the_history_comes_from_is_part_of_a_search_and_how_hastily_it_is_read_is_not(string property, string value, bool isPart)
    {
        project.Tune("orders");

        Assert.Equal(!isPart, project.Tune("orders", (property, value)).Log.Contains("  cached  ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("cut short", "is damaged and is not used")]
    [InlineData("changed", "is damaged and is not used")]
    [InlineData("empty", "is not a cached result and is not used")]
    [InlineData("of another program", "is not a cached result and is not used")]
    [InlineData("of another metric", "is the cached result of 'returns' and is not used")]
    [InlineData("of another version", "is of another version of Detectkit and is not used")]
    [InlineData("cut within the details", "is damaged and is not used")]
    [InlineData("without its end", "is damaged and is not used")]
    [InlineData("an older record", "is not a cached result and is not used")]
    public void What_is_not_whole_or_not_ours_is_not_used(string damage, string remark)
    {
        project.Tune("returns");
        var first = project.Files(project.Tune("orders").Log);
        var content = File.ReadAllText(Stored);
        File.Delete(Stored);
        switch (damage)
        {
            case "cut short":
                File.WriteAllText(Stored, content[..^10]);
                break;
            case "changed":
                File.WriteAllText(Stored, content.Replace("\"n_points\":", "\"points\":", StringComparison.Ordinal));
                break;
            case "empty":
                File.WriteAllText(Stored, "");
                break;
            case "of another metric":
                File.Copy(Path.Combine(project.Root, "out", "runs", "returns.json"), Stored);
                break;
            case "of another version":
                File.WriteAllText(Stored, content.Replace(SearchFingerprint.Tool, new string('0', SearchFingerprint.Tool.Length), StringComparison.Ordinal));
                break;
            case "cut within the details":
                File.WriteAllText(Stored, content[..^(content.Length / 2)]);
                break;
            case "of another program":
                File.WriteAllText(Stored, "{\"orders\": 5}\n");
                break;
            case "without its end":
                File.WriteAllText(Stored, content[..content.LastIndexOf(",\n", StringComparison.Ordinal)] + "\n}\n");
                break;
            default:
                File.WriteAllText(Stored, "{\n" + content[content.IndexOf("  \"metric\": \"orders\"", StringComparison.Ordinal)..]);
                break;
        }

        var run = project.Tune("orders");

        Assert.Contains("orders: the", run.Log.Replace("orders: '", "orders: the '", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(remark, run.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("  cached  ", run.Log, StringComparison.Ordinal);
        Assert.False(run.Context.Log.HasErrors, run.Log);
        Assert.Equal(first, project.Files(run.Log));
        Assert.Contains("  cached  ", project.Tune("orders").Log, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lost_result_is_searched_again_to_the_same_bytes()
    {
        var first = project.Files(project.Tune("orders").Log);
        File.Delete(Stored);

        var run = project.Tune("orders");

        Assert.DoesNotContain("  cached  ", run.Log, StringComparison.Ordinal);
        Assert.Equal(first, project.Files(run.Log));
    }

    [Fact]
    public void A_result_that_cannot_be_written_is_an_error_and_no_crash()
    {
        Directory.CreateDirectory(Stored);

        var run = project.Tune("orders");

        Assert.Contains("cannot be read and is not used: ", run.Log, StringComparison.Ordinal);
        Assert.Contains("error DTK0305", run.Log, StringComparison.Ordinal);
        Assert.Contains("[1/1] orders  ", run.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the page is changed")]
    [InlineData("a picture is deleted")]
    [InlineData("a picture too many")]
    [InlineData("the note is gone")]
    public void A_page_or_picture_that_is_not_as_it_was_left_is_drawn_again(string damage)
    {
        var first = project.Files(project.Tune("*", ("AutotuneForceChange", "true")).Log);
        var output = Path.Combine(project.Root, "out");
        var picture = Directory.GetFiles(Path.Combine(output, "pictures"), "*.svg").Order(StringComparer.Ordinal).First();
        switch (damage)
        {
            case "the page is changed":
                File.AppendAllText(Path.Combine(output, "report.html"), " ");
                break;
            case "a picture is deleted":
                File.Delete(picture);
                break;
            case "a picture too many":
                File.Copy(picture, Path.Combine(output, "pictures", "another.svg"));
                break;
            default:
                File.Delete(Path.Combine(output, "report.cache"));
                break;
        }

        var run = project.Tune("*", ("AutotuneForceChange", "true"));

        Assert.Contains("2 of 2 from the cache: ", run.Log, StringComparison.Ordinal);
        Assert.Equal(first, project.Files(run.Log));
    }

    [Fact]
    public void Pages_that_are_as_they_were_left_are_not_drawn_again()
    {
        project.Tune("*");
        var note = Path.Combine(project.Root, "out", "report.cache");
        var page = Path.Combine(project.Root, "out", "report.html");
        var forged = File.ReadAllText(page) + "<!-- left -->";
        File.WriteAllText(page, forged);
        var key = File.ReadAllText(note).Split(' ');
        File.WriteAllText(note, $"{key[0]} {key[1]} {Evidence.HashOfPages(Path.Combine(project.Root, "out"))}\n");

        project.Tune("*");

        Assert.Equal(forged, File.ReadAllText(page));
    }

    [Theory]
    [InlineData("AutotuneEmit", "newfile")]
    [InlineData("AutotuneSelect", "orders")]
    [InlineData("AutotuneForceChange", "true")]
    public void Pages_follow_what_the_run_is_asked_for(string property, string value)
    {
        project.Tune("*");

        var log = project.Tune("*", (property, value)).Log;

        var output = project.Files(log);
        File.Delete(Path.Combine(project.Root, "out", "report.cache"));
        Assert.Equal(output, project.Files(project.Tune("*", (property, value)).Log));
    }

    [Fact]
    public void A_record_says_how_this_run_loaded_what_an_earlier_one_searched()
    {
        project.Tune("orders");

        var run = project.Tune("orders", ("AutotuneFrom", "2025-12-01"));

        Assert.Contains("  cached  ", run.Log, StringComparison.Ordinal);
        Assert.Contains("\"from\": \"2025-12-01T00:00:00\"", File.ReadAllText(Path.Combine(project.Root, "out", "runs", "orders.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("found", "replaced")]
    [InlineData("stored", "replaced")]
    [InlineData("found", "deleted")]
    [InlineData("stored", "deleted")]
    public void What_another_run_takes_away_meanwhile_is_searched_again_for_the_record(string result, string fate)
    {
        var alone = project.Files(project.Tune("*").Log);
        if (result == "found")
        {
            Directory.Delete(Path.Combine(project.Root, "out"), recursive: true);
        }

        var run = project.TuneMeanwhile("*", () =>
        {
            if (fate == "replaced")
            {
                project.Tune("*", ("AutotuneHoldout", "0.3"));
            }
            else
            {
                Directory.Delete(Path.Combine(project.Root, "out"), recursive: true);
            }
        });

        Assert.Equal(result == "stored", run.Log.Contains("  cached  ", StringComparison.Ordinal));
        Assert.False(run.Context.Log.HasErrors, run.Log);
        Assert.Equal(alone, project.Files(run.Log));
    }

    [Theory]
    [InlineData(true, 0.2, "{threshold: 3, window_size: 60}")]
    [InlineData(true, 0.0, "{}")]
    [InlineData(false, 0.2, "{threshold: .inf, smoothing: ema, half_life: 6h, window_weights: exponential}")]
    [InlineData(false, 0.2, "{seasonality_components: [hour, [hour]], detrend: null, min_samples: 20.0}")]
    [InlineData(true, 0.2, "{}", AutotuneStrategy.Robust)]
    [InlineData(false, 0.2, "{}", AutotuneStrategy.Robust)]
    public void A_stored_result_reads_back_as_it_was(bool isLabelled, double holdout, string fixedParameters, AutotuneStrategy strategy = AutotuneStrategy.Reference)
    {
        var (reading, series) = Made(fixedParameters);
        var metric = reading.Metric!;
        var labels = isLabelled ? Labels(series) : IncidentLabels.None;
        var settings = AutotuneSettings.From(metric) with { Strategy = strategy };
        var request = new TuningRequest(metric, series, labels, settings, holdout, ForceChange: false);
        var outcome = TuningPipeline.Run(request);
        Assert.NotNull(outcome.Result);
        var file = new MetricFile(new InputFile(InputFileKind.Metric, "/shop/orders.yml", "orders.yml"), default, reading);
        var results = new ResultFiles(Path.Combine(project.Root, "out", "runs"));

        var stored = results.Store(new MetricOutcome(file, settings, new ChosenLabels(labels, null, null, []), new MetricState.Kept("it is as good"))
        {
            Searched = new MetricSearch(request, "f", outcome),
        });

        Assert.True(stored.Searched!.Remark is null, stored.Searched.Remark);
        var found = results.Find("orders", "f");
        Assert.True(found.Remark is null, found.Remark);
        Assert.Equal(outcome.Result.Candidates.Count, found.File!.Candidates);
        Assert.Equal(outcome, found.File.Details()!.PutInto(found.Result!.Outcome));
        Assert.Null(results.Find("orders", "g").Result);
        Assert.Null(results.Find("returns", "f").Result);
    }

    public void Dispose() => project.Dispose();

    private static (MetricReading Reading, MetricSeries Series) Made(string fixedParameters)
    {
        var reading = MetricReader.Read(
            "orders.yml", $"name: orders\ninterval: 10min\nquery: SELECT 1\nseasonality_columns: [hour]\ndetectors: [{{type: mad}}]\nautotune: {{fixed_params: {fixedParameters}}}\n");
        var random = new Random(3);
        var stamps = Enumerable.Range(0, 1440).Select(i => i * 600_000L).ToArray();
        var values = stamps.Select((_, i) => random.NextDouble() + (i % 311 < 4 ? 5 : 0)).ToArray();
        return (reading, MetricSeries.FromRows(stamps, values, 600, ["hour"]));
    }

    private static IncidentLabels Labels(MetricSeries series) => new(
        null, "UTC", [.. Enumerable.Range(1, 4).Select(k => new Incident(series.StampAt(311 * k), series.StampAt((311 * k) + 3), false, k == 1 ? "<b>\"ü\"" : null, SourcePosition.Start))]);
}
