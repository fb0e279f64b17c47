using System.Text.Json.Nodes;
using Detectkit.Configuration;
using Detectkit.Labels;
using Detectkit.Schemas;
using Detectkit.Yaml;
using NJsonSchema;

namespace Detectkit.Generators.Tests;

/// <summary>The schemas for editors are those of the rules, and agree with the validator.</summary>
public class SchemaTests
{
    private const string Metric = "name: orders\ninterval: 10min\nquery: SELECT 1 WHERE '{{ dtk_start_time }}' < now()\n";

    public static TheoryData<string, bool> Metrics() => new()
    {
        { Metric, true },
        { Metric + "tags: [sales, shop]\nseasonality_columns: [hour, is_weekend]\n", true },
        { Metric + "detectors:\n  - type: mad\n    params: {threshold: 2.5, window_size: 50, half_life: 6h, window_weights: exponential}\n  - {type: manual_bounds, params: {upper_bound: 3}}\n", true },
        { Metric + "alerting: {channels: [ops], consecutive_anomalies: 2, direction: up}\n", true },
        { Metric + "alerting:\n  - {channels: [ops]}\n  - {channels: [night], min_detectors: 1}\n", true },
        { Metric + "autotune:\n  scoring_metric: f1\n  folds: 4\n  fixed_params: {window_size: 288}\n  incidents:\n    - {start: \"2026-05-02 14:00:00\", end: \"2026-05-02 16:30:00\", label: outage}\n", true },
        { Metric + "loading_start_time: \"2026-01-01 00:00:00\"\nloading_batch_size: 500\nenabled: false\n", true },
        { Metric + "detectors:\n  - {type: autoreg, params: {lags: [1, 7], anything: else}}\n  - {type: autoreg}\n  - {type: mad}\n", true },
        { Metric + "detectors:\n  - {type: autoreg, params: [1]}\n", false },
        { "interval: 10min\nquery: SELECT 1\n", false },
        { "name: orders\nquery: SELECT 1\n", false },
        { "name: orders\ninterval: 10min\n", false },
        { Metric + "query_file: sql/orders.sql\n", false },
        { Metric.Replace("orders", "\"a b\"", StringComparison.Ordinal), false },
        { Metric.Replace("10min", "0", StringComparison.Ordinal), false },
        { Metric + "detector: []\n", false },
        { Metric + "seasonality_columns: [hours]\n", false },
        { Metric + "seasonality_columns: [hour, hour]\n", false },
        { Metric + "tags: []\n", false },
        { Metric + "loading_batch_size: 0\n", false },
        { Metric + "loading_start_time: tomorrow\n", false },
        { Metric + "detectors:\n  - {type: made}\n", false },
        { Metric + "detectors:\n  - {params: {threshold: 2}}\n", false },
        { Metric + "detectors:\n  - {type: mad, params: {threshold: 0}}\n", false },
        { Metric + "detectors:\n  - {type: mad, params: {threshold: \"2\"}}\n", false },
        { Metric + "detectors:\n  - {type: mad, params: {window: 5}}\n", false },
        { Metric + "detectors:\n  - {type: mad, params: {smoothing_alpha: 1.5}}\n", false },
        { Metric + "detectors:\n  - {type: mad, params: {upper_bound: 1}}\n", false },
        { Metric + "detectors:\n  - {type: manual_bounds}\n", false },
        { Metric + "alerting: {direction: sideways}\n", false },
        { Metric + "alerting: {consecutive_anomalies: 0}\n", false },
        { Metric + "autotune: {folds: 1}\n", false },
        { Metric + "autotune: {detector_types: [manual_bounds]}\n", false },
        { Metric + "autotune: {beta: 0}\n", false },
        { Metric + "autotune: {max_alerts_per_week: 0}\n", true },
        { Metric + "autotune: {max_alerts_per_week: 0.5}\n", true },
        { Metric + "autotune: {max_alerts_per_week: -1}\n", false },
        { Metric + "autotune: {max_alerts_per_week: few}\n", false },
    };

    public static TheoryData<string, bool> Labels() => new()
    {
        { "incidents: []\n", true },
        { "metric: orders\ntimezone: Europe/Oslo\nincidents:\n  - {start: \"2026-05-02 14:00:00\", end: \"2026-05-02 16:30:00\", label: outage}\n  - {at: \"2026-05-03 08:00:00\"}\n", true },
        { "incidents:\n  - {start: \"2026-05-02 14:00:00\"}\n", false },
        { "incidents:\n  - {start: \"2026-05-02 14:00:00\", end: \"2026-05-02 16:30:00\", at: \"2026-05-02 16:30:00\"}\n", false },
        { "incidents:\n  - {at: yesterday}\n", false },
        { "incidents: {}\n", false },
        { "incident: []\n", false },
    };

