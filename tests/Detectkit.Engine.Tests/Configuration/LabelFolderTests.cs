using Detectkit.Configuration;
using Detectkit.Configuration.Project;
using Detectkit.Labels;

namespace Detectkit.Engine.Tests.Configuration;

public class LabelFolderTests
{
    [Fact]
    public void A_folder_that_no_metric_has_is_one_warning_that_names_the_nearest_metric()
    {
        var finding = Assert.Single(Check("", ("incidents/ordrs/1.yml", ""), ("incidents/ordrs/2.yml", "")));

        Assert.Equal((Rules.LabelsFolderUnknown, "/shop/incidents/ordrs/1.yml"), (finding.Rule, finding.Path));
        Assert.Contains("did you mean 'orders'?", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_a_metric_that_names_a_file_in_it_or_of_files_deeper_down_is_none() =>
        Assert.Empty(Check("autotune: {labels_file: incidents/shared/all.yml}", ("incidents/shared/all.yml", ""), ("incidents/a/b/c.yml", ""), ("incidents/orders.yml", ""), ("incidents/orders/1.yml", "orders")));

    [Fact]
    public void A_file_that_declares_another_metric_than_its_folder_is_an_error_at_the_declaration()
    {
        var finding = Assert.Single(Check("", ("incidents/orders/1.yml", "returns"), ("incidents/orders/2.yml", "orders"), ("incidents/orders/3.yml", "")));

        Assert.Equal((Rules.LabelsOfAnotherMetric, "/shop/incidents/orders/1.yml"), (finding.Rule, finding.Path));
        Assert.Equal(1, finding.Span.Start.Line);
    }

    [Fact]
    public void Metrics_of_another_folder_that_nobody_has_read_are_not_missed()
    {
        var project = ProjectFileReader.Read("/shop/detectkit_project.yml", "name: shop\ndefault_profile: a\npaths: {metrics: monitors}\n");

        Assert.Empty(Check("", project, ("incidents/visits/1.yml", "")));
    }

    private static ValueList<Finding> Check(string metric, params (string Path, string Metric)[] labels) => Check(metric, null, labels);

    private static ValueList<Finding> Check(string metric, ProjectFileReading? project, params (string Path, string Metric)[] labels) => ProjectRules.Check(new ProjectFiles
    {
        Metrics = [MetricSummary.Create(MetricReader.Read("/shop/metrics/orders.yml", "name: orders\ninterval: 10min\nquery: SELECT 1\n" + metric + "\n"))],
        Labels = labels.Select(l => LabelFileSummary.Create(
            LabelReader.Read("/shop/" + l.Path, (l.Metric.Length > 0 ? $"metric: {l.Metric}\n" : "") + "incidents:\n  - {at: \"2026-02-19 03:40:00\"}\n"), l.Path)).ToValueList(),
        Project = project,
    });
}
