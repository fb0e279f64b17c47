using System.Globalization;
using System.Text.Json;
using Detectkit.Configuration;
using Detectkit.Statistics;

namespace Detectkit.Build.Results;

/// <summary>Parameters and figures in JSON, spelt as the reference spells them: <c>3.0</c> stays a floating-point number.</summary>
internal static class JsonParameters
{
    /// <summary>Writes parameters in their order.</summary>
    public static void Write(Utf8JsonWriter json, ParameterSet parameters) => Write(json, parameters, WriteNumber);

    /// <summary>Writes parameters in their order, numbers in a way of one's own.</summary>
    public static void Write(Utf8JsonWriter json, ParameterSet parameters, Action<Utf8JsonWriter, ParameterValue> writeNumber)
    {
        json.WriteStartObject();
        foreach (var (name, value) in parameters)
        {
            json.WritePropertyName(name);
            Write(json, value, writeNumber);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes a number; what JSON has no word for is null.</summary>
    public static void WriteNumber(Utf8JsonWriter json, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteRawValue(PythonNumber.Repr(number));
        }
        else
        {
            json.WriteNullValue();
        }
    }

    public static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        json.WritePropertyName(name);
        WriteNumber(json, value);
    }

    public static void WriteItems(Utf8JsonWriter json, IEnumerable<string> values)
    {
        json.WriteStartArray();
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a stamp in ISO 8601 without zone, in UTC; a fraction only where there is one.</summary>
    public static string Iso(DateTime stamp) =>
        stamp.ToString(stamp.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    private static void WriteNumber(Utf8JsonWriter json, ParameterValue number)
    {
        if (number is IntegerValue whole)
        {
            json.WriteNumberValue(whole.Value);
        }
        else
        {
            WriteNumber(json, ((FloatValue)number).Value);
        }
    }

    private static void Write(Utf8JsonWriter json, ParameterValue value, Action<Utf8JsonWriter, ParameterValue> writeNumber)
    {
        switch (value)
        {
            case IntegerValue or FloatValue:
                writeNumber(json, value);
                break;
            case TextValue text:
                json.WriteStringValue(text.Value);
                break;
            case BooleanValue truth:
                json.WriteBooleanValue(truth.Value);
                break;
            case ListValue list:
                json.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(json, item, writeNumber);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }
}
