using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Detectkit.Configuration;

namespace Detectkit.Detectors;

/// <summary>Writes what a detector's id is the hash of; the room that it takes serves one detector after the other. Not thread-safe.</summary>
internal sealed class IdentityText
{
    private const int HexDigits = 16;
    private const int TypicalLength = 240;
    private const int TypicalCount = 8;

    private readonly StringBuilder text = new(TypicalLength);
    private readonly List<KeyValuePair<string, ParameterValue>> parameters = new(TypicalCount);

    /// <summary>The id of a detector, as <see cref="DetectorId.Of"/> gives it.</summary>
    public string IdOf(DetectorConfig detector)
    {
        // The tag is the reference's algorithm version of windowed detectors.
        text.Clear().Append(DetectorId.ClassName(detector)).Append(detector is WindowedDetector ? "@v3" : "").Append('[');
        parameters.Clear();
        DetectorParameters.AddNonDefault(detector, parameters);
        for (var i = 0; i < parameters.Count; i++)
        {
            text.Append(i > 0 ? ", ('" : "('").Append(parameters[i].Key).Append("', ");
            ParameterText.AppendPython(text, parameters[i].Value);
            text.Append(')');
        }

        text.Append(']');
        return Hash(text, HexDigits);
    }

    /// <summary>The first hex digits, an even number, of a text's SHA-256.</summary>
    public static string Hash(StringBuilder text, int digits)
    {
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = 0;
        foreach (var chunk in text.GetChunks())
        {
            length += Encoding.UTF8.GetBytes(chunk.Span, utf8.AsSpan(length));
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8.AsSpan(0, length), hash);
        ArrayPool<byte>.Shared.Return(utf8);
        return Convert.ToHexStringLower(hash[..(digits / 2)]);
    }
}
