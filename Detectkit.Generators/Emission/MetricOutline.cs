using Detectkit.Configuration.Fields;
using Detectkit.Configuration.Reading;
using Detectkit.Configuration;
using Detectkit.Yaml;

namespace Detectkit.Generators.Emission;

/// <summary>What can be told of a metric whose file has errors.</summary>
/// <param name="Name">The name.</param>
/// <param name="FilePath">The file, relative to the project's root with forward slashes.</param>
/// <param name="IntervalSeconds">The interval, 0 where it could not be read.</param>
/// <param name="Tags">The tags that could be read.</param>
/// <param name="DetectorTypes">The types of the detectors, up to the first whose type could not be read.</param>
internal sealed record MetricOutline(
    string Name, string FilePath, int IntervalSeconds, ValueList<string> Tags, ValueList<DetectorType> DetectorTypes)
{
    /// <param name="reading">The reading.</param>
    /// <param name="filePath">The file, relative to the project's root with forward slashes.</param>
    /// <returns>The outline; null without a name.</returns>
    public static MetricOutline? Read(MetricReading reading, string filePath)
    {
        if (reading.Name is null || reading.Root is null)
        {
            return null;
        }

        var metric = MappingReader.Create(reading.Root, MetricFields.Metric, AlreadyReported(filePath));
        return new MetricOutline(
            reading.Name, filePath, IntervalReader.Seconds(metric) ?? 0, NameReader.Tags(metric), Types(metric).ToValueList());
    }

    private static IEnumerable<DetectorType> Types(MappingReader metric)
    {
        var items = (metric.Value(MetricFields.Detectors)?.Value as YamlSequence)?.Items ?? [];
        foreach (var item in items)
        {
            var detector = item as YamlMapping;
            var name = detector is null ? null : MappingReader.Create(detector, DetectorFields.Detector, AlreadyReported(metric.Findings.Path)).Value(DetectorFields.Type);
            if (name is null || DetectorTypeName.Parse(name.Value.StringValue ?? "") is not { } type)
            {
                yield break;
            }

            yield return type;
        }
    }

    private static FileFindings AlreadyReported(string path) => new(path);
}
