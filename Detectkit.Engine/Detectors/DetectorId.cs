using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Detectkit.Configuration;
using Detectkit.Statistics;

namespace Detectkit.Detectors;

/// <summary>The identity of a detector: the reference's hash over its class and non-default parameters.</summary>
public static class DetectorId
{
    private const int HexDigits = 16;
    private const int TypicalLength = 120;

    /// <summary>The id: 16 hex digits, equal to the reference's to the character.</summary>
    /// <param name="detector">The detector.</param>
    /// <returns>The id.</returns>
    public static string Of(DetectorConfig detector)
    {
        var text = new StringBuilder(ClassOf(detector), TypicalLength);
        AppendPython(text, DetectorParameters.NonDefault(detector));
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = 0;
        foreach (var chunk in text.GetChunks())
        {
            length += Encoding.UTF8.GetBytes(chunk.Span, utf8.AsSpan(length));
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8.AsSpan(0, length), hash);
        ArrayPool<byte>.Shared.Return(utf8);
        return Convert.ToHexStringLower(hash[..(HexDigits / 2)]);
    }

    /// <summary>The non-default parameters as compact JSON with sorted keys, the reference's <c>detector_params</c> column.</summary>
    /// <param name="detector">The detector.</param>
    /// <returns>The JSON.</returns>
    public static string ParametersJson(DetectorConfig detector)
    {
        var json = new StringBuilder("{");
        foreach (var (name, value) in DetectorParameters.NonDefault(detector))
        {
            json.Append(json.Length > 1 ? "," : "").Append('"').Append(name).Append("\":");
            ParameterText.AppendJson(json, value);
        }

        return json.Append('}').ToString();
    }

    /// <summary>The name of the reference's class, its <c>detector_name</c> column.</summary>
    /// <param name="detector">The detector.</param>
    /// <returns>The name.</returns>
    public static string ClassName(DetectorConfig detector) => detector.Type switch
    {
        DetectorType.Mad => "MADDetector",
        DetectorType.ZScore => "ZScoreDetector",
        DetectorType.Iqr => "IQRDetector",
        _ => "ManualBoundsDetector",
    };

    // The tag is the reference's algorithm version of windowed detectors.
    private static string ClassOf(DetectorConfig detector) => ClassName(detector) + (detector is WindowedDetector ? "@v3" : "");

    private static void AppendPython(StringBuilder text, ParameterSet parameters)
    {
        text.Append('[');
        for (var i = 0; i < parameters.Count; i++)
        {
            text.Append(i > 0 ? ", ('" : "('").Append(parameters[i].Key).Append("', ");
            ParameterText.AppendPython(text, parameters[i].Value);
            text.Append(')');
        }

        text.Append(']');
    }
}
