using System.Globalization;
using System.Numerics;
using Detectkit.Configuration.Fields;
using Detectkit.Yaml;

namespace Detectkit.Configuration.Reading;

/// <summary>Converts scalars as the reference's model does, and warns where that is surprising.</summary>
internal static class ValueReader
{
    /// <summary>A text; numbers, booleans and dates without quotes are none.</summary>
    public static string? Text(YamlNode node, Field field, FileFindings findings)
    {
        var value = node.StringValue;
        if (value is null)
        {
            Refuse(node, field.Name, "a string", findings);
        }
        else if (field.Kind == FieldKind.Text && field.Choices.Count > 0 && !field.Choices.Contains(value))
        {
            findings.Add(Rules.UnknownChoice, node.Span, "'" + MessageText.Shorten(value) + "' is no " + field.Name + SpellingSuggestion.Hint(value, field.Choices));
            return null;
        }

        return value;
    }

    public static bool? Boolean(YamlNode node, Field field, FileFindings findings)
    {
        var result = (node as YamlScalar)?.Value switch
        {
            BooleanScalar boolean => boolean.Value,
            IntegerScalar { Value.IsZero: true } or FloatScalar { Value: 0 } => false,
            IntegerScalar { Value.IsOne: true } or FloatScalar { Value: 1 } => true,
            _ => node.StringValue?.ToLowerInvariant() switch
            {
                "true" or "t" or "yes" or "y" or "on" or "1" => true,
                "false" or "f" or "no" or "n" or "off" or "0" => false,
                _ => (bool?)null,
            },
        };
        if (result is null)
        {
            Refuse(node, field.Name, "true or false", findings);
        }
        else if (((YamlScalar)node).Value is not BooleanScalar)
        {
            Converted(node, field, result.Value ? "true" : "false", findings);
        }

        return result;
    }

    public static int? Whole(YamlNode node, Field field, FileFindings findings)
    {
        if (WholeOf(node, out var isConverted) is not { } value)
        {
            Refuse(node, field.Name, "an integer", findings);
            return null;
        }

        if (isConverted)
        {
            Converted(node, field, value.ToString(CultureInfo.InvariantCulture), findings);
        }
        else if (BaseOf(node) is { } numberBase)
        {
            findings.Add(Rules.LaxConversion, node.Span, "'" + field.Name + "' is read in base " + numberBase + " as " + value + ", as YAML 1.1 has it; write " + value + ".");
        }

        if ((field.Minimum is { } minimum && value < new BigInteger(minimum)) || (field.Maximum is { } maximum && value > new BigInteger(maximum)))
        {
            findings.Add(Rules.OutOfRange, node.Span, "'" + field.Name + "' must be " + field.Range + ".");
            return null;
        }

        return value > int.MaxValue ? int.MaxValue : value < int.MinValue ? int.MinValue : (int)value;
    }

    /// <summary>The whole number that the reference's model makes of a scalar, or null.</summary>
    /// <param name="node">The node.</param>
    /// <param name="isConverted">Whether it is written as something else than a number.</param>
    public static BigInteger? WholeOf(YamlNode node, out bool isConverted)
    {
        var value = (node as YamlScalar)?.Value;
        isConverted = value is not (IntegerScalar or FloatScalar);
        return value switch
        {
            IntegerScalar whole => whole.Value,
            FloatScalar { Value: > long.MinValue and < long.MaxValue } number when Math.Floor(number.Value) == number.Value => new BigInteger(number.Value),
            FloatScalar => null,
            BooleanScalar boolean => boolean.Value ? 1 : 0,
            _ => node.StringValue is { } text ? LaxNumber.Whole(text) : null,
        };
    }

    /// <summary>The base in which YAML 1.1 reads a number that looks like a decimal one or a time: 60 for <c>1:30</c>, 8 for <c>0600</c>; null for all others.</summary>
    public static int? BaseOf(YamlNode node)
    {
        if (node is not YamlScalar { Value: IntegerScalar or FloatScalar } scalar)
        {
            return null;
        }

        var digits = scalar.Text.TrimStart('+', '-');
        return digits.IndexOf(':') >= 0 ? 60 : scalar.Value is IntegerScalar && digits.Length > 1 && digits[0] == '0' && digits[1] is (>= '0' and <= '9') or '_' ? 8 : null;
    }

    public static double? Number(YamlNode node, Field field, FileFindings findings)
    {
        var value = (node as YamlScalar)?.Value;
        var number = value switch
        {
            IntegerScalar whole => (double)whole.Value,
            FloatScalar real => real.Value,
            BooleanScalar boolean => boolean.Value ? 1 : 0,
            _ => node.StringValue is { } text ? LaxNumber.Float(text) : null,
        };
        if (number is not { } result)
        {
            Refuse(node, field.Name, "a number", findings);
            return null;
        }

        if (value is not (IntegerScalar or FloatScalar))
        {
            Converted(node, field, result.ToString("R", CultureInfo.InvariantCulture), findings);
        }

        if (double.IsNaN(result))
        {
            findings.Add(Rules.NotANumber, node.Span, "'" + field.Name + "' is not-a-number, which passes every check and makes no sense; " + field.Range + " is meant.");
        }
        else if (!field.IsInRange(result))
        {
            findings.Add(Rules.OutOfRange, node.Span, "'" + field.Name + "' must be " + field.Range + ".");
            return null;
        }

        return result;
    }

    public static void Refuse(YamlNode node, string name, string expected, FileFindings findings)
    {
        var found = node switch
        {
            YamlSequence => "a list",
            YamlMapping => "a mapping",
            YamlScalar scalar => scalar.Value is TextScalar text ? "'" + MessageText.Shorten(text.Value) + "'" : scalar.Value.Kind,
            _ => "something else",
        };
        var quote = expected == "a string" && node is YamlScalar { IsPlain: true, Value: not NullScalar } plain ? "; put it in quotes: \"" + MessageText.Shorten(plain.Text) + "\"" : "";
        findings.Add(Rules.WrongType, node.Span, "'" + name + "' must be " + expected + ", not " + found + quote + ".");
    }

    private static void Converted(YamlNode node, Field field, string result, FileFindings findings) => findings.Add(
        Rules.LaxConversion, node.Span, "'" + field.Name + "' is written as " + ((YamlScalar)node).Value.Kind + " and read as " + result + "; write " + result + ".");
}
