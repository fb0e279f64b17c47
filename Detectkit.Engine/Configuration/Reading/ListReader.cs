using Detectkit.Configuration.Fields;
using Detectkit.Yaml;

namespace Detectkit.Configuration.Reading;

internal static class ListReader
{
    /// <summary>The texts, or null where the list is wrong.</summary>
    public static ValueList<string>? Texts(YamlEntry entry, Field field, FileFindings findings)
    {
        if (entry.Value is not YamlSequence list)
        {
            ValueReader.Refuse(entry.Value, field.Name, "a list", findings);
            return null;
        }

        if (field.IsNotEmpty && list.Items.Count == 0)
        {
            findings.Add(Rules.EmptyList, list.Span, "'" + field.Name + "' may not be an empty list; leave it out.");
            return null;
        }

        var isGood = true;
        var texts = new List<string>();
        foreach (var item in list.Items)
        {
            var text = ValueReader.Text(item, field with { Kind = FieldKind.TextList, Name = "an item of " + field.Name }, findings);
            isGood &= text is not null && IsAllowed(text, item, field, findings) && !IsRepeated(text, texts, item, field, findings);
            texts.Add(text ?? "");
        }

        return isGood ? texts.ToValueList() : null;
    }

    private static bool IsAllowed(string text, YamlNode item, Field field, FileFindings findings)
    {
        if (field.Choices.Count == 0 || field.Choices.Contains(text))
        {
            return true;
        }

        findings.Add(Rules.UnknownChoice, item.Span, "'" + MessageText.Shorten(text) + "' cannot be in " + field.Name + SpellingSuggestion.Hint(text, field.Choices));
        return false;
    }

    private static bool IsRepeated(string text, List<string> before, YamlNode item, Field field, FileFindings findings)
    {
        if (!field.IsDistinct || !before.Contains(text))
        {
            return false;
        }

        findings.Add(Rules.DuplicateItem, item.Span, "'" + MessageText.Shorten(text) + "' stands in " + field.Name + " twice; remove one.");
        return true;
    }
}
