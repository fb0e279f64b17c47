using Detectkit.Configuration;
using Detectkit.Generators.Naming;

namespace Detectkit.Generators.Emission;

/// <summary>Writes the part of <c>Metrics</c> that names all metrics.</summary>
internal static class MetricsIndex
{
    /// <summary>The file.</summary>
    /// <param name="metrics">The valid metrics' classes, in file order.</param>
    /// <param name="rootNamespace">The namespace; empty for none.</param>
    /// <returns>The C# text.</returns>
    public static string Of(IEnumerable<PlannedClass> metrics, string rootNamespace)
    {
        var config = EngineType.Named(nameof(MetricConfig));
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
        return GeneratedFile.Of(
            "the project's metric files", rootNamespace, members,
            "/// <summary>The project's metrics: a class each, checked at compile time.</summary>\n" + GeneratedFile.Attribute + "\n");
    }
}
