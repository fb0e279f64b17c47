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

/// <summary>
/// Reads incidents written in the metric itself. Reference versions before 0.20 pass over them, so that nothing in them is an error.
/// </summary>
internal static class InlineLabels
{
    /// <summary>The labels; null where something in them cannot be read, so that no half of the truth is used.</summary>
    /// <param name="incidents">The entry <c>incidents</c>, its value not null.</param>
    /// <param name="timezone">The entry <c>incidents_timezone</c>, or null.</param>
    /// <param name="findings">Where findings go.</param>
    public static IncidentLabels? Read(YamlEntry incidents, YamlEntry? timezone, FileFindings findings)
    {
        var own = new FileFindings(findings.Path);
        var (zoneName, zone) = LabelZone.Read(timezone, own);
        ValueList<Incident> list = [];
        if (incidents.Value is YamlSequence sequence)
        {
            list = IncidentReader.ReadAll(sequence, zone, own);
        }
        else
        {
            own.Add(Rules.LabelsShape, incidents.Value.Span, "'incidents' must be a list.");
        }

        foreach (var finding in own.InFileOrder())
        {
            findings.Add(finding.Rule.Severity == FindingSeverity.Error
                ? finding with { Rule = Rules.InlineIncident, Message = finding.Message + " The inline incidents are left out." }
                : finding);
        }

        return own.HasErrors ? null : new IncidentLabels(null, zoneName, list);
    }
}
