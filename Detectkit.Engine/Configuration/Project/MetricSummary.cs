using Detectkit.Configuration.Fields;
using Detectkit.Configuration.Reading;
using Detectkit.Yaml;

namespace Detectkit.Configuration.Project;

/// <summary>What a metric file says about other files. Compares by value, so that an edit elsewhere in the file changes nothing.</summary>
internal sealed record MetricSummary(
    string Path, Located? Name, Located? QueryFile, Located? LabelsFile, Located? Profile, ValueList<Located> Channels)
{
    /// <summary>The profile that its query runs on, or null.</summary>
    public Located? SourceProfile { get; init; }

    /// <summary>Summarises a reading, be the metric valid or not.</summary>
    public static MetricSummary Create(MetricReading reading)
    {
        var autotune = Child(reading.Root, MetricFields.Autotune);
        var blocks = Child(reading.Root, MetricFields.Alerting) switch
        {
            YamlMapping single => [single],
            YamlSequence list => list.Items.OfType<YamlMapping>(),
            _ => [],
        };
        return new MetricSummary(
            reading.Path,
            reading.Name is null ? null : new Located(reading.Name, reading.NameSpan),
            Text(Child(reading.Root, MetricFields.QueryFile)),
            Text(Child(autotune, AutotuneFields.LabelsFile)),
            Text(Child(reading.Root, MetricFields.Profile)),
            blocks.SelectMany(ChannelsOf).ToValueList())
        {
            SourceProfile = reading.Root is null ? null : Text(LaterSettings.Find(reading.Root, LaterSettings.SourceProfileKey)),
        };
    }

    private static IEnumerable<Located> ChannelsOf(YamlMapping block) =>
        Child(block, AlertingFields.Channels) is YamlSequence list ? list.Items.Select(Text).OfType<Located>() : [];

    private static Located? Text(YamlNode? node) =>
        node is not null && node.StringValue is { Length: > 0 } text ? new Located(text, node.Span) : null;

    private static YamlNode? Child(YamlNode? node, Field field) =>
        node is YamlMapping mapping ? MappingKeys.Find(mapping, field.Name)?.Value : null;
}

/// <summary>What a labels file says about other files.</summary>
/// <param name="Path">The file, as findings are to name it.</param>
/// <param name="RelativePath">The file, relative to the project's root with forward slashes.</param>
/// <param name="DeclaredMetric">The metric it declares, with its place, or null.</param>
internal sealed record LabelFileSummary(string Path, string RelativePath, Located? DeclaredMetric)
{
    /// <param name="reading">The reading.</param>
    /// <param name="relativePath">The file, relative to the project's root with forward slashes.</param>
    public static LabelFileSummary Create(Labels.LabelReading reading, string relativePath) => new(
        reading.Path, relativePath, reading.DeclaredMetric is null ? null : new Located(reading.DeclaredMetric, reading.MetricSpan));
}
