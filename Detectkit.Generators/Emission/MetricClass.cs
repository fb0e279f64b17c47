using System.Globalization;
using Detectkit.Configuration;
using Detectkit.Generators.Naming;

namespace Detectkit.Generators.Emission;

/// <summary>Writes the class of one metric, and the part of <c>Metrics</c> that names them all.</summary>
internal static class MetricClass
{
    private static readonly (int Seconds, string Unit)[] IntervalUnits = [(86_400, "day"), (3_600, "hour"), (60, "minute")];

    public static string Write(MetricConfig metric, string identifier, string rootNamespace) =>
        WriteFile(metric.FilePath, rootNamespace, identifier, Summary(metric.Name, metric.Description, metric.IntervalSeconds, metric.Tags, metric.FilePath),
            Constants(metric.Name, metric.IntervalSeconds)
            + TagList("Config.Tags")
            + string.Concat(metric.Detectors.Select((detector, index) => Detector(detector, index + 1)))
            + "/// <summary>The whole configuration; compares equal to the one read from the file.</summary>\n"
            + Property(typeof(MetricConfig), "Config", Config(metric)));

    /// <summary>
    /// The file that holds the class of a metric with errors: every name is there, so that code which uses the metric shows no errors of
    /// its own; what cannot be known throws.
    /// </summary>
    public static string Write(MetricOutline metric, string identifier, string rootNamespace)
    {
        var refusal = "=>\n    throw new global::System.InvalidOperationException("
            + Literal.Format("The metric file " + metric.FilePath + " has errors; the build reports them.") + ");\n";
        return WriteFile(metric.FilePath, rootNamespace, identifier, Summary(metric.Name, null, metric.IntervalSeconds, metric.Tags, metric.FilePath),
            Constants(metric.Name, metric.IntervalSeconds)
            + TagList(ValueExpression.Format(metric.Tags))
            + string.Concat(metric.DetectorTypes.Select((type, index) =>
                "/// <summary>Unknown until the file's errors are gone.</summary>\n"
                + "public static " + ValueExpression.TypeName(DetectorConfig.Default(type).GetType()) + " Detector" + Literal.Format(index + 1) + " " + refusal + "\n"))
            + "/// <summary>Unknown until the file's errors are gone.</summary>\n"
            + "public static " + ValueExpression.TypeName(typeof(MetricConfig)) + " Config " + refusal);
    }

    public static string WriteIndex(IEnumerable<PlannedClass> metrics, string rootNamespace)
    {
        var config = ValueExpression.TypeName(typeof(MetricConfig));
        var list = "global::System.Collections.Generic.IReadOnlyList<" + config + ">";
        var members =
            "/// <summary>The metrics, in file order; those with errors are left out.</summary>\n"
            + "public static " + list + " All { get; } =\n[\n"
            + Layout.Indent(string.Concat(metrics.Select(m => m.Identifier + ".Config,\n")))
            + "];\n\n"
            + "/// <summary>The metric of a name, compared ordinally.</summary>\n"
            + "/// <param name=\"name\">The metric's name as its file has it.</param>\n"
            + "/// <returns>The metric, or null where there is none.</returns>\n"
            + "public static " + config + "? Find(string name) => name switch\n{\n"
            + Layout.Indent(string.Concat(metrics.Select(m => m.Identifier + ".Name => " + m.Identifier + ".Config,\n")) + "_ => null,\n")
            + "};\n";
        return GeneratedFile.Write(
            "the project's metric files", rootNamespace, members,
            "/// <summary>The project's metrics: a class each, checked at compile time.</summary>\n" + GeneratedFile.Attribute + "\n");
    }

    private static string WriteFile(string origin, string rootNamespace, string identifier, string summary, string members) => GeneratedFile.Write(
        origin,
        rootNamespace,
        summary + GeneratedFile.Attribute + "\npublic static partial class " + identifier + "\n{\n" + Layout.Indent(members) + "}\n");

    // Name, interval and detectors are members of the class already.
    private static string Config(MetricConfig metric)
    {
        var given = new Dictionary<string, string> { [nameof(metric.Name)] = "Name", [nameof(metric.IntervalSeconds)] = "IntervalSeconds" };
        if (metric.Detectors.Count > 0)
        {
            given[nameof(metric.Detectors)] = ValueExpression.FormatList(Enumerable.Range(1, metric.Detectors.Count).Select(number => "Detector" + Literal.Format(number)));
        }

        return ValueExpression.FormatMembers(metric, given);
    }

    private static string Summary(string name, string? description, int intervalSeconds, ValueList<string> tags, string path) =>
        DocumentationText.Element("summary", string.IsNullOrWhiteSpace(description) ? "Metric " + name + "." : description!)
        + "/// <remarks>" + (intervalSeconds > 0 ? "One point every " + Interval(intervalSeconds) + ", from " : "From ") + DocumentationText.Code(path) + "."
        + (tags.Count == 0 ? "" : " Tags: " + string.Join(", ", tags.Select(DocumentationText.Code)) + ".")
        + "</remarks>\n";

    private static string Interval(int seconds)
    {
        var (size, unit) = IntervalUnits.Where(u => seconds % u.Seconds == 0).DefaultIfEmpty((1, "second")).First();
        return seconds == size ? unit : (seconds / size).ToString(CultureInfo.InvariantCulture) + " " + unit + "s";
    }

    private static string Constants(string name, int intervalSeconds) =>
        "/// <summary>The metric's name.</summary>\n"
        + "public const string Name = " + Literal.Format(name) + ";\n\n"
        + "/// <summary>Seconds from one point to the next.</summary>\n"
        + "public const int IntervalSeconds = " + Literal.Format(intervalSeconds) + ";\n\n";

    private static string TagList(string expression) =>
        "/// <summary>The metric's tags, in file order.</summary>\n"
        + "public static global::System.Collections.Generic.IReadOnlyList<string> Tags => " + expression + ";\n\n";

    private static string Detector(DetectorConfig detector, int number) =>
        DocumentationText.Element("summary", DetectorSummary.Format(detector))
        + Property(detector.GetType(), "Detector" + Literal.Format(number), ValueExpression.Format(detector))
        + "\n";

    private static string Property(Type type, string name, string value) =>
        "public static " + ValueExpression.TypeName(type) + " " + name + " { get; } = " + value + ";\n";
}
