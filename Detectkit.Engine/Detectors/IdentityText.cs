using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Detectkit.Configuration;
using Detectkit.Statistics;

namespace Detectkit.Detectors;

/// <summary>Writes what a detector's id is the hash of; the room that it takes serves one detector after the other. Not thread-safe.</summary>
internal sealed class IdentityText : IParameterListener
{
    private const int HexDigits = 16;
    private const int TypicalLength = 240;

    private readonly StringBuilder text = new(TypicalLength);
    private bool isFirst;

    public string IdOf(DetectorConfig detector)
    {
        // The tag is the reference's algorithm version of windowed detectors.
        text.Clear().Append(DetectorId.ClassName(detector)).Append(detector is WindowedDetector ? "@v3" : "").Append('[');
        isFirst = true;
        DetectorParameters.TellNonDefault(detector, this);
        text.Append(']');
        return Hash(text, HexDigits);
    }

    void IParameterListener.Text(string name, string value)
    {
        ParameterText.AppendPython(Begin(name), value);
        text.Append(')');
    }

    void IParameterListener.Whole(string name, long value) => Begin(name).Append(CultureInfo.InvariantCulture, $"{value}").Append(')');

    void IParameterListener.Number(string name, double value) => Begin(name).Append(PythonNumber.Repr(value)).Append(')');

    void IParameterListener.Seasons(string name, ValueList<SeasonalityComponent> value)
    {
        Begin(name).Append('[');
        for (var i = 0; i < value.Count; i++)
        {
            text.Append(i > 0 ? ", " : "").Append(value[i].IsList ? "[" : "");
            for (var column = 0; column < value[i].Columns.Count; column++)
            {
                text.Append(column > 0 ? ", " : "");
                ParameterText.AppendPython(text, value[i].Columns[column]);
            }

            text.Append(value[i].IsList ? "]" : "");
        }

        text.Append("])");
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

    private StringBuilder Begin(string name)
    {
        text.Append(isFirst ? "('" : ", ('").Append(name).Append("', ");
        isFirst = false;
        return text;
    }
}
