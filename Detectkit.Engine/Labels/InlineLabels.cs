using Detectkit.Configuration.Reading;
using Detectkit.Configuration;
using Detectkit.Yaml;

namespace Detectkit.Labels;

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
