using System.Numerics;
using Detectkit.Configuration.Fields;
using Detectkit.Yaml;

namespace Detectkit.Configuration.Reading;

/// <summary>Reads fields that take seconds or a text such as <c>10min</c>.</summary>
internal static class IntervalReader
{
    public static int? Seconds(MappingReader metric)
    {
        var field = MetricFields.Interval;
        if (metric.Value(field) is not { } entry)
        {
            return null;
        }

        if (entry.Value.StringValue is { } text)
        {
            var seconds = IntervalText.Seconds(text);
            if (seconds is > 0 and <= int.MaxValue)
            {
                return (int)seconds;
            }

            Refuse(entry.Value, field, Rules.Interval, metric.Findings);
            return null;
        }

        return Whole(entry.Value, field, metric.Findings, Rules.Interval) is { } whole && whole > 0 && whole <= int.MaxValue ? (int)whole : null;
    }

    /// <summary>The cooldown of an alerting block as written; null where there is none.</summary>
    public static ParameterValue? Cooldown(MappingReader block, Field field, Rule rule)
    {
        if (block.Value(field) is not { } entry)
        {
            return null;
        }

        if (entry.Value.StringValue is { } text)
        {
            if (text.Length == 0)
            {
                return null;
            }

            if (IntervalText.Seconds(text) is null)
            {
                Refuse(entry.Value, field, rule, block.Findings);
                return null;
            }

            return ParameterValue.From(text);
        }

        if (ValueReader.WholeOf(entry.Value, out _) is { IsZero: true })
        {
            return null;
        }

        return Whole(entry.Value, field, block.Findings, rule) is { } whole && whole > 0 && whole <= int.MaxValue ? ParameterValue.From((long)whole) : null;
    }

    private static BigInteger? Whole(YamlNode node, Field field, FileFindings findings, Rule outOfRange)
    {
        if (ValueReader.WholeOf(node, out var isConverted) is not { } whole)
        {
            ValueReader.Refuse(node, field.Name, "an integer in seconds, or " + IntervalText.Allowed, findings);
            return null;
        }

        if (whole <= 0 || whole > int.MaxValue)
        {
            Refuse(node, field, outOfRange, findings);
        }
        else if (isConverted)
        {
            findings.Add(Rules.LaxConversion, node.Span, "'" + field.Name + "' is a Boolean and read as 1 second; write 1.");
        }
        else if (ValueReader.BaseOf(node) is { } numberBase)
        {
            findings.Add(
                Rules.LaxConversion, node.Span, "'" + field.Name + "' is read in base " + numberBase + " as " + whole + " seconds, as YAML 1.1 has it; write " + whole + "s.");
        }

        return whole;
    }

    private static void Refuse(YamlNode node, Field field, Rule rule, FileFindings findings) =>
        findings.Add(rule, node.Span, "'" + field.Name + "' must be an integer above 0, in seconds, or " + IntervalText.Allowed + ".");
}
