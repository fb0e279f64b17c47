using System.Globalization;
using System.Numerics;
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
[JsonSerializable(typeof(string[]))]
internal sealed partial class RecordJson : JsonSerializerContext
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A document as people read it in a diff: indented, line feeds, letters of all scripts as they are.</summary>
    public static byte[] Write(object document)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Layout))
        {
            JsonSerializer.Serialize(json, document, document.GetType(), Default);
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
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

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
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

internal sealed class TimestampConverter : JsonConverter<DateTime>
{
    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) => writer.WriteStringValue(JsonParameters.Iso(value));
}

internal sealed class RecordedParametersConverter : JsonConverter<ParameterSet>
{
    public override ParameterSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, ParameterSet value, JsonSerializerOptions options) => JsonParameters.Write(writer, value);
}
