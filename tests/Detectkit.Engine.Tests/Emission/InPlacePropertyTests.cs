using System.Text.Json.Nodes;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text;
using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Emission;
using Detectkit.Yaml;

namespace Detectkit.Engine.Tests.Emission;

public class InPlacePropertyTests
{
    private const string Path = "metrics/orders.yml";
    private const string TitleLine = "# Auto-tuned by Detectkit \\(run_id: ";
    private static readonly string[] Header = [TunedHeader.Border, TunedHeader.Title, "# Labels          : "];
    private static readonly string[] Touched = ["detectors", "alerting", "seasonality_columns", "metric"];

    [Fact]
    public void An_edited_file_reads_as_exactly_the_intended_metric() => ForRandomFiles(c =>
    {
        var edited = Edit(c.Text, c.Result);
        Assert.Equal(Intended(Read(c.Text), c.Result), Read(edited));
    });

    [Fact]
    public void Editing_twice_is_editing_once() => ForRandomFiles(c =>
    {
        var once = Edit(c.Text, c.Result);
        Assert.Equal(once, Edit(once, c.Result));
    });

    [Fact]
    public void Another_result_on_top_leaves_one_header_and_the_model_of_the_last() => ForRandomFiles(
        c =>
        {
            var (first, second) = (Edit(c.Text, c.Result), TunedResults.Random(c.Text.Length));
            var edited = Edit(first, second);
            Assert.Equal(Intended(Read(first), second), Read(edited));
            Assert.Equal(1, Regex.Count(edited, TitleLine));
            AssertLinesKept(c.Text, edited);
        },
        count: 500);

    [Fact]
    public void Lines_outside_the_edited_nodes_are_identical() => ForRandomFiles(c => AssertLinesKept(c.Text, Edit(c.Text, c.Result)));

    [Fact]
    public void Detectors_that_stay_keep_their_text_and_comments() => ForRandomFiles(c =>
    {
        var edited = Edit(c.Text, c.Result);
        Assert.All(TextsOfKeptDetectors(c.Text), kept => Assert.Contains(kept, edited, StringComparison.Ordinal));
    });

    public static TheoryData<string> ProjectFiles() => new(new[] { "samples/storefront/metrics", "templates/Detectkit.Templates/content/detectkit-metrics/metrics" }
        .SelectMany(f => Directory.GetFiles(System.IO.Path.Combine(Recorded.RepositoryRoot, f), "*.yml"))
        .Select(f => System.IO.Path.GetRelativePath(Recorded.RepositoryRoot, f)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(ProjectFiles))]
    public void Metrics_of_the_sample_and_the_template_have_these_properties(string file) => AssertAllProperties(File.ReadAllText(System.IO.Path.Combine(Recorded.RepositoryRoot, file)));

    [RecordedFact]
    public void Recorded_metrics_have_these_properties()
    {
        var files = new[] { System.IO.Path.Combine(Recorded.Corpus, "nab", "metrics"), System.IO.Path.Combine(Recorded.Golden, "config-cases", "cases") }
            .SelectMany(f => Directory.GetFiles(f, "*.yml", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes)
            .Where(bytes => MetricReader.Read(Path, bytes) is { HasErrors: false, Metric: not null })
            .Select(Encoding.UTF8.GetString)
            .ToList();

        Assert.True(files.Count > 70, $"{files.Count} files");
        Parallel.ForEach(files, AssertAllProperties);
    }

    [RecordedFact]
    public void Recorded_files_that_could_not_be_edited_have_these_properties()
    {
        var files = new[] { "yaml-edit", "yaml-edit-tags" }
            .SelectMany(f => Directory.GetFiles(System.IO.Path.Combine(Recorded.SharedRoot!, "cases", f), "*.yml"))
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes)
            .Where(bytes => !MetricReader.Read(Path, bytes).HasErrors)
            .Select(Encoding.UTF8.GetString)
            .ToList();

        Assert.True(files.Count > 30, $"{files.Count} files");
        Parallel.ForEach(files, AssertAllProperties);
    }

    [Fact]
    public void Line_breaks_byte_order_mark_and_end_stay_as_they_are() => ForRandomFiles(c =>
    {
        var edited = Edit(c.Text, c.Result);
        Assert.Equal(c.Text[0] == '\uFEFF', edited[0] == '\uFEFF');
        var (end, editedEnd) = (Regex.Match(c.Text, "(\r\n|\r|\n)?\\z").Value, Regex.Match(edited, "(\r\n|\r|\n)?\\z").Value);
        if (Breaks(c.Text) is { Count: > 1 } mixed)
        {
            // Lines that are written anew have the break of most lines, be they the last or the only ones of another kind.
            Assert.Equal(end.Length > 0, editedEnd.Length > 0);
            Assert.Empty(Breaks(edited).Except(mixed));
            return;
        }

        Assert.Equal(end, editedEnd);
        Assert.Equal(Breaks(c.Text) is { Count: > 0 } breaks ? breaks : ["\n"], Breaks(edited));
    });

