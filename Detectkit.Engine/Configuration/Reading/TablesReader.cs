using System.Text.RegularExpressions;
using Detectkit.Configuration.Fields;
using Detectkit.Yaml;

namespace Detectkit.Configuration.Reading;

/// <summary>Reads <c>tables</c>.</summary>
internal static class TablesReader
{
    private static readonly Regex Identifier = new(@"\A[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)?\z", RegexOptions.CultureInvariant);

    /// <summary>The table names; null where the block is absent.</summary>
    public static TablesConfig? Read(MappingReader metric) => metric.SubMapping(MetricFields.Tables) is { } tables
        ? new TablesConfig(Name(tables, MetricFields.Datapoints), Name(tables, MetricFields.Detections))
        : null;

    private static string? Name(MappingReader tables, Field field)
    {
        var name = tables.Text(field);
        if (name is not null && !Identifier.IsMatch(name))
        {
            tables.Findings.Add(
                Rules.TableName, tables.Entry(field)!.Value.Span, "'" + MessageText.Shorten(name) + "' is not an identifier: letters, digits and '_', not starting with a digit.");
        }

        return name;
    }
}
