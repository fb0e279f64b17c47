using Detectkit.Configuration.Project;
using Detectkit.Configuration;
using Detectkit.Yaml;

namespace Detectkit.Build.Inputs;

/// <summary>A metric file as it was read.</summary>
/// <param name="Reading">What it says, paths in findings being absolute.</param>
internal sealed record MetricFile(InputFile File, ReadOnlyMemory<byte> Content, MetricReading Reading)
{
    /// <summary>The metric, its path relative to the project's root; of a valid file only.</summary>
    public MetricConfig Metric { get; } = Reading.Metric is { } metric ? metric with { FilePath = File.Path } : null!;

    public MetricSummary Summary { get; } = MetricSummary.Create(Reading);

    /// <summary>How the metric is called where it may have no name.</summary>
    public string DisplayName => Reading.Name ?? System.IO.Path.GetFileNameWithoutExtension(File.Path);

    /// <summary>The tags, of an invalid file as far as they can be read.</summary>
    public IEnumerable<string> Tags => Reading.Metric?.Tags
        ?? (Reading.Root?.Find("tags")?.Value is YamlSequence tags ? tags.Items.OfType<YamlScalar>().Select(t => t.Text) : []);

    /// <summary>Where a field's value stands, or the start of the file without one.</summary>
    public SourceSpan PlaceOf(string field) => Reading.Root?.Find(field)?.Value.Span ?? SourceSpan.FileStart;

    public Finding Finding(Rule rule, string message, SourceSpan? span = null) => new(rule, File.FullPath, span ?? SourceSpan.FileStart, message);
}
