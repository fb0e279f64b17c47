using System.Buffers;
using System.Globalization;
using System.Text;

namespace Detectkit.Yaml.Editing;

/// <summary>Writes texts as one-line YAML scalars that every reader takes for texts, the reference's YAML 1.1 reader included.</summary>
internal static class ScalarText
{
    private const string BlockIndicators = "-?:,[]{}#&*!|>'\"%@`";
    private static readonly SearchValues<char> FlowIndicators = SearchValues.Create(",[]{}:");

    /// <summary>The text as it can stand as a value in a block mapping or list.</summary>
    public static string InBlock(string text) => IsPlain(text) ? text : Quoted(text);

    /// <summary>The text as it can stand between brackets or braces.</summary>
    public static string InFlow(string text) => IsPlain(text) && !text.AsSpan().ContainsAny(FlowIndicators) ? text : Quoted(text);

    public static string DoubleQuoted(string text)
    {
        var result = new StringBuilder("\"");
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                result.Append(text, i++, 2);
            }
            else
            {
                AppendEscaped(result, text[i]);
            }
        }

        return result.Append('"').ToString();
    }

    /// <summary>Whether a character can stand in YAML unescaped; a lone half of a surrogate pair cannot.</summary>
    public static bool IsPrintable(char c) =>
        c is (>= ' ' and <= '~') or (>= '\u00A0' and <= '\u2027') or (>= '\u202A' and <= '\uD7FF') or (>= '\uE000' and <= '\uFFFD' and not '\uFEFF');

    /// <summary>Whether every character can stand in YAML unescaped, line feeds and tabs set aside.</summary>
    public static bool IsPrintable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (!IsPrintable(text[i]) && text[i] is not ('\n' or '\t'))
            {
                return false;
            }
        }

        return true;
    }

    // Single quotes only where they spare an escape.
    private static string Quoted(string text) =>
        text.IndexOfAny(['"', '\\']) >= 0 && !text.Contains('\'', StringComparison.Ordinal) && !text.Contains('\n', StringComparison.Ordinal)
        && !text.Contains('\t', StringComparison.Ordinal) && IsPrintable(text)
            ? "'" + text + "'"
            : DoubleQuoted(text);

    private static bool IsPlain(string text) =>
        text.Length > 0
        && BlockIndicators.IndexOf(text[0], StringComparison.Ordinal) < 0
        && text[0] != ' '
        && text[^1] is not (' ' or ':')
        && !text.Contains(": ", StringComparison.Ordinal)
        && !text.Contains(" #", StringComparison.Ordinal)
        && !text.Contains('\n', StringComparison.Ordinal)
        && !text.Contains('\t', StringComparison.Ordinal)
        && !text.StartsWith("...", StringComparison.Ordinal)
        && IsPrintable(text)
        && !LooksTyped(text);

    // Beyond what the reference types, quote what YAML 1.2 readers and editors take for a number or a truth value.
    private static bool LooksTyped(string text) =>
        ScalarResolver.Resolve(text, isPlain: true, tag: null) is not TextScalar
        || text.Length == 1 && "yYnN".Contains(text[0], StringComparison.Ordinal)
        || (char.IsAsciiDigit(text[0]) || text[0] is '+' or '.')
            && (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) || text.StartsWith("0o", StringComparison.OrdinalIgnoreCase) || text.StartsWith("0x", StringComparison.OrdinalIgnoreCase));

    private static void AppendEscaped(StringBuilder result, char c)
    {
        _ = c switch
        {
            '"' => result.Append("\\\""),
            '\\' => result.Append("\\\\"),
            '\n' => result.Append("\\n"),
            '\r' => result.Append("\\r"),
            '\t' => result.Append("\\t"),
            _ when IsPrintable(c) => result.Append(c),
            _ => result.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture)),
        };
    }
}
