using System.Globalization;
using BenchmarkDotNet.Attributes;
using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Emission;
using YamlDotNet.RepresentationModel;

namespace Detectkit.Benchmarks.Kernels;

/// <summary>
/// A tuned detector put into a metric file: edited in place, comments and style kept and the result read again as proof; and by
/// YamlDotNet, which loads the tree, replaces nodes and writes all anew without comments, header or proof.
/// </summary>
[MemoryDiagnoser]
public class EmittingBenchmarks
{
    private string text = "";
    private MetricReading reading = null!;
    private AutotuneResult result = null!;

    /// <summary>Incidents in the file, a line each.</summary>
    [Params(1, 500)]
    public int Incidents { get; set; }

    /// <summary>Makes the file and a result, and sees that both texts read as the same detectors and alerting.</summary>
    [GlobalSetup]
    public void Setup()
    {
        text = MadeMetricText.Of(Incidents);
        reading = MetricReader.Read(MadeMetricText.Path, text);
        result = TuningPipeline.Search(MadeMetricSeries.Request(3_000, AutotuneStrategy.Reference)).Result!;
        var (expected, actual) = (MetricReader.Read(MadeMetricText.Path, Rewritten()).Metric!, MetricReader.Read(MadeMetricText.Path, Edited()).Metric!);
        if (!actual.Detectors.Equals(expected.Detectors) || !actual.Alerting.Equals(expected.Alerting) || actual.Detectors.Equals(reading.Metric!.Detectors))
        {
            throw new InvalidOperationException("The edited file does not read as the rewritten one.");
        }
    }

    /// <summary>Load, replace, save.</summary>
    /// <returns>The text.</returns>
    [Benchmark(Baseline = true)]
    public string Rewritten()
    {
        var stream = new YamlStream();
        using var reader = new StringReader(text);
        stream.Load(reader);
        var root = (YamlMappingNode)stream.Documents[0].RootNode;
        var parameters = new YamlMappingNode(result.Parameters.Select(p => KeyValuePair.Create<YamlNode, YamlNode>(new YamlScalarNode(p.Key), Node(p.Value))));
        root.Children["detectors"] = new YamlSequenceNode(new YamlMappingNode("type", DetectorTypeName.Of(result.Winner.Detector.Type), "params", parameters));
        if (result.ConsecutiveAnomalies is { } anomalies)
        {
            ((YamlMappingNode)root.Children["alerting"]).Children["consecutive_anomalies"] = anomalies.ToString(CultureInfo.InvariantCulture);
        }

        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        stream.Save(writer, assignAnchors: false);
        return writer.ToString();
    }

    /// <summary>The edit in place.</summary>
    /// <returns>The text.</returns>
    [Benchmark]
    public string Edited() => InPlaceEmission.Edit(text, reading, result).Text!;

    private static YamlNode Node(ParameterValue value) => value switch
    {
        ListValue list => new YamlSequenceNode(list.Items.Select(Node)),
        FloatValue real => real.Value.ToString("R", CultureInfo.InvariantCulture),
        IntegerValue whole => whole.Value.ToString(CultureInfo.InvariantCulture),
        TextValue words => words.Value,
        _ => throw new InvalidOperationException($"No parameter of the made result is a {value.GetType().Name}."),
    };
}
