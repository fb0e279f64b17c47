using Detectkit.Configuration.Fields;
using Detectkit.Configuration.Reading;
using Detectkit.Yaml;

namespace Detectkit.Configuration;

/// <summary>Reads metric files.</summary>
public static class MetricReader
{
    private const string NestedKey = "metric";

    /// <summary>Reads a file's text; any text gives a reading, nothing is thrown.</summary>
    /// <param name="path">The file, as findings are to name it.</param>
    /// <param name="text">Its text.</param>
    /// <returns>The metric and what was found.</returns>
    public static MetricReading Read(string path, string text) => Read(path, text, YamlReader.Read(text));

    /// <summary>Reads a file's bytes, which must be UTF-8.</summary>
    /// <param name="path">The file, as findings are to name it.</param>
    /// <param name="bytes">Its content.</param>
    /// <returns>The metric and what was found.</returns>
    public static MetricReading Read(string path, byte[] bytes)
    {
        var decoding = FileDecoding.Read(bytes);
        return decoding.Text is { } text ? Read(path, text) : Read(path, "", new YamlReading(null, decoding.Fault));
    }

    internal static MetricReading Read(string path, string text, YamlReading yaml)
    {
        var findings = new FileFindings(path);
        if (RootOf(yaml, findings) is not { } root)
        {
            return new MetricReading(path, null, SourceSpan.FileStart, null, findings.InFileOrder());
        }

        var metric = MappingReader.Create(root, MetricFields.Metric, findings);
        var config = MetricFields.Metric.Read(metric);
        QueryRules.Check(metric, text);
        SeasonalityRules.Check(metric, config);
        return new MetricReading(
            path,
            config.Name.Length > 0 ? config.Name : null,
            metric.Entry(MetricFields.Name)?.ValueSpan ?? metric.FirstKey,
            findings.HasErrors ? null : config,
            findings.InFileOrder()) { Root = root };
    }

    // An empty mapping or list is as empty as nothing to the reference.
    private static YamlMapping? RootOf(YamlReading yaml, FileFindings findings)
    {
        switch (yaml.Root)
        {
            case null when yaml.Fault is not null:
                findings.Add(yaml.Fault);
                return null;
            case null or YamlScalar { Value: NullScalar } or YamlMapping { Entries.Count: 0 } or YamlSequence { Items.Count: 0 }:
                findings.Add(Rules.EmptyFile, SourceSpan.FileStart, "The file is empty; a metric needs at least name, interval and query.");
                return null;
            case YamlMapping mapping:
                return Nested(mapping, findings) ?? mapping;
            case var other:
                findings.Add(Rules.RootIsNoMapping, other.Span, "A metric file is a mapping of fields such as name, interval and query.");
                return null;
        }
    }

    private static YamlMapping? Nested(YamlMapping root, FileFindings findings)
    {
        if (MappingKeys.Find(root, NestedKey)?.Value is not YamlMapping nested)
        {
            return null;
        }

        foreach (var entry in findings.Entries(root).Where(e => e.Value != nested))
        {
            findings.Add(
                Rules.KeyBesideMetric, entry.Key.Span, "'" + ((YamlScalar)entry.Key).Text + "' is ignored because of 'metric', which holds all of the metric.");
        }

        return nested;
    }
}

/// <summary>What reading a metric file gave: the metric where it is valid, and everything found.</summary>
/// <param name="Path">The file as it was given to the reader.</param>
/// <param name="Name">The metric's name where one could be read, even if other fields are wrong.</param>
/// <param name="NameSpan">Where the name stands; the file's start without one.</param>
/// <param name="Metric">The metric, or null where an error was found.</param>
/// <param name="Findings">The findings in file order.</param>
public sealed record MetricReading(
    string Path, string? Name, SourceSpan NameSpan, MetricConfig? Metric, ValueList<Finding> Findings)
{
    /// <summary>The mapping that holds the metric's fields, or null where the file is no YAML mapping.</summary>
    internal YamlMapping? Root { get; init; }

    /// <summary>Whether a finding of severity error was made.</summary>
    public bool HasErrors => Findings.Any(f => f.Rule.Severity == FindingSeverity.Error);
}
