using BenchmarkDotNet.Attributes;
using Detectkit.Configuration;
using Detectkit.Yaml;
using YamlDotNet.RepresentationModel;

namespace Detectkit.Benchmarks.Kernels;

/// <summary>A metric file read: by YamlDotNet to its tree, by the engine's parser to a tree with the place of every node, and on to the metric with all its rules checked.</summary>
/// <remarks>Answers are objects: BenchmarkDotNet compiles their types by name, and the generator has the engine's types too.</remarks>
[MemoryDiagnoser]
public class ReadingBenchmarks
{
    private string text = "";

    /// <summary>Incidents in the file, a line each.</summary>
    [Params(1, 500)]
    public int Incidents { get; set; }

    /// <summary>Makes the file, and sees that both trees hold the same scalars and that the metric is valid.</summary>
    [GlobalSetup]
    public void Setup()
    {
        text = MadeMetricText.Of(Incidents);
        Agreement.Exact<string>(Scalars((YamlDotNet.RepresentationModel.YamlNode)YamlDotNetTree()).ToArray(), Scalars((Yaml.YamlNode)Tree()).ToArray());
        Agreement.Exact<int>([Incidents], [((MetricConfig)Metric()).Autotune!.Incidents!.Incidents.Count]);
    }

    /// <summary>YamlDotNet's tree.</summary>
    /// <returns>The root.</returns>
    [Benchmark(Baseline = true)]
    public object YamlDotNetTree()
    {
        var stream = new YamlStream();
        using var reader = new StringReader(text);
        stream.Load(reader);
        return stream.Documents[0].RootNode;
    }

    /// <summary>The engine's tree.</summary>
    /// <returns>The root.</returns>
    [Benchmark]
    public object Tree() => YamlReader.Read(text).Root!;

    /// <summary>The metric, checked.</summary>
    /// <returns>The metric.</returns>
    [Benchmark]
    public object Metric() => MetricReader.Read(MadeMetricText.Path, text).Metric!;

    private static IEnumerable<string> Scalars(YamlDotNet.RepresentationModel.YamlNode node) => node switch
    {
        YamlScalarNode scalar => [scalar.Value ?? ""],
        YamlSequenceNode sequence => sequence.Children.SelectMany(Scalars),
        _ => ((YamlMappingNode)node).Children.SelectMany(e => Scalars(e.Key).Concat(Scalars(e.Value))),
    };

    private static IEnumerable<string> Scalars(Yaml.YamlNode node) => node switch
    {
        YamlScalar scalar => [scalar.Text],
        YamlSequence sequence => sequence.Items.SelectMany(Scalars),
        _ => ((YamlMapping)node).Entries.SelectMany(e => Scalars(e.Key).Concat(Scalars(e.Value))),
    };
}
