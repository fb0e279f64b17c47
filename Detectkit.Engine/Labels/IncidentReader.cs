using Detectkit.Configuration.Fields;
using Detectkit.Configuration.Reading;
using Detectkit.Configuration;
using Detectkit.Yaml;

namespace Detectkit.Labels;

/// <summary>Reads lists of incidents, of a labels file or inline.</summary>
internal static class IncidentReader
{
    /// <summary>The incidents without errors, in file order.</summary>
    public static ValueList<Incident> ReadAll(YamlSequence list, TimeZoneInfo zone, FileFindings findings) =>
        list.Items.Select(item => Read(item, zone, findings)).OfType<Incident>().ToValueList();

    private static Incident? Read(YamlNode item, TimeZoneInfo zone, FileFindings findings)
    {
        if (item is not YamlMapping mapping)
        {
            findings.Add(Rules.LabelsShape, item.Span, "An incident must be a mapping with 'start' and 'end', or with 'at'.");
            return null;
        }

        var incident = MappingReader.Create(mapping, LabelFields.Incident, findings);
        if (incident.Entry(LabelFields.At) is { } at)
        {
            WarnAboutIgnored(incident);
            return IncidentTime.Read(at, zone, findings) is { } point ? new Incident(point, point, true, LabelOf(incident), item.Span.Start) : null;
        }

        if (incident.Entry(LabelFields.Start) is not { } first || incident.Entry(LabelFields.End) is not { } last)
        {
            findings.Add(Rules.IncidentIncomplete, item.Span, "An incident needs 'start' and 'end', or 'at'.");
            return null;
        }

        var start = IncidentTime.Read(first, zone, findings);
        var end = IncidentTime.Read(last, zone, findings);
        if (start is null || end is null)
        {
            return null;
        }

        if (start > end)
        {
            findings.Add(Rules.IncidentOrder, first.ValueSpan, "The incident starts after its end" + (zone.HasSameRules(TimeZoneInfo.Utc) ? "." : ", both taken to UTC."));
            return null;
        }

        if (IncidentTime.IsDateAlone(last.Value))
        {
            findings.Add(
                Rules.IncidentEndsAtMidnight, last.Value.Span, "A date alone is its first moment, midnight: the day itself is not part of the incident. Write the time of day.");
        }

        return new Incident(start.Value, end.Value, false, LabelOf(incident), item.Span.Start);
    }

    private static void WarnAboutIgnored(MappingReader incident)
    {
        foreach (var entry in new[] { incident.Entry(LabelFields.Start), incident.Entry(LabelFields.End) }.OfType<YamlEntry>())
        {
            incident.Findings.Add(Rules.IncidentKeysIgnored, entry.Key.Span, "'" + ((YamlScalar)entry.Key).Text + "' is ignored because of 'at'; remove one of them.");
        }
    }

    private static string? LabelOf(MappingReader incident) =>
        incident.Entry(LabelFields.Label) is { IsNull: false, Value: YamlScalar scalar } ? scalar.Text : null;
}
