using System.Text.Json;
using System.Text.Json.Serialization;
using Detectkit.Configuration;

namespace Detectkit.Build.Results;

/// <summary>Reads and writes parameters in their order; a number's kind stands before it, because <c>2</c> and <c>2.0</c> are not the same.</summary>
internal sealed class ParameterSetConverter : JsonConverter<ParameterSet>
{
    private const string Integer = "i";
    private const string Float = "f";

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ParameterSet value, JsonSerializerOptions options) => JsonParameters.Write(writer, value, WriteNumber);

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

    private static void WriteNumber(Utf8JsonWriter json, ParameterValue number)
    {
        json.WriteStartObject();
        if (number is IntegerValue whole)
        {
            json.WriteNumber(Integer, whole.Value);
        }
        else
        {
            json.WriteNumber(Float, BitConverter.DoubleToInt64Bits(((FloatValue)number).Value));
        }

        json.WriteEndObject();
    }
}
