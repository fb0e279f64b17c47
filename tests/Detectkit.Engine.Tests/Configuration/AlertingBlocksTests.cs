using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Emission;
using Detectkit.Engine.Tests.Emission;

namespace Detectkit.Engine.Tests.Configuration;

/// <summary>The two questions that are asked of several alerting blocks: which one tuning is about, and which ones alert.</summary>
public class AlertingBlocksTests
{
    private const string Off = "  - {enabled: false, direction: up, consecutive_anomalies: 7}\n";
    private const string On = "  - {direction: down, consecutive_anomalies: 5}\n";

    [Theory]
    [InlineData(Off + On, AlertDirection.Up)]
    [InlineData(On + Off, AlertDirection.Down)]
    [InlineData(Off, AlertDirection.Up)]
    public void Tuning_is_about_the_first_block_whether_or_not_it_is_switched_off(string blocks, AlertDirection direction)
    {
        var metric = Metric("alerting:\n" + blocks);

        Assert.Same(metric.Alerting[0], metric.TunedAlerting);
        Assert.Equal(direction, AutotuneSettings.From(metric).Direction);
        Assert.True(AutotuneSettings.From(metric).HasAlerting);
    }

    [Theory]
    [InlineData(Off + On)]
    [InlineData(On + Off)]
    [InlineData(Off + Off)]
    public void The_tuned_rule_goes_into_the_first_block_and_into_no_other(string blocks)
    {
        var metric = Metric("alerting:\n" + blocks);
        var rule = TunedResults.Labelled.ConsecutiveAnomalies!.Value;

        var edited = TunedMetric.InPlace(metric, TunedResults.Labelled);

        Assert.Equal(metric.Alerting[0] with { ConsecutiveAnomalies = rule }, edited.TunedAlerting);
        Assert.Equal(metric.Alerting[1], edited.Alerting[1]);
        Assert.Equal([metric.Alerting[0] with { ConsecutiveAnomalies = rule }], TunedMetric.InNewFile(metric, TunedResults.Labelled).Alerting);
    }

    [Theory]
    [InlineData("", new int[0])]
    [InlineData("alerting:\n" + Off, new int[0])]
    [InlineData("alerting:\n" + On + Off + On, new[] { 1, 3 })]
    [InlineData("alerting:\n" + Off + On, new[] { 2 })]
    public void Blocks_in_force_are_those_that_are_not_switched_off_and_keep_their_number(string alerting, int[] numbers)
    {
        var metric = Metric(alerting);

        Assert.Equal(numbers.Select(n => (n, metric.Alerting[n - 1])), metric.AlertingInForce);
    }

    [Fact]
    public void Without_alerting_there_is_no_block_to_tune()
    {
        Assert.Null(Metric("").TunedAlerting);
        Assert.False(AutotuneSettings.From(Metric("")).HasAlerting);
        Assert.Equal(AlertDirection.Same, AutotuneSettings.From(Metric("")).Direction);
    }

    private static MetricConfig Metric(string alerting) =>
        MetricReader.Read("metrics/orders.yml", "name: orders\ninterval: 10min\nquery: SELECT 1\ndetectors: [{type: mad}]\n" + alerting).Metric!;
}
