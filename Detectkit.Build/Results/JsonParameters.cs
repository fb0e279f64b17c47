using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Detectkit.Configuration;
using Detectkit.Statistics;

namespace Detectkit.Build.Results;

/// <summary>Parameters and figures in JSON, spelt as the reference spells them: <c>3.0</c> stays a floating-point number.</summary>
internal static class JsonParameters
{
    // As in -1.2345678901234567E-300, with the comma before it.
    private const int LongestNumber = 26;

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

    /// <summary>Writes a named number.</summary>
    public static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        json.WritePropertyName(name);
        WriteNumber(json, value);
    }

    /// <summary>Writes a list of numbers.</summary>
    public static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<double> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            WriteNumber(json, value);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes the values of a series on one line; a line for each would be most of the file.</summary>
    public static void WriteSeries<T>(Utf8JsonWriter json, string name, IReadOnlyCollection<T> values)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        var text = ArrayPool<byte>.Shared.Rent((values.Count * LongestNumber) + 2);
        var length = 0;
        text[length++] = (byte)'[';
        foreach (var value in values)
        {
            if (length > 1)
            {
                text[length++] = (byte)',';
            }

            if (!T.IsFinite(value))
            {
                "null"u8.CopyTo(text.AsSpan(length));
                length += "null"u8.Length;
            }
            else
            {
                value.TryFormat(text.AsSpan(length), out var written, default, CultureInfo.InvariantCulture);
                length += written;
            }
        }

        text[length++] = (byte)']';
        json.WritePropertyName(name);
        json.WriteRawValue(text.AsSpan(0, length), skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(text);
    }

    /// <summary>Writes a list of texts, or null.</summary>
    public static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string>? values)
    {
        if (values is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WritePropertyName(name);
        WriteItems(json, values);
    }

    /// <summary>Writes a list of texts.</summary>
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
