using System.Text;

namespace Detectkit.Yaml;

/// <summary>The text of a file's bytes, or why there is none.</summary>
/// <param name="Text">The text without a byte order mark; null where the bytes are no UTF-8.</param>
/// <param name="Fault">What is wrong with the bytes; null where nothing is.</param>
internal sealed record FileDecoding(string? Text, YamlFault? Fault)
{
    /// <summary>Decodes UTF-8, with or without a byte order mark.</summary>
    /// <returns>The text, or the first byte that is wrong.</returns>
    public static FileDecoding Read(byte[] bytes)
    {
        if (OtherEncoding(bytes) is { } name)
        {
            return new FileDecoding(null, NotUtf8(SourceSpan.FileStart, "The file is " + name + "; save it as UTF-8."));
        }

        var start = StartsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        try
        {
            return new FileDecoding(new UTF8Encoding(false, true).GetString(bytes, start, bytes.Length - start), null);
        }
        catch (DecoderFallbackException)
        {
            // Decoding with replacement and comparing finds the place on every runtime alike.
            var lossy = new UTF8Encoding(false, false).GetString(bytes, start, bytes.Length - start);
            var at = FirstReplacement(lossy, bytes, start);
            return new FileDecoding(null, NotUtf8(new TextLines(lossy).Character(at), "The byte here is not UTF-8; save the file as UTF-8."));
        }
    }

    /// <summary>The fault of a file that its host has found to be in another encoding than UTF-8.</summary>
    public static YamlFault NotUtf8() => NotUtf8(SourceSpan.FileStart, "The file is not UTF-8; save it as UTF-8.");

    private static YamlFault NotUtf8(SourceSpan span, string message) => new(Rules.FileEncoding, span, message);

    private static string? OtherEncoding(byte[] bytes) =>
        StartsWith(bytes, 0xFF, 0xFE, 0, 0) || StartsWith(bytes, 0, 0, 0xFE, 0xFF) ? "UTF-32"
        : StartsWith(bytes, 0xFF, 0xFE) || StartsWith(bytes, 0xFE, 0xFF) ? "UTF-16"
        : null;

    private static bool StartsWith(byte[] bytes, byte first, byte second, params byte[] rest) =>
        bytes.Length >= 2 && bytes[0] == first && bytes[1] == second && bytes.Skip(2).Take(rest.Length).SequenceEqual(rest);

    // A file may hold U+FFFD itself: the first replacement is the first one that the bytes do not spell.
    private static int FirstReplacement(string lossy, byte[] bytes, int start)
    {
        var at = start;
        for (var i = 0; i < lossy.Length; i++)
        {
            var size = lossy[i] < 0x80 ? 1 : lossy[i] < 0x800 ? 2 : char.IsSurrogate(lossy[i]) ? 2 : 3;
            if (lossy[i] == '\uFFFD' && !(at + 2 < bytes.Length && bytes[at] == 0xEF && bytes[at + 1] == 0xBF && bytes[at + 2] == 0xBD))
            {
                return i;
            }

            at += size;
        }

        return 0;
    }
}
