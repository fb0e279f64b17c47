extern alias generator;
using System.Text.RegularExpressions;
using generator::Detectkit.Generators.Naming;

namespace Detectkit.Generators.Tests;

/// <summary>What docs/generator.md shows is what one gets.</summary>
public class GeneratorPageTests
{
    private const string Metric = """
        name: api_error_rate
        description: 5xx error rate of the public API
        tags: [api, critical]
        interval: 5min
        query: SELECT timestamp, value FROM 'api.csv' WHERE timestamp >= '{{ dtk_start_time }}' AND timestamp < '{{ dtk_end_time }}'
        seasonality_columns: [hour]
        detectors:
          - type: mad
            params: {threshold: 4.5, window_size: 288, seasonality_components: [hour]}
          - type: manual_bounds
            params: {upper_bound: 0.5}

        """;

    private static readonly string Page = File.ReadAllText(Path.Combine(Recorded.RepositoryRoot, "docs", "generator.md"));

    [Fact]
    public void The_code_it_shows_is_generated()
    {
        var project = new MetricsProject().With("metrics/api_error_rate.yml", Metric);
        var generated = project.Generated("metrics/api_error_rate.yml.g.cs").Split('\n').Select(line => line.Trim()).ToList();

        var next = 0;
        Assert.All(Block("generated"), line =>
        {
            var found = generated.IndexOf(line.Trim(), next);
            Assert.True(found >= 0, line);
            next = found + 1;
        });
    }

    [Fact]
    public void The_code_it_gives_to_consumers_compiles()
    {
        var lines = Block("consumer");
        var code = string.Join('\n', lines.Where(line => line.StartsWith("using ", StringComparison.Ordinal)))
            + "\nnamespace Reader; internal static class Program { public static object Run(long[] milliseconds, double[] values) {\n"
            + string.Join('\n', lines.Where(line => !line.StartsWith("using ", StringComparison.Ordinal)))
            + "\nreturn result; } }";

        var project = new MetricsProject { Code = code }.With("metrics/api_error_rate.yml", Metric);

        Assert.NotNull(project.Load().GetType("Reader.Program"));
    }

    [Fact]
    public void The_names_it_gives_are_those_of_the_classes()
    {
        var examples = Regex.Matches(Page, "`([^`]+)` becomes `([^`]+)`");

        Assert.NotEmpty(examples);
        Assert.All(examples.Where(m => m.Groups[1].Success), m => Assert.Equal(m.Groups[2].Value, MetricIdentifier.From(m.Groups[1].Value)));
    }

    private static List<string> Block(string kind) =>
        [.. Regex.Match(Page, "```csharp " + kind + "\n(.*?)```", RegexOptions.Singleline).Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
}