    [Theory]
    [InlineData("metric.schema.json")]
    [InlineData("incidents.schema.json")]
    public void The_checked_in_schema_is_the_one_of_the_rules(string file)
    {
        var schema = file.StartsWith("metric", StringComparison.Ordinal) ? JsonSchemas.Metric : JsonSchemas.Incidents;
        AssertIsMade("schemas/" + file, _ => schema);
    }

    [Theory]
    [InlineData("alerting")]
    [InlineData("autotune")]
    public void The_page_has_the_table_of_the_fields(string block) => AssertIsMade("docs/configuration.md", page =>
    {
        var start = page.IndexOf($"<!-- fields of {block} -->\n", StringComparison.Ordinal);
        var end = page.IndexOf("<!-- end of fields -->", start, StringComparison.Ordinal);
        return page[..(page.IndexOf('\n', start) + 1)] + (block == "alerting" ? FieldTables.Alerting : FieldTables.Autotune) + page[end..];
    });

    [Theory]
    [MemberData(nameof(Metrics))]
    public async Task Schema_and_validator_agree_on_metrics(string text, bool isGood)
    {
        var findings = MetricReader.Read("metrics/orders.yml", text).Findings.Where(f => f.Rule.Severity != FindingSeverity.Info).ToList();

        Assert.Equal(isGood, findings.Count == 0);
        Assert.Equal(isGood, await IsValid(JsonSchemas.Metric, text));
    }

    [Theory]
    [MemberData(nameof(Labels))]
    public async Task Schema_and_validator_agree_on_labels(string text, bool isGood)
    {
        var findings = LabelReader.Read("incidents/orders.yml", text).Findings.Where(f => f.Rule.Severity != FindingSeverity.Info).ToList();

        Assert.Equal(isGood, findings.Count == 0);
        Assert.Equal(isGood, await IsValid(JsonSchemas.Incidents, text));
    }

    [RecordedFact]
    public async Task Every_file_of_the_corpus_fits_the_schemas()
    {
        foreach (var (folder, schema) in new[] { ("metrics", JsonSchemas.Metric), ("incidents", JsonSchemas.Incidents) })
        {
            foreach (var file in Directory.GetFiles(Path.Combine(Recorded.Corpus, "nab", folder)))
            {
                Assert.True(await IsValid(schema, await File.ReadAllTextAsync(file)), file);
            }
        }
    }

    [Fact]
    public void Every_field_has_a_description()
    {
        foreach (var schema in new[] { JsonSchemas.Metric, JsonSchemas.Incidents })
        {
            Assert.All(Properties(JsonNode.Parse(schema)!), property => Assert.False(string.IsNullOrEmpty((string?)property.Value!["description"]), property.Key));
        }
    }

    // With DETECTKIT_REWRITE=1 the file is written anew.
    private static void AssertIsMade(string file, Func<string, string> make)
    {
        var path = Path.Combine(Recorded.RepositoryRoot, file);
        var present = File.ReadAllText(path).ReplaceLineEndings("\n");
        var made = make(present);
        if (made != present && Environment.GetEnvironmentVariable("DETECTKIT_REWRITE") == "1")
        {
            File.WriteAllText(path, made);
        }
        else
        {
            Assert.True(made == present, $"{file} is not what the table of fields makes; run the test with DETECTKIT_REWRITE=1 and read the difference.");
        }
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Properties(JsonNode node) => node switch
    {
        JsonObject o => (o["properties"] as JsonObject ?? []).Concat(o.Where(p => p.Value is JsonObject or JsonArray).SelectMany(p => Properties(p.Value!))),
        JsonArray a => a.Where(i => i is not null).SelectMany(i => Properties(i!)),
        _ => [],
    };

    private static async Task<bool> IsValid(string schema, string yaml)
    {
        var json = Json(YamlReader.Read(yaml).Root!)!.ToJsonString();
        return (await JsonSchema.FromJsonAsync(schema)).Validate(json).Count == 0;
    }

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMapping mapping => new JsonObject(mapping.Entries.Select(e => KeyValuePair.Create(((YamlScalar)e.Key).Text, Json(e.Value)))),
        YamlSequence sequence => new JsonArray([.. sequence.Items.Select(Json)]),
        YamlScalar scalar => Json(scalar),
        _ => null,
    };

    private static JsonNode? Json(YamlScalar scalar) => scalar.Value switch
    {
        TextScalar text => text.Value,
        BooleanScalar truth => truth.Value,
        IntegerScalar whole => (long)whole.Value,
        FloatScalar number => number.Value,
        NullScalar => null,
        _ => scalar.Text,
    };
}
