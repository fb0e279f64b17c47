using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Detectkit.Autotune;
using Detectkit.Configuration;

namespace Detectkit.Build.Results;

internal sealed class ValueListConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(ValueList<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Of<T> : JsonConverter<ValueList<T>>
    {
        public override ValueList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                throw new JsonException("An array is expected.");
            }

            var element = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
            var items = new List<T>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                items.Add(JsonSerializer.Deserialize(ref reader, element)!);
            }

            return [.. items];
        }

        public override void Write(Utf8JsonWriter writer, ValueList<T> value, JsonSerializerOptions options)
        {
            var element = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
            writer.WriteStartArray();
            foreach (var item in value)
            {
                JsonSerializer.Serialize(writer, item, element);
            }

            writer.WriteEndArray();
        }
    }
}

internal sealed class FigureConverter : JsonConverter<float>
{
    public override bool HandleNull => true;

    public override float Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? float.NaN : reader.GetSingle();

    public override void Write(Utf8JsonWriter writer, float value, JsonSerializerOptions options) => throw new NotSupportedException();
}

/// <summary>Parameters in their order; a number's kind stands before it, because <c>2</c> and <c>2.0</c> are not the same.</summary>
internal sealed class ParameterSetConverter : ParameterWriter
{
    private const string Integer = "i";
    private const string Float = "f";

    public override ParameterSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var json = JsonDocument.ParseValue(ref reader);
        var parameters = ParameterSet.Empty;
        foreach (var entry in Of(json.RootElement, JsonValueKind.Object).EnumerateObject())
        {
            parameters = parameters.With(entry.Name, Value(entry.Value));
        }

        return parameters;
    }

    private protected override void Write(Utf8JsonWriter writer, IntegerValue number)
    {
        writer.WriteStartObject();
        writer.WriteNumber(Integer, number.Value);
        writer.WriteEndObject();
    }

    private protected override void Write(Utf8JsonWriter writer, FloatValue number)
    {
        writer.WriteStartObject();
        writer.WriteNumber(Float, BitConverter.DoubleToInt64Bits(number.Value));
        writer.WriteEndObject();
    }

    private static JsonElement Of(JsonElement json, JsonValueKind kind) => json.ValueKind == kind ? json : throw new JsonException($"{kind} is expected, not {json.ValueKind}.");

    private static ParameterValue Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => ParameterValue.Null,
        JsonValueKind.String => ParameterValue.From(json.GetString()!),
        JsonValueKind.True or JsonValueKind.False => ParameterValue.From(json.GetBoolean()),
        JsonValueKind.Array => ParameterValue.From((ValueList<ParameterValue>)[.. json.EnumerateArray().Select(Value)]),
        _ => Number(Of(json, JsonValueKind.Object).EnumerateObject().Single()),
    };

    private static ParameterValue Number(JsonProperty number) => number.Name == Integer
        ? ParameterValue.From(number.Value.GetInt64())
        : ParameterValue.From(BitConverter.Int64BitsToDouble(number.Value.GetInt64()));
}

/// <summary>Candidates; the detector is made of its parameters again.</summary>
internal sealed class CandidateConverter : JsonConverter<Candidate>
{
    public override Candidate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var form = JsonSerializer.Deserialize(ref reader, Form(options)) ?? throw new JsonException("A candidate is expected.");
        var detector = DetectorParameters.Read(form.Type, form.Parameters).Detector ?? throw new JsonException($"The parameters of candidate '{form.Id}' are not valid.");
        return new Candidate(detector, form.Parameters, form.Id, form.Score, form.FoldScores, form.Penalty) { Rule = form.Rule };
    }

    public override void Write(Utf8JsonWriter writer, Candidate value, JsonSerializerOptions options) => JsonSerializer.Serialize(
        writer, new CachedCandidate(value.Detector.Type, value.Parameters, value.Id, value.Score, value.FoldScores, value.Penalty, value.Rule), Form(options));

    private static JsonTypeInfo<CachedCandidate> Form(JsonSerializerOptions options) => (JsonTypeInfo<CachedCandidate>)options.GetTypeInfo(typeof(CachedCandidate));
}

internal sealed record CachedCandidate(DetectorType Type, ParameterSet Parameters, string Id, double Score, ValueList<double> FoldScores, double Penalty, string? Rule);
