using Detectkit.Build.Inputs;
using Detectkit.Configuration;

namespace Detectkit.Build.Worker;

public sealed class MetricSelectionTests
{
    private static readonly MetricFile[] Metrics =
    [
        Metric("metrics/api/api_errors.yml", "api_errors", "api", "slo"),
        Metric("metrics/api/latency.yml", "api_latency", "api"),
        Metric("metrics/orders.yml", "orders", "sales"),
        Metric("metrics/broken.yml", null),
    ];

    [Theory]
    [InlineData("", "api_errors api_latency orders broken")]
    [InlineData("*", "api_errors api_latency orders broken")]
    [InlineData("orders", "orders")]
    [InlineData("api_*", "api_errors api_latency")]
    [InlineData("order?", "orders")]
    [InlineData("metrics/**/api_*.yml", "api_errors")]
    [InlineData("metrics/*.yml", "orders broken")]
    [InlineData("./metrics/**", "api_errors api_latency orders broken")]
    [InlineData("metrics/api/latency.yml", "api_latency")]
    [InlineData("tag:api", "api_errors api_latency")]
    [InlineData("tag:slo;orders", "api_errors orders")]
    public void Selectors_choose_by_name_path_and_tag(string select, string expected)
    {
        var (chosen, findings) = MetricSelection.Choose(Metrics, Split(select), [], "shop.csproj");

        Assert.Empty(findings);
        Assert.Equal(expected, string.Join(' ', chosen.Select(m => m.DisplayName)));
    }

    [Fact]
    public void Excluded_metrics_are_left_out() =>
        Assert.Equal(["api_latency", "broken"], MetricSelection.Choose(Metrics, [], ["tag:slo", "orders"], "shop.csproj").Chosen.Select(m => m.DisplayName));

    [Theory]
    [InlineData("Orders")]
    [InlineData("tag:ap")]
    [InlineData("metrics/*.yaml")]
    [InlineData("[a-z]*")]
    public void A_selector_that_matches_nothing_is_named_with_what_there_is(string selector)
    {
        var finding = Assert.Single(MetricSelection.Choose(Metrics, [selector], [], "shop.csproj").Findings);

        Assert.Equal(
            $"'{selector}' in AutotuneSelect matches no metric: write a metric's name, a glob over paths like 'metrics/**/api_*.yml' or 'tag:<tag>'; there are api_errors, api_latency, orders",
            finding.Message);
    }

    private static string[] Split(string selectors) => selectors.Split(';', StringSplitOptions.RemoveEmptyEntries);

    private static MetricFile Metric(string path, string? name, params string[] tags)
    {
        var text = name is null ? "interval: [" : $"name: {name}\ninterval: 1h\nquery: SELECT 1\n" + (tags.Length > 0 ? $"tags: [{string.Join(", ", tags)}]\n" : "");
        return new MetricFile(new InputFile(InputFileKind.Metric, "/shop/" + path, path), default, MetricReader.Read("/shop/" + path, text));
    }
}
