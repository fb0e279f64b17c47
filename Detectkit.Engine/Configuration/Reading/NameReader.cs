using System.Globalization;
using System.Text.RegularExpressions;
using Detectkit.Configuration.Fields;
using Detectkit.Yaml;

namespace Detectkit.Configuration.Reading;

/// <summary>Reads names: the metric's, its tags', its tables'.</summary>
internal static class NameReader
{
    private static readonly Regex Identifier = new(@"\A[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)?\z", RegexOptions.CultureInvariant);

    /// <summary>The name; null where there is none that could be a name.</summary>
    public static string? Name(MappingReader metric)
    {
        var name = metric.Text(MetricFields.Name);
        return name is not null && IsName(name, metric.Entry(MetricFields.Name)!.Value, "name", metric.Findings) ? name : null;
    }

    public static ValueList<string> Tags(MappingReader metric)
    {
        if (metric.TextList(MetricFields.Tags) is not { } tags || metric.Entry(MetricFields.Tags)?.Value is not YamlSequence list)
        {
            return [];
        }

        for (var i = 0; i < tags.Count; i++)
        {
            IsName(tags[i], list.Items[i], "tag", metric.Findings);
        }

        return tags;
    }

    public static string? Table(MappingReader tables, Field field, TablesConfig read)
    {
        var name = tables.Text(field);
        if (name is not null && !Identifier.IsMatch(name))
        {
            tables.Findings.Add(
                Rules.TableName, tables.Entry(field)!.Value.Span, "'" + MessageText.Shorten(name) + "' is not an identifier: letters, digits and '_', not starting with a digit.");
        }

        return name;
    }

    private static bool IsName(string text, YamlNode node, string what, FileFindings findings)
    {
        for (var i = 0; i < text.Length; i += char.IsHighSurrogate(text[i]) ? 2 : 1)
        {
            if (!IsNameCharacter(text, i))
            {
                var wrong = char.IsHighSurrogate(text[i]) ? text.Substring(i, 2) : text[i].ToString();
                findings.Add(Rules.NameCharacters, node.Span, "A " + what + " may hold letters, digits, '_' and '-', not '" + MessageText.Shorten(wrong) + "'.");
                return false;
            }
        }

        if (text.Length == 0)
        {
            findings.Add(Rules.NameCharacters, node.Span, "A " + what + " may not be empty; it holds letters, digits, '_' and '-'.");
        }

        return text.Length > 0;
    }

    private static bool IsNameCharacter(string text, int index) => text[index] is '_' or '-' || CharUnicodeInfo.GetUnicodeCategory(text, index) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
        or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
}
