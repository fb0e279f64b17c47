using Detectkit.Configuration;
using Detectkit.Labels;

namespace Detectkit.Engine.Tests.Configuration;

public class CorpusMetricsTests
{
    [RecordedFact]
    public void Every_metric_of_the_corpus_is_read_without_warnings()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Recorded.Corpus, "nab", "metrics")))
        {
            var reading = MetricReader.Read(Path.GetFileName(file), File.ReadAllBytes(file));
            Assert.DoesNotContain(reading.Findings, f => f.Rule.Severity != FindingSeverity.Info);
            Assert.Equal(Path.GetFileNameWithoutExtension(file), reading.Metric!.Name);
        }
    }

    [RecordedFact]
    public void Every_label_file_of_the_corpus_is_read_without_findings()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Recorded.Corpus, "nab", "incidents")))
        {
            var reading = LabelReader.Read(Path.GetFileName(file), File.ReadAllBytes(file)).For(Path.GetFileNameWithoutExtension(file));
            Assert.Empty(reading.Findings);
            Assert.NotNull(reading.Labels);
        }
    }
}
