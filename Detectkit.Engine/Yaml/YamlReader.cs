using System.Globalization;

namespace Detectkit.Yaml;

/// <summary>
/// Reads one YAML 1.1 document as the reference's safe loader does. Any text gives a tree or one fault, in time and memory
/// proportional to its length; nothing is thrown.
/// </summary>
/// <remarks>
/// A parser of our own, because none at hand reads YAML 1.1 as the reference does: the one we tried accepts a <c>?</c> or a tab where
/// the reference refuses the file, and refuses quoted texts over several lines that the reference reads. It also keeps the generator
/// free of assemblies that the compiler would have to load.
/// </remarks>
internal static class YamlReader
{
    private const string ByteOrderMark = "\uFEFF";

    /// <param name="text">The text; a byte order mark at its start is skipped and counts for no position.</param>
    /// <returns>The tree, or the fault.</returns>
    public static YamlReading Read(string text)
    {
        var content = text.StartsWith(ByteOrderMark, StringComparison.Ordinal) ? text.Substring(1) : text;
        var lines = new TextLines(content);
        if (ForbiddenCharacters.Find(content, lines) is { } forbidden)
        {
            return new YamlReading(null, forbidden);
        }

        return new YamlParser(content, lines).Read();
    }

    /// <returns>The tree, or the fault.</returns>
    public static YamlReading Read(byte[] bytes)
    {
        var decoding = FileDecoding.Read(bytes);
        return decoding.Text is null ? new YamlReading(null, decoding.Fault) : Read(decoding.Text);
    }
}

/// <summary>Characters that no YAML text may hold: controls, lone surrogates, U+FFFE and U+FFFF.</summary>
internal static class ForbiddenCharacters
{
    /// <summary>The first of them, or null.</summary>
    public static YamlFault? Find(string text, TextLines lines)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (!IsAllowed(text[i]))
            {
                var code = ((int)text[i]).ToString("X4", CultureInfo.InvariantCulture);
                return new YamlFault(
                    Rules.YamlCharacter, lines.Character(i), "The character U+" + code + " may not stand in YAML; remove it, or write it as an escape in double quotes.");
            }
        }

        return null;
    }

    private static bool IsAllowed(char c) =>
        c is '\t' or '\n' or '\r' or (>= ' ' and <= '~') or '\u0085' or (>= '\u00A0' and <= '\uD7FF') or (>= '\uE000' and <= '\uFFFD');
}

/// <summary>A YAML document as a tree, or the one reason why there is none.</summary>
/// <param name="Root">The root node; null where the text is broken or holds no document.</param>
/// <param name="Fault">What is wrong with the text; null where nothing is.</param>
internal sealed record YamlReading(YamlNode? Root, YamlFault? Fault);

/// <summary>Why a text is no YAML document that the reference could load.</summary>
internal sealed record YamlFault(Rule Rule, SourceSpan Span, string Message)
{
    public Finding In(string path) => new(Rule, path, Span, Message);
}
