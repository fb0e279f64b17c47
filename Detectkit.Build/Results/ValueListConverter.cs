using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Detectkit.Configuration;

namespace Detectkit.Build.Results;

/// <summary>Reads and writes <see cref="ValueList{T}"/> as an array; of numbers as their bytes, little-endian, in Base64.</summary>
internal sealed class ValueListConverter : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(ValueList<>);

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        typeToConvert == typeof(ValueList<double>) ? new OfNumbers() : (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    // Bands are most of a stored result, and thousands of digits cost more to read than all else.
    private sealed class OfNumbers : JsonConverter<ValueList<double>>
    {
        public override ValueList<double> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var bytes = reader.GetBytesFromBase64();
            if (bytes.Length % sizeof(double) != 0)
            {
                throw new JsonException("Numbers of eight bytes are expected.");
            }

            var numbers = new double[bytes.Length / sizeof(double)];
            for (var i = 0; i < numbers.Length; i++)
            {
                numbers[i] = BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)));
            }

            return [.. numbers];
        }

        public override void Write(Utf8JsonWriter writer, ValueList<double> value, JsonSerializerOptions options)
        {
            var bytes = new byte[value.Count * sizeof(double)];
            for (var i = 0; i < value.Count; i++)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)), value[i]);
            }

            writer.WriteBase64StringValue(bytes);
        }
    }

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
