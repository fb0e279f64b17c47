using System.Reflection;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Engine.Tests.Golden;
using Microsoft.CodeAnalysis.CSharp;

namespace Detectkit.Generators.Tests;

public class GeneratedClassTests
{
    private const string Full = """
        name: api_error_rate
        description: |
          5xx error rate of the public API
          <per minute> & per region
        tags: [api, critical]
        interval: 5min
        query: |
          SELECT timestamp, value
          FROM 'data/api.csv'
          WHERE timestamp >= '{{ dtk_start_time }}' AND timestamp < '{{ dtk_end_time }}'
        seasonality_columns: [hour, day_of_week]
        detectors:
          - type: mad
            params: {threshold: 4.5, window_size: 288, seasonality_components: [hour, [hour, day_of_week]], window_weights: exponential, half_life: 2h}
          - type: manual_bounds
            params: {upper_bound: 0.5}
        alerting:
          channels: [ops]
          consecutive_anomalies: 2
        autotune:
          incidents:
            - {start: "2026-05-02 14:00:00", end: "2026-05-02 16:30:00", label: outage}

        """;

    private const string Short = "name: NAME\ninterval: 10min\nquery: SELECT timestamp, value FROM t WHERE timestamp >= '{{ dtk_start_time }}' AND timestamp < '{{ dtk_end_time }}'\ndetectors:\n  - {type: zscore}\n";

    [Fact]
    public void A_metric_file_becomes_a_class_that_is_pleasant_to_read() =>
        Snapshot.Verify(MetricsProject.Of(Full).Generated("metrics/metric1.yml.g.cs"), "cs");

    [Fact]
    public void The_index_lists_the_metrics_in_file_order() =>
        Snapshot.Verify(MetricsProject.Of(Named("sign_ups"), Named("queue-depth"), Named("5xx")).Generated("Metrics.g.cs"), "cs");

    [Fact]
    public void A_metric_with_faults_still_yields_its_name_and_constants()
    {
        var project = MetricsProject.Of(Full.Replace("4.5", "high", StringComparison.Ordinal), Named("sign_ups"));

        Assert.Contains(project.Diagnostics(), d => d.Contains("metrics/metric1.yml(14,25): error DTK", StringComparison.Ordinal));
        Snapshot.Verify(project.Generated("metrics/metric1.yml.g.cs"), "cs");
        var shop = project.Load(expectErrors: true);
        Assert.Equal("api_error_rate", Constant(shop, "ApiErrorRate", "Name"));
        Assert.Equal(300, Constant(shop, "ApiErrorRate", "IntervalSeconds"));
        Assert.Single(All(shop));
    }

    [Theory]
    [InlineData("class", "Class")]
    [InlineData("5xx", "_5xx")]
    [InlineData("all", "All_")]
    [InlineData("find", "Find_")]
    [InlineData("metrics", "Metrics_")]
    [InlineData("'--'", "__", "--")]
    [InlineData("system", "System")]
    [InlineData("shop", "Shop")]
    [InlineData("object", "Object")]
    [InlineData("p95_latency-ms", "P95LatencyMs")]
    public void Names_become_identifiers_that_nothing_else_bears(string name, string identifier, string? unquoted = null)
    {
        var shop = MetricsProject.Of(Named(name)).Load();

        Assert.Equal(unquoted ?? name, Constant(shop, identifier, "Name"));
        Assert.Single(All(shop));
    }

    [Fact]
    public void Two_metrics_that_meet_in_one_class_are_an_error_at_both()
    {
        var diagnostics = MetricsProject.Of(Named("sign_ups"), Named("sign-ups")).Diagnostics();

        Assert.Collection(
            diagnostics.Order(StringComparer.Ordinal),
            d => Assert.StartsWith("metrics/metric1.yml(1,7): error DTK0601: 'sign_ups' and 'sign-ups' both become the class SignUps", d, StringComparison.Ordinal),
            d => Assert.StartsWith("metrics/metric2.yml(1,7): error DTK0601: 'sign-ups' and 'sign_ups' both become the class SignUps", d, StringComparison.Ordinal));
    }

    [Fact]
    public void The_generated_configuration_is_the_one_that_the_engine_reads()
    {
        var shop = MetricsProject.Of(Full).Load();

        Assert.Equal(MetricReader.Read("metric1.yml", Full).Metric! with { FilePath = "metrics/metric1.yml" }, All(shop).Single());
    }

