using System.Globalization;
using Detectkit.Configuration;

namespace Detectkit.Generators.Emission;

/// <summary>Writes the class of one metric.</summary>
internal static class MetricClass
{
    /// <summary>The file that holds a valid metric's class.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="identifier">The class's name.</param>
    /// <param name="rootNamespace">The namespace; empty for none.</param>
    /// <returns>The C# text.</returns>
    public static string Of(MetricConfig metric, string identifier, string rootNamespace) =>
        GeneratedFile.Of(metric.FilePath, rootNamespace, Summary(metric.Name, metric.Description, metric.IntervalSeconds, metric.Tags, metric.FilePath)
            + GeneratedFile.Attribute + "\n"
            + "public static partial class " + identifier + "\n{\n"
            + Layout.Indent(
                Constants(metric.Name, metric.IntervalSeconds)
                + TagList("Config.Tags")
                + string.Concat(metric.Detectors.Select((detector, index) => Detector(detector, index + 1)))
                + "/// <summary>The whole configuration; compares equal to the one read from the file.</summary>\n"
                + Property(EngineType.Named(nameof(MetricConfig)), "Config", ConfigExpression.Of(metric)))
            + "}\n");

    /// <summary>
    /// The file that holds the class of a metric with errors: every name is there, so that code which uses the metric shows no errors of
    /// its own; what cannot be known throws.
    /// </summary>
    /// <param name="metric">What could be read of the metric.</param>
    /// <param name="identifier">The class's name.</param>
    /// <param name="rootNamespace">The namespace; empty for none.</param>
    /// <returns>The C# text.</returns>
    public static string Of(MetricOutline metric, string identifier, string rootNamespace)
    {
        var refusal = "=>\n    throw new global::System.InvalidOperationException("
            + Literal.Of("The metric file " + metric.FilePath + " has errors; the build reports them.") + ");\n";
        return GeneratedFile.Of(metric.FilePath, rootNamespace, Summary(metric.Name, null, metric.IntervalSeconds, metric.Tags, metric.FilePath)
            + GeneratedFile.Attribute + "\n"
            + "public static partial class " + identifier + "\n{\n"
            + Layout.Indent(
                Constants(metric.Name, metric.IntervalSeconds)
                + TagList(ListExpression.OfTexts(metric.Tags))
                + string.Concat(metric.DetectorTypes.Select((type, index) =>
                    "/// <summary>Unknown until the file's errors are gone.</summary>\n"
                    + "public static " + DetectorExpression.TypeOf(type) + " Detector" + Literal.Of(index + 1) + " " + refusal + "\n"))
                + "/// <summary>Unknown until the file's errors are gone.</summary>\n"
                + "public static " + EngineType.Named(nameof(MetricConfig)) + " Config " + refusal)
            + "}\n");
    }

    private static string Summary(string name, string? description, int intervalSeconds, ValueList<string> tags, string path) =>
        DocumentationText.Element("summary", string.IsNullOrWhiteSpace(description) ? "Metric " + name + "." : description!)
        + "/// <remarks>" + (intervalSeconds > 0 ? "One point every " + IntervalPhrase.Of(intervalSeconds) + ", from " : "From ") + DocumentationText.Code(path) + "."
        + (tags.Count == 0 ? "" : " Tags: " + string.Join(", ", tags.Select(DocumentationText.Code)) + ".")
        + "</remarks>\n";

    private static string Constants(string name, int intervalSeconds) =>
        "/// <summary>The metric's name.</summary>\n"
        + "public const string Name = " + Literal.Of(name) + ";\n\n"
        + "/// <summary>Seconds from one point to the next.</summary>\n"
        + "public const int IntervalSeconds = " + Literal.Of(intervalSeconds) + ";\n\n";

    private static string TagList(string expression) =>
        "/// <summary>The metric's tags, in file order.</summary>\n"
        + "public static global::System.Collections.Generic.IReadOnlyList<string> Tags => " + expression + ";\n\n";

    private static string Detector(DetectorConfig detector, int number) =>
        DocumentationText.Element("summary", DetectorSummary.Of(detector))
        + Property(DetectorExpression.TypeOf(detector.Type), "Detector" + number.ToString(CultureInfo.InvariantCulture), DetectorExpression.Of(detector))
        + "\n";

    private static string Property(string type, string name, string value) => "public static " + type + " " + name + " { get; } = " + value + ";\n";
}
