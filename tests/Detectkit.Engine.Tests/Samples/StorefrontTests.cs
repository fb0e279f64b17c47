using Detectkit.Configuration;
using Detectkit.Labels;

namespace Detectkit.Engine.Tests.Samples;

public class StorefrontTests
{
    private static readonly string Root = Path.Combine(Recorded.RepositoryRoot, "samples", "storefront");

    [Fact]
    public void Every_sample_metric_and_label_file_reads_without_error_or_warning()
    {
        var metrics = Directory.GetFiles(Path.Combine(Root, "metrics"), "*.yml").Select(f => MetricReader.Read(f, File.ReadAllBytes(f))).ToList();
        var labels = Directory.GetFiles(Path.Combine(Root, "incidents"), "*.yml").Select(f => LabelReader.Read(f, File.ReadAllBytes(f))).ToList();

        Assert.Equal(8, metrics.Count);
        Assert.DoesNotContain(metrics.SelectMany(m => m.Findings).Concat(labels.SelectMany(l => l.Findings)), f => f.Rule.Severity >= FindingSeverity.Warning);
        Assert.All(metrics, m => Assert.NotNull(m.Metric));
        Assert.All(labels, l => Assert.NotNull(l.Labels));
    }
}
