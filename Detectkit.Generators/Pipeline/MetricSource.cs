using Detectkit.Configuration;
using Detectkit.Generators.Emission;
using Detectkit.Generators.Naming;

namespace Detectkit.Generators.Pipeline;

/// <summary>What one metric file contributes to the generated code; equal where the code is.</summary>
/// <param name="FilePath">The file, relative to the project's root.</param>
/// <param name="Metric">The metric, or null where the file has errors.</param>
/// <param name="Outline">What could be read of a metric with errors, or null.</param>
internal sealed record MetricSource(string FilePath, MetricConfig? Metric, MetricOutline? Outline)
{
    /// <summary>The metric's name, or null where none could be read.</summary>
    public string? Name => Metric?.Name ?? Outline?.Name;

    public static MetricSource Create(MetricReading reading, string filePath) => reading.Metric is { } metric
        ? new MetricSource(filePath, metric with { FilePath = filePath }, null)
        : new MetricSource(filePath, null, MetricOutline.Read(reading, filePath));

    public string ToSource(PlannedClass planned, Consumer consumer) => Metric is not null
        ? MetricClass.Write(Metric, planned.Identifier, consumer.RootNamespace)
        : MetricClass.Write(Outline!, planned.Identifier, consumer.RootNamespace);
}
