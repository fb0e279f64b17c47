using Detectkit.Configuration.Fields;
using Detectkit.Yaml;

namespace Detectkit.Configuration.Reading;

/// <summary>Reads fields that take seconds or a text such as <c>10min</c>.</summary>
internal static class IntervalReader
{
    public static int? Seconds(MappingReader metric) =>
        metric.Value(MetricFields.Interval) is { } entry ? (int?)Read(entry.Value, MetricFields.Interval, Rules.Interval, int.MaxValue, metric.Findings) : null;

    /// <summary>The cooldown of an alerting block as written; null where there is none.</summary>
    public static ParameterValue? Cooldown(MappingReader block, Field field, Rule rule)
    {
        var node = block.Value(field)?.Value;
        var text = node?.StringValue;
        if (node is null || text is "" || (text is null && ValueReader.WholeOf(node, out _) is { IsZero: true }) || Read(node, field, rule, long.MaxValue, block.Findings) is not { } seconds)
        {
            return null;
        }

        return text is null ? ParameterValue.From(seconds) : ParameterValue.From(text);
    }

    private static long? Read(YamlNode node, Field field, Rule rule, long longest, FileFindings findings)
    {
        if (node.StringValue is { } text)
        {
            if (IntervalText.Seconds(text) is { } seconds && seconds <= longest)
            {
                return seconds;
            }

            Refuse(node, field, rule, findings);
            return null;
        }

        if (ValueReader.WholeOf(node, out var isConverted) is not { } whole)
        {
            ValueReader.Refuse(node, field.Name, "an integer in seconds, or " + IntervalText.Allowed, findings);
            return null;
        }

        if (whole <= 0 || whole > int.MaxValue)
        {
            Refuse(node, field, rule, findings);
            return null;
        }

        if (isConverted)
        {
            findings.Add(Rules.LaxConversion, node.Span, "'" + field.Name + "' is a Boolean and read as 1 second; write 1.");
        }
        else if (ValueReader.BaseOf(node) is { } numberBase)
        {
            findings.Add(
                Rules.LaxConversion, node.Span, "'" + field.Name + "' is read in base " + numberBase + " as " + whole + " seconds, as YAML 1.1 has it; write " + whole + "s.");
        }

        return (long)whole;
    }

    private static void Refuse(YamlNode node, Field field, Rule rule, FileFindings findings) =>
        findings.Add(rule, node.Span, "'" + field.Name + "' must be an integer above 0, in seconds, or " + IntervalText.Allowed + ".");
}
