using Detectkit.Configuration.Fields;
using Detectkit.Labels;

namespace Detectkit.Configuration.Reading;

internal static class AutotuneReader
{
    /// <summary>The block; null where there is none.</summary>
    public static AutotuneConfig? Read(MappingReader metric, ValueList<string> seasonality)
    {
        if (metric.SubMapping(MetricFields.Autotune) is not { } mapping)
        {
            return null;
        }

        var block = AutotuneFields.Block.Read(mapping);
        var isSearched = seasonality.Any(c => c != "is_holiday" && block.SeasonalityCandidates?.Contains(c) != false);
        return block with { FixedParams = FixedParameterReader.Read(mapping, block.DetectorTypes ?? DetectorConfig.TunedTypes.ToValueList(), isSearched) };
    }

    public static IncidentLabels? Incidents(MappingReader block, Field field)
    {
        var incidents = block.Value(field);
        var timezone = block.Value(AutotuneFields.IncidentsTimezone);
        if (incidents is null)
        {
            if (timezone is not null)
            {
                block.Findings.Add(Rules.ZoneWithoutIncidents, timezone.Key.Span, "'incidents_timezone' has no effect without 'incidents'.");
            }

            return null;
        }

        if (block.Value(AutotuneFields.LabelsFile) is not null)
        {
            block.Findings.Add(Rules.LabelsTwice, incidents.Key.Span, "'incidents' is ignored because of 'labels_file', and rejected by later versions of Python detectkit; keep one.");
        }

        return InlineLabels.Read(incidents, timezone, block.Findings);
    }
}