    [Fact]
    public void Comments_outside_the_detectors_survive() => ForRandomFiles(c =>
    {
        var edited = Edit(c.Text, c.Result);
        Assert.All(CommentsOutsideDetectors(c.Text), comment => Assert.Contains(comment, edited, StringComparison.Ordinal));
    });

    [Fact]
    public void Json_stays_json() => Parallel.For(0, 300, seed =>
    {
        var random = new Random(seed);
        var metric = new JsonObject { ["name"] = "orders", ["interval"] = 600, ["query"] = "SELECT \"a\"\n" };
        if (random.Next(2) == 0)
        {
            var detectors = new JsonArray();
            for (var i = random.Next(4); i > 0; i--)
            {
                detectors.Add(new JsonObject { ["type"] = "mad", ["params"] = new JsonObject { ["smoothing"] = "ema", ["threshold"] = 2.5, ["input_type"] = "changes" } });
            }

            metric["detectors"] = detectors;
        }

        metric["alerting"] = new JsonObject { ["channels"] = new JsonArray("a"), ["min_detectors"] = 3 };
        var text = metric.ToJsonString(new JsonSerializerOptions { WriteIndented = seed % 2 == 0 });

        var edited = Edit(text, TunedResults.Labelled);

        JsonNode.Parse(edited[edited.IndexOf('{', StringComparison.Ordinal)..]);
    });

