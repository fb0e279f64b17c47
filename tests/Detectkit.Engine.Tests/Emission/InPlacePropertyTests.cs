using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Configuration.Yaml;
using Detectkit.Emission;

namespace Detectkit.Engine.Tests.Emission;

public class InPlacePropertyTests
{
    private const string Path = "metrics/orders.yml";
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
    public void Lines_outside_the_edited_nodes_are_identical() => ForRandomFiles(c =>
    {
        var edited = new Queue<string>(Lines(Edit(c.Text, c.Result)));
        foreach (var line in UntouchedLines(c.Text))
        {
            var found = false;
            while (!found && edited.TryDequeue(out var next))
            {
                found = next == line;
            }

            Assert.True(found, line);
        }
    });

    [Fact]
    public void Line_breaks_byte_order_mark_and_end_stay_as_they_are() => ForRandomFiles(c =>
    {
        var edited = Edit(c.Text, c.Result);
        Assert.Equal(c.Text[0] == '\uFEFF', edited[0] == '\uFEFF');
        Assert.Equal(Regex.Match(c.Text, "(\r\n|\r|\n)?\\z").Value, Regex.Match(edited, "(\r\n|\r|\n)?\\z").Value);
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

    // Numbered rather than drawn: a build must not turn red by chance. A higher count searches further.
    private static void ForRandomFiles(Action<Case> check, int count = 1500) =>
        Parallel.For(0, count, seed => check(new Case(Metric(seed * 1_000_003), seed % 2 == 0)));

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
        return reading.Metric;
    }

    // Written without a look at how the emission does it.
    private static MetricConfig Intended(MetricConfig metric, AutotuneResult result)
    {
        var detectors = new List<DetectorConfig>();
        var tuned = DetectorParameters.Read(result.Winner.Detector.Type, result.Parameters).Detector!;
        foreach (var detector in metric.Detectors)
        {
            if (detector is ManualBoundsDetector)
            {
                detectors.Add(detector);
            }
            else if (!detectors.Exists(d => d is WindowedDetector))
            {
                detectors.Add(tuned with { StartTime = detector.StartTime, BatchSize = detector.BatchSize });
            }
        }

        if (!detectors.Exists(d => d is WindowedDetector))
        {
            detectors.Add(tuned);
        }

        var columns = metric.SeasonalityColumns.ToList();
        foreach (var column in result.Mode == TuningMode.Supervised ? new[] { "hour", "day_of_week" } : [])
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
            Alerting = metric.Alerting.Select((block, i) => block with
            {
                ConsecutiveAnomalies = i == 0 && result.ConsecutiveAnomalies is { } rule ? rule : block.ConsecutiveAnomalies,
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

        return Lines(text).Where((line, i) => !touched.Contains(i + 1) && !line.Contains('*', StringComparison.Ordinal));
    }

    private sealed record Case(string Text, bool IsLabelled)
    {
        public AutotuneResult Result => IsLabelled ? TunedResults.Labelled : TunedResults.Unlabelled;

        public override string ToString() => (IsLabelled ? "labelled\n" : "unlabelled\n") + Text;
    }
}
