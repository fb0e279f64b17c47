using Detectkit.Configuration.Fields;
using Detectkit.Yaml;

namespace Detectkit.Configuration.Reading;

/// <summary>Checks that detectors compare seasons by columns that exist. The reference passes over others in silence.</summary>
internal static class SeasonalityRules
{
    /// <summary>Adds a finding for each column that nothing provides.</summary>
    public static void Check(MappingReader metric, MetricConfig config)
    {
        if (metric.Entry(MetricFields.Detectors)?.Value is not YamlSequence detectors)
        {
            return;
        }

        var known = config.EffectiveSeasonalityColumns;
        foreach (var column in detectors.Items.OfType<YamlMapping>().Where(IsKnown).SelectMany(ColumnsOf).Where(c => c.StringValue is not null))
        {
            var name = column.StringValue!;
            if (!known.Contains(name))
            {
                metric.Findings.Add(Rules.SeasonalityUnknown, column.Span, Message(name, known));
            }
        }
    }

    // What a detector of later versions does with its components is not known here.
    private static bool IsKnown(YamlMapping detector) =>
        Child(detector, DetectorFields.Type.Name) is not { } type || type.StringValue is not { } name || !DetectorFields.LaterTypes.Contains(name);

    private static string Message(string name, ValueList<string> known)
    {
        var hint = known.Count == 0
            ? "; add it to 'seasonality_columns', or to 'query_columns.seasonality' where the query returns it."
            : SpellingSuggestion.Hint(name, known);
        return "No column '" + MessageText.Shorten(name) + "' is provided, so that the component has no effect" + hint;
    }

    private static IEnumerable<YamlNode> ColumnsOf(YamlMapping detector)
    {
        var components = Child(Child(detector, DetectorFields.Params.Name), DetectorFields.SeasonalityComponents.Name) as YamlSequence;
        return components is null ? [] : components.Items.SelectMany(c => c is YamlSequence group ? group.Items : [c]);
    }

    private static YamlNode? Child(YamlNode? node, string key) =>
        node is YamlMapping mapping ? MappingKeys.Find(mapping, key)?.Value : null;
}
