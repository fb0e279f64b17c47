using System.Globalization;
using System.Text;
using System.Text.Json;
using Detectkit.Configuration;
using Detectkit.Statistics;

namespace Detectkit.Detectors;

/// <summary>Parameters as the reference writes them, in Python and in JSON.</summary>
internal static class ParameterText
{
    public static void AppendJson(StringBuilder text, ParameterValue value)
    {
        switch (value)
        {
            case ListValue list:
                AppendList(text, list);
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
            case IntegerValue integer:
                text.Append(CultureInfo.InvariantCulture, $"{integer.Value}");
                break;
            case FloatValue number:
                text.Append(PythonNumber.Repr(number.Value));
                break;
        }
    }

    /// <summary>Python's <c>repr</c> of a text: in single quotes unless only double ones avoid an escape.</summary>
    public static void AppendPython(StringBuilder text, string value)
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

    private static void AppendList(StringBuilder text, ListValue list)
    {
        text.Append('[');
        for (var i = 0; i < list.Items.Count; i++)
        {
            text.Append(i > 0 ? "," : "");
            AppendJson(text, list.Items[i]);
        }

        text.Append(']');
    }
}
