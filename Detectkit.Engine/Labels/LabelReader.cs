using Detectkit.Configuration.Fields;
using Detectkit.Configuration.Project;
using Detectkit.Configuration.Reading;
using Detectkit.Configuration;
using Detectkit.Yaml;

namespace Detectkit.Labels;

/// <summary>Reads labels files: YAML or JSON, a mapping with <c>incidents</c> or just the list of them.</summary>
public static class LabelReader
{
    /// <summary>Reads a file's text; any text gives a reading, nothing is thrown.</summary>
    /// <param name="path">The file, as findings are to name it.</param>
    /// <param name="text">Its text.</param>
    /// <returns>The labels and what was found.</returns>
    public static LabelReading Read(string path, string text) => Read(path, YamlReader.Read(text));

    /// <summary>Reads a file's bytes, which must be UTF-8.</summary>
    /// <param name="path">The file, as findings are to name it.</param>
    /// <param name="bytes">Its content.</param>
    /// <returns>The labels and what was found.</returns>
    public static LabelReading Read(string path, byte[] bytes) => Read(path, YamlReader.Read(bytes));

    internal static LabelReading Read(string path, YamlReading yaml)
    {
        var findings = new FileFindings(path);
        IncidentLabels? labels = null;
        Located? declared = null;
        switch (yaml)
        {
            case { Fault: { } fault }:
                findings.Add(fault);
                break;
            case { Root: null or YamlScalar { Value: NullScalar } }:
                findings.Add(Rules.EmptyFile, SourceSpan.FileStart, "The file is empty; labels are a mapping with 'incidents', or a list of incidents.");
                break;
            case { Root: YamlSequence list }:
                labels = new IncidentLabels(null, LabelZone.UtcName, IncidentReader.ReadAll(list, TimeZoneInfo.Utc, findings));
                break;
            case { Root: YamlMapping mapping }:
                var file = MappingReader.Create(mapping, LabelFields.Labels, findings);
                declared = file.Located(LabelFields.Metric);
                var (zoneName, zone) = LabelZone.Read(file.Value(LabelFields.Timezone), findings);
                labels = new IncidentLabels(declared?.Text, zoneName, Incidents(file, zone));
                break;
            default:
                findings.Add(Rules.LabelsShape, yaml.Root!.Span, "Labels are a mapping with 'incidents', or a list of incidents.");
                break;
        }

        return new LabelReading(path, findings.HasErrors ? null : labels, declared?.Text, declared?.Span ?? SourceSpan.FileStart, findings.InFileOrder());
    }

    private static ValueList<Incident> Incidents(MappingReader file, TimeZoneInfo zone)
    {
        if (file.Entry(LabelFields.Incidents) is not { } entry)
        {
            file.Findings.Add(Rules.LabelsMissing, file.FirstKey, "There is no 'incidents' list, so that the file labels nothing.");
            return [];
        }

        if (entry.Value is YamlSequence list)
        {
            return IncidentReader.ReadAll(list, zone, file.Findings);
        }

        file.Findings.Add(Rules.LabelsShape, entry.ValueSpan, "'incidents' must be a list; write [] for none.");
        return [];
    }
}
