using System.Globalization;
using System.Text;
using System.Text.Json;
using Detectkit.Configuration;
using Detectkit.Statistics;

namespace Detectkit.Detectors;

/// <summary>Parameter values as the reference writes them, in Python and in JSON.</summary>
internal static class ParameterText
{
    /// <summary>Python's <c>repr</c>.</summary>
    public static void AppendPython(StringBuilder text, ParameterValue value)
    {
        switch (value)
        {
            case ListValue list:
                AppendList(text, list, ", ", AppendPython);
                break;
            case TextValue literal:
                AppendPythonString(text, literal.Value);
                break;
            case BooleanValue truth:
                text.Append(truth.Value ? "True" : "False");
                break;
            case NullValue:
                text.Append("None");
                break;
            default:
                AppendNumber(text, value);
                break;
        }
    }

    /// <summary>Compact JSON.</summary>
    public static void AppendJson(StringBuilder text, ParameterValue value)
    {
        switch (value)
        {
            case ListValue list:
                AppendList(text, list, ",", AppendJson);
                break;
            case TextValue literal:
                text.Append('"').Append(JsonEncodedText.Encode(literal.Value, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)).Append('"');
                break;
            case BooleanValue truth:
                text.Append(truth.Value ? "true" : "false");
                break;
            case NullValue:
                text.Append("null");
                break;
            default:
                AppendNumber(text, value);
                break;
        }
    }

    private static void AppendNumber(StringBuilder text, ParameterValue value)
    {
        if (value is IntegerValue integer)
        {
            text.Append(integer.Value.ToString(CultureInfo.InvariantCulture));
        }
        else if (value is FloatValue number)
        {
            text.Append(PythonNumber.Repr(number.Value));
        }
    }

    private static void AppendList(StringBuilder text, ListValue list, string separator, Action<StringBuilder, ParameterValue> append)
    {
        text.Append('[');
        for (var i = 0; i < list.Items.Count; i++)
        {
            text.Append(i > 0 ? separator : "");
            append(text, list.Items[i]);
        }

        text.Append(']');
    }

    // Python prefers single quotes unless only double ones avoid an escape.
    private static void AppendPythonString(StringBuilder text, string value)
    {
        var quote = value.Contains('\'', StringComparison.Ordinal) && !value.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        text.Append(quote);
        foreach (var c in value)
        {
            _ = c switch
            {
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                _ when c == quote => text.Append('\\').Append(c),
                _ => text.Append(c),
            };
        }

        text.Append(quote);
    }
}
