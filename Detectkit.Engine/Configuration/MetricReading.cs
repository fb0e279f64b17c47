using Detectkit.Yaml;

namespace Detectkit.Configuration;

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
