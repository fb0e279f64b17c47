using System.Globalization;

namespace Detectkit.Yaml;

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
