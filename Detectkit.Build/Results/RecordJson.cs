using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Detectkit.Configuration;
using Detectkit.Statistics;

namespace Detectkit.Build.Results;

/// <summary>JSON for people and scripts: what is not a JSON number is null, and numbers are spelt as Python does, so that <c>3.0</c> stays floating-point.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(RawJsonConverter), typeof(PythonNumberConverter), typeof(TimestampConverter), typeof(RecordedParametersConverter)])]
[JsonSerializable(typeof(ResultDocument))]
[JsonSerializable(typeof(SearchedDocument))]
[JsonSerializable(typeof(FoundDocument))]
[JsonSerializable(typeof(RunSummary))]
[JsonSerializable(typeof(RunLabels))]
[JsonSerializable(typeof(IEnumerable<RunDecision>))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class RecordJson : JsonSerializerContext
{
    private static readonly JsonWriterOptions Line = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A document as people read it in a diff: indented, line feeds, letters of all scripts as they are.</summary>
    public static byte[] Write<T>(T document)
        where T : notnull
    {
        using var stream = new MemoryStream();
        Write(stream, document, document.GetType(), Line with { Indented = true, NewLine = "\n" });
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>A value on one line.</summary>
    public static string WriteLine<T>(T value)
    {
        using var stream = new MemoryStream();
        Write(stream, value, typeof(T), Line);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Write(Stream stream, object? value, Type type, JsonWriterOptions layout)
    {
        using var json = new Utf8JsonWriter(stream, layout);
        JsonSerializer.Serialize(json, value, type, Default);
    }
}

/// <summary>A value that is JSON already, and stays on its line.</summary>
internal readonly record struct RawJson(ReadOnlyMemory<byte> Utf8)
{
    // As in -1.2345678901234567E-300, with the comma before it.
    private const int LongestNumber = 26;

    /// <summary>Numbers on one line, since a line for each would be most of a file; null for what is not one.</summary>
    public static RawJson Numbers<T>(ReadOnlySpan<T> values)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        var text = new byte[(values.Length * LongestNumber) + 2];
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
        return new RawJson(text.AsMemory(0, length));
    }
}

internal sealed class RawJsonConverter : JsonConverter<RawJson>
{
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) => writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
}

internal sealed class PythonNumberConverter : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => Write(writer, value);

    public static void Write(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteRawValue(PythonNumber.Repr(value));
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

/// <summary>ISO 8601 without zone, in UTC; a fraction only where there is one.</summary>
internal sealed class TimestampConverter : JsonConverter<DateTime>
{
    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString(
        value.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture));
}

/// <summary>Writes parameters in their order.</summary>
internal abstract class ParameterWriter : JsonConverter<ParameterSet>
{
    public override void Write(Utf8JsonWriter writer, ParameterSet value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, parameter) in value)
        {
            writer.WritePropertyName(name);
            Write(writer, parameter);
        }

        writer.WriteEndObject();
    }

    private protected abstract void Write(Utf8JsonWriter writer, IntegerValue number);

    private protected abstract void Write(Utf8JsonWriter writer, FloatValue number);

    private void Write(Utf8JsonWriter writer, ParameterValue value)
    {
        switch (value)
        {
            case IntegerValue number:
                Write(writer, number);
                break;
            case FloatValue number:
                Write(writer, number);
                break;
            case TextValue text:
                writer.WriteStringValue(text.Value);
                break;
            case BooleanValue boolean:
                writer.WriteBooleanValue(boolean.Value);
                break;
            case ListValue list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}

internal sealed class RecordedParametersConverter : ParameterWriter
{
    public override ParameterSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    private protected override void Write(Utf8JsonWriter writer, IntegerValue number) => writer.WriteNumberValue(number.Value);

    private protected override void Write(Utf8JsonWriter writer, FloatValue number) => PythonNumberConverter.Write(writer, number.Value);
}