    private static void AssertAllProperties(string text)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var (result, next) = (TunedResults.Random(seed), TunedResults.Random(seed + 1000));
            var edited = Edit(text, result);
            Assert.Equal(Intended(Read(text), result), Read(edited));
            Assert.Equal(edited, Edit(edited, result));
            AssertLinesKept(text, edited);
            Assert.All(TextsOfKeptDetectors(text), kept => Assert.Contains(kept, edited, StringComparison.Ordinal));
            Assert.Equal(1, Regex.Count(Edit(edited, next), TitleLine));
        }
    }

    private static void AssertLinesKept(string text, string edited)
    {
        var left = new Queue<string>(Lines(edited));
        foreach (var line in UntouchedLines(text))
        {
            var found = false;
            while (!found && left.TryDequeue(out var next))
            {
                found = next == line;
            }

            Assert.True(found, line + "\n" + text);
        }
    }

    // Within a node that changes: from the first to the last character of each detector with fixed bounds, in block style, comments between its lines included.
    private static IEnumerable<string> TextsOfKeptDetectors(string text)
    {
        var root = (YamlMapping)YamlReader.Read(text).Root!;
        var fields = root.Find("metric")?.Value as YamlMapping ?? root;
        if (root.IsFlow || fields.IsFlow || fields.Find("detectors")?.Value is not YamlSequence { IsFlow: false } list || text.Contains('*', StringComparison.Ordinal))
        {
            return [];
        }

        var lines = Regex.Split(text, "(?<=\r\n|\n|\r(?!\n))");
        return list.Items.OfType<YamlMapping>()
            .Where(item => item.Find("type")?.Value is YamlScalar { Text: "manual_bounds" })
            .Select(item => string.Concat(lines[(item.Span.Start.Line - 1)..item.Span.End.Line].Select((line, i) => i == 0 ? line[(item.Span.Start.Column - 1)..] : line)).TrimEnd())
            .Where(kept => kept.Length > 0);
    }

    // Numbered rather than drawn: a build must not turn red by chance. A higher count searches further.
    private static void ForRandomFiles(Action<Case> check, int count = 1500) =>
        Parallel.For(0, count, seed => check(new Case(
            Metric(seed * 1_000_003), (seed % 4) switch { 0 => TunedResults.Labelled, 1 => TunedResults.Unlabelled, _ => TunedResults.Random(seed) })));

    private static string Metric(int seed)
    {
        // Few of the random files are invalid: parameters that contradict each other.
        for (var i = 0; ; i++)
        {
            var text = RandomMetric.Text(new Random(unchecked(seed + i)));
            if (!MetricReader.Read(Path, text).HasErrors)
            {
                return text;
            }
        }
    }

    private static string Edit(string text, AutotuneResult result)
    {
        var outcome = InPlaceEmission.Edit(text, MetricReader.Read(Path, text), result);
        Assert.True(outcome.Finding is null, outcome.Finding + "\n" + text);
        return outcome.Text!;
    }

    private static MetricConfig Read(string text)
    {
        var reading = MetricReader.Read(Path, text);
        Assert.True(reading.Metric is not null, string.Join("\n", reading.Findings) + "\n" + text);

        // Inline incidents know their line, which moves.
        return reading.Metric!.Autotune?.Incidents is not { } labels ? reading.Metric : reading.Metric with
        {
            Autotune = reading.Metric.Autotune with { Incidents = labels with { Incidents = labels.Incidents.Select(i => i with { Position = default }).ToValueList() } },
        };
    }

    // Written without a look at how the emission does it.
    private static MetricConfig Intended(MetricConfig metric, AutotuneResult result)
    {
        var detectors = new List<DetectorConfig>();
        var tuned = DetectorParameters.Read(result.Winner.Detector.Type, result.Parameters).Detector!;
        var windowed = metric.Detectors.Where(d => d is WindowedDetector).ToList();
        var isRunning = windowed.Exists(d => DetectorId.Of(d) == DetectorId.Of(tuned));
        var starts = windowed.Where(d => !isRunning || DetectorId.Of(d) == DetectorId.Of(tuned)).Select(d => d.StartTime).Where(s => isRunning || s is not null).ToList();
        tuned = tuned with { StartTime = starts.Count > 0 ? starts[0] : "2026-01-01 00:00:00" };
        foreach (var detector in metric.Detectors)
        {
            if (detector is ManualBoundsDetector)
            {
                detectors.Add(detector);
            }
            else if (!detectors.Exists(d => d is WindowedDetector))
            {
                detectors.Add(tuned with { BatchSize = detector.BatchSize });
            }
        }

        if (!detectors.Exists(d => d is WindowedDetector))
        {
            detectors.Add(tuned);
        }

        var columns = metric.SeasonalityColumns.ToList();
        foreach (var column in metric.QueryColumns is { Seasonality.Count: > 0 } ? [] : (tuned as WindowedDetector)?.SeasonalityComponents?.SelectMany(c => c.Columns) ?? [])
        {
            if (!columns.Contains(column))
            {
                columns.Add(column);
            }
        }

        return metric with
        {
            Detectors = detectors.ToValueList(),
            SeasonalityColumns = columns.ToValueList(),
            Alerting = (metric.Alerting.Count == 0 && result.AnomalyWindow is not null ? [new AlertingConfig()] : metric.Alerting).Select((block, i) => block with
            {
                ConsecutiveAnomalies = i == 0 && result.ConsecutiveAnomalies is { } rule ? rule : block.ConsecutiveAnomalies,
                AnomalyWindow = i > 0 || result.Strategy != AutotuneStrategy.Robust || result.ConsecutiveAnomalies is not { } anomalies ? block.AnomalyWindow
                    : result.AnomalyWindow is { } points ? AnomalyWindow.Create(anomalies, points) : null,
                MinDetectors = block.MinDetectors > detectors.Count ? detectors.Count : block.MinDetectors,
            }).ToValueList(),
        };
    }

    private static IEnumerable<string> CommentsOutsideDetectors(string text)
    {
        var root = (YamlMapping)YamlReader.Read(text).Root!;
        var fields = root.Find("metric")?.Value as YamlMapping ?? root;
        var exempt = fields.Entries
            .Where(e => ((YamlScalar)e.Key).Text == "detectors" || e.Value is YamlSequence { Items.Count: 0 })
            .Select(e => (From: e.Value.Span.Start.Line, To: e.Value.Span.End.Line))
            .ToList();
        return Lines(text)
            .Select((line, i) => (Match: Regex.Match(line, "# c[0-9]+"), Line: i + 1))
            .Where(c => c.Match.Success && !exempt.Exists(e => e.From <= c.Line && c.Line <= e.To))
            .Select(c => c.Match.Value);
    }

    private static string[] Lines(string text) => Regex.Split(text.TrimStart('\uFEFF'), "\r\n|\r|\n");

    private static List<string> Breaks(string text) => Regex.Matches(text, "\r\n|\r|\n").Select(m => m.Value).Distinct().ToList();

    // Lines on which no part of a touched field stands, nor an alias that may have to be written out.
    private static IEnumerable<string> UntouchedLines(string text)
    {
        var root = (YamlMapping)YamlReader.Read(text).Root!;
        if (root.IsFlow)
        {
            return [];
        }

        var fields = root.Find("metric")?.Value as YamlMapping ?? root;
        if (fields.IsFlow)
        {
            return [];
        }

        var touched = new HashSet<int>();
        foreach (var entry in fields.Entries.Where(e => Touched.Contains(((YamlScalar)e.Key).Text)))
        {
            touched.UnionWith(Enumerable.Range(entry.Key.Span.Start.Line, entry.Value.Span.End.Line - entry.Key.Span.Start.Line + 1));
        }

        return Lines(text).Where((line, i) => !touched.Contains(i + 1) && !line.Contains('*', StringComparison.Ordinal) && !Header.Any(h => line.StartsWith(h, StringComparison.Ordinal)));
    }

    private sealed record Case(string Text, AutotuneResult Result)
    {
        public override string ToString() => Result.Parameters + "\n" + Text;
    }
}