    [Fact]
    public void A_rule_over_a_window_is_in_the_generated_configuration()
    {
        var text = Named("sign_ups") + "alerting: {consecutive_anomalies: 3, anomaly_window: 1h, min_anomaly_share: 0.5}\n";

        var metric = MetricReader.Read("metric1.yml", text).Metric!;
        Assert.NotNull(metric.Alerting[0].AnomalyWindow);
        Assert.Equal(metric with { FilePath = "metrics/metric1.yml" }, All(MetricsProject.Of(text).Load()).Single());
    }

    [Fact]
    public void A_detector_of_later_versions_is_carried_into_the_class()
    {
        var text = Named("sign_ups") + "  - {type: autoreg, params: {lags: [1, 7], trend: true}}\n";
        var project = MetricsProject.Of(text);

        Assert.Empty(project.Diagnostics());
        Assert.Equal(MetricReader.Read("metric1.yml", text).Metric! with { FilePath = "metrics/metric1.yml" }, All(project.Load()).Single());
    }

    [Fact]
    public void The_generated_configuration_has_the_alerts_a_week_that_are_no_noise()
    {
        var shop = MetricsProject.Of(Named("sign_ups") + "autotune: {max_alerts_per_week: 0.5}\n").Load();

        Assert.Equal(0.5, All(shop).Single().Autotune!.MaxAlertsPerWeek);
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.Latest)]
    public void Generated_code_compiles_without_a_warning(LanguageVersion language) =>
        Assert.Equal(2, All((MetricsProject.Of(Full, Named("sign_ups")) with { Language = language }).Load()).Count);

    [Fact]
    public void Older_csharp_is_told_so_once_and_gets_no_code()
    {
        var project = MetricsProject.Of(Full) with { Language = LanguageVersion.CSharp11 };

        Assert.StartsWith("error DTK0603: ", Assert.Single(project.Diagnostics()), StringComparison.Ordinal);
        Assert.Empty(project.Run().GeneratedTrees);
    }

    [Fact]
    public void A_project_without_the_engine_is_told_so_once_and_gets_no_code()
    {
        var project = MetricsProject.Of(Full) with { HasEngine = false };

        Assert.StartsWith("error DTK0602: ", Assert.Single(project.Diagnostics()), StringComparison.Ordinal);
        Assert.Empty(project.Run().GeneratedTrees);
    }

    [RecordedFact]
    public void Every_metric_of_the_corpus_detects_with_generated_configuration_as_with_its_yaml()
    {
        var files = Directory.GetFiles(Path.Combine(Recorded.Corpus, "nab", "metrics"), "*.yml").Order(StringComparer.Ordinal).ToList();
        var labels = Directory.GetFiles(Path.Combine(Recorded.Corpus, "nab", "incidents"), "*.yml");
        var project = labels.Aggregate(
            files.Aggregate(new MetricsProject(), (project, file) => project.With("metrics/" + Path.GetFileName(file), File.ReadAllText(file))),
            (project, file) => project.With("incidents/" + Path.GetFileName(file), File.ReadAllText(file), "incidents"));
        var generated = All(project.Load());

        Assert.Equal(files.Count, generated.Count);
        foreach (var (file, fromCode) in files.Zip(generated))
        {
            var fromYaml = MetricReader.Read(file, File.ReadAllText(file)).Metric!;
            Assert.Equal(fromYaml with { FilePath = fromCode.FilePath }, fromCode);

            var data = Path.Combine(Recorded.Corpus, "nab", "data", Path.GetFileNameWithoutExtension(file) + ".csv");
            var series = CsvSeries.Load(data, fromYaml.IntervalSeconds, fromYaml.SeasonalityColumns);
            var (expected, actual) = (fromYaml.Detectors[0].Detect(series), fromCode.Detectors[0].Detect(series));
            Assert.True(expected.Verdicts.SequenceEqual(actual.Verdicts));
            Assert.True(expected.Upper.SequenceEqual(actual.Upper));
        }
    }

    private static string Named(string name) => Short.Replace("NAME", name, StringComparison.Ordinal);

    private static object? Constant(Assembly shop, string metric, string name) =>
        shop.GetType("Shop.Metrics+" + metric)!.GetField(name)!.GetRawConstantValue();

    private static IReadOnlyList<MetricConfig> All(Assembly shop) =>
        (IReadOnlyList<MetricConfig>)shop.GetType("Shop.Metrics")!.GetProperty("All")!.GetValue(null)!;
}
