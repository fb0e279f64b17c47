using System.Globalization;
using Detectkit.Configuration.Fields;
using Detectkit.Yaml;

namespace Detectkit.Configuration.Reading;

internal static class DetectorListReader
{
    /// <summary>The detectors without errors, in file order.</summary>
    public static ValueList<DetectorConfig> Read(MappingReader metric)
    {
        if (metric.Value(MetricFields.Detectors) is not { } entry)
        {
            return [];
        }

        if (entry.Value is not YamlSequence list)
        {
            metric.Refuse(entry.Value, MetricFields.Detectors, "a list of detectors");
            return [];
        }

        return list.Items.Select(item => ReadOne(item, metric.Findings)).OfType<DetectorConfig>().ToValueList();
    }

    /// <summary>A mapping of parameters as a set, in the order that the reference sees; null where a key is no text.</summary>
    public static ParameterSet? Parameters(YamlMapping mapping, FileFindings findings)
    {
        var set = ParameterSet.Empty;
        var isGood = true;
        foreach (var entry in findings.Entries(mapping))
        {
            if (entry.Key.StringValue is { } name)
            {
                set = set.With(name, ParameterNode.ToValue(entry.Value));
            }
            else
            {
                isGood = false;
                ValueReader.Refuse(entry.Key, "a parameter's name", "a string", findings);
            }
        }

        return isGood ? set : null;
    }

    /// <summary>Where a finding about a parameter belongs: at its name if that is what is wrong, else at its value.</summary>
    public static SourceSpan SpanOf(Rule rule, string parameter, YamlMapping parameters)
    {
        var entry = MappingKeys.Find(parameters, parameter);
        var span = rule == Rules.ParameterUnknown || rule == Rules.ParameterDeprecated ? entry?.Key.Span : entry?.ValueSpan;
        return span ?? (parameters.Entries.Count > 0 ? parameters.Entries[0].Key.Span : parameters.Span);
    }

    private static DetectorConfig? ReadOne(YamlNode item, FileFindings findings)
    {
        if (item is not YamlMapping mapping)
        {
            ValueReader.Refuse(item, "a detector", "a mapping with type and params", findings);
            return null;
        }

        var reader = MappingReader.Create(mapping, DetectorFields.Detector, findings, (entry, key) => IsMisplaced(entry, key, findings));
        var type = TypeOf(reader);
        var written = reader.Value(DetectorFields.Params);
        if (written is { Value: not YamlMapping })
        {
            reader.Refuse(written.Value, DetectorFields.Params, "a mapping");
            return null;
        }

        var parameters = written?.Value as YamlMapping;
        var set = parameters is null ? ParameterSet.Empty : Parameters(parameters, findings);
        if (type is null || set is null)
        {
            return null;
        }

        var reading = DetectorParameters.Read(type.Value, set);
        foreach (var fault in reading.Faults)
        {
            findings.Add(fault.Rule, parameters is null ? reader.FirstKey : SpanOf(fault.Rule, fault.Parameter, parameters), fault.Message);
        }

        return reading.Detector;
    }

    private static DetectorType? TypeOf(MappingReader reader)
    {
        if (reader.Value(DetectorFields.Type) is not { } entry)
        {
            return null;
        }

        var name = entry.Value.StringValue;
        if (name is not null && DetectorFields.LaterTypes.Contains(name))
        {
            return DetectorTypeName.Parse(name);
        }

        if (name is not null && DetectorFields.UnbuildableTypes.Contains(name))
        {
            reader.Findings.Add(
                Rules.DetectorCannotRun,
                entry.Value.Span,
                string.Format(CultureInfo.InvariantCulture, "'{0}' can be configured but not run; use one of {1}.", name, string.Join(", ", DetectorFields.Type.Choices)));
            return null;
        }

        return reader.Text(DetectorFields.Type) is { } known ? DetectorTypeName.Parse(known) : null;
    }

    private static bool IsMisplaced(YamlEntry entry, string key, FileFindings findings)
    {
        if (!DetectorFields.Windowed.Names.Concat(DetectorFields.Bounds.Names).Contains(key))
        {
            return false;
        }

        findings.Add(Rules.ParameterBesideParams, entry.Key.Span, "'" + key + "' is ignored because of 'params'; move it into 'params'.");
        return true;
    }
}
