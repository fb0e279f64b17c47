using System.Text;
using Detectkit.Configuration;
using Detectkit.Configuration.Project;

namespace Detectkit.Engine.Tests.Configuration;

/// <summary>What a message says about what may have been meant.</summary>
public class MeantNameTests
{
    [Theory]
    [InlineData("incidents/api.yml", "incidents/b15.yml", null)]
    [InlineData("incidents/b16.yml", "incidents/b15.yml incidents/orders.yml", "incidents/b15.yml")]
    [InlineData("incidents/api_error.yaml", "other/api_error.yml incidents/orders.yml", "other/api_error.yml")]
    [InlineData("incident/orders.yml", "incidents/orders.yml", "incidents/orders.yml")]
    [InlineData("incidents/order.yml", "archive/order.yml incidents/orders.yml", "incidents/orders.yml")]
    public void A_file_is_guessed_by_its_name_in_its_folder_first(string written, string known, string? meant)
    {
        var message = Check(Metric("metrics/a.yml", "a", "autotune: {labels_file: " + written + "}"), labels: known.Split(' ')).Single().Message;

        Assert.Contains($"there is no '{written}' under the project's root", message, StringComparison.Ordinal);
        Assert.Equal(meant is not null, message.EndsWith($"; did you mean '{meant}'?", StringComparison.Ordinal));
        Assert.Equal(meant is null, !message.Contains("did you mean", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_query_file_names_every_place_that_was_looked_at()
    {
        var reading = MetricReader.Read("metrics/a.yml", Encoding.UTF8.GetBytes("name: a\ninterval: 10min\nquery_file: order.sql\n"));
        var message = ProjectRules.Check(new ProjectFiles { Metrics = [MetricSummary.Create(reading)], QueryFiles = ["sql/orders.sql"] }).Single().Message;

        Assert.Equal("'order.sql' is not among the project's files: there is no 'order.sql' and no 'sql/order.sql' under the project's root; did you mean 'sql/orders.sql'?", message);
    }

    [Fact]
    public void A_name_that_is_taken_is_told_with_the_folder_in_which_the_other_lies()
    {
        var findings = Check([.. Metric("/repo/metrics/eu/orders.yml", "orders"), .. Metric("/repo/metrics/us/orders.yml", "orders")]);

        Assert.Equal(
            ["'orders' is also the name of the metric in us/orders.yml; names must differ.", "'orders' is also the name of the metric in eu/orders.yml; names must differ."],
            findings.Select(f => f.Message));
    }

    [Fact]
    public void A_wrong_choice_is_told_what_is_near_and_what_is_allowed()
    {
        var message = MetricReader.Read("a.yml", Text("a", "alerting: {direction: upp}")).Findings.Single(f => f.Rule == Rules.UnknownChoice).Message;

        Assert.Equal("'upp' is no direction; did you mean 'up'? Allowed: same, any, up, down.", message);
    }

    [Theory]
    [InlineData("1:30", 90, "'interval' is read in base 60 as 90 seconds, as YAML 1.1 has it; write 90s.")]
    [InlineData("0600", 384, "'interval' is read in base 8 as 384 seconds, as YAML 1.1 has it; write 384s.")]
    [InlineData("0x10", 16, null)]
    [InlineData("600", 600, null)]
    [InlineData("600.0", 600, null)]
    public void An_interval_in_another_base_than_ten_is_told_in_seconds(string written, int seconds, string? message)
    {
        var reading = MetricReader.Read("a.yml", Encoding.UTF8.GetBytes("name: a\ninterval: " + written + "\nquery: SELECT 1 WHERE '{{ dtk_start_time }}' < now()\n"));

        Assert.Equal(seconds, reading.Metric!.IntervalSeconds);
        Assert.Equal(message, reading.Findings.SingleOrDefault()?.Message);
    }

    private static ValueList<Finding> Check(IEnumerable<MetricReading> metrics, params string[] labels) => ProjectRules.Check(new ProjectFiles
    {
        Metrics = metrics.Select(MetricSummary.Create).ToValueList(),
        Labels = labels.Select(l => new LabelFileSummary(l, l, null)).ToValueList(),
    });

    private static MetricReading[] Metric(string path, string name, string more = "") => [MetricReader.Read(path, Text(name, more))];

    private static byte[] Text(string name, string more) =>
        Encoding.UTF8.GetBytes($"name: {name}\ninterval: 10min\nquery: SELECT 1 WHERE '{{{{ dtk_start_time }}}}' < now()\n{more}\n");
}
