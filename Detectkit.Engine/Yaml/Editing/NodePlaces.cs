namespace Detectkit.Yaml.Editing;

/// <summary>An item or entry of a collection: from its dash, question mark or key to the end of its value.</summary>
/// <param name="Start">The first character.</param>
/// <param name="End">The place after the last.</param>
/// <param name="NextLine">Of an element in block style, where the line after it starts.</param>
/// <param name="EndsInBlockText">Whether it ends in a literal or folded block.</param>
internal readonly record struct Element(int Start, int End, int NextLine, bool EndsInBlockText);

/// <summary>Where nodes begin and end in a text.</summary>
internal sealed class NodePlaces(FileText file, YamlTokens tokens)
{
    public static int Start(YamlNode node) => node.Span.Start.Index;

    /// <summary>Where a node's content starts, behind its anchor and tag.</summary>
    public int ContentStart(YamlNode node) => node.Alias is not null || IsMissing(node) ? Start(node) : tokens.ContentAt(Start(node));

    /// <summary>Where a node ends; of a block scalar, behind its last visible character.</summary>
    public int End(YamlNode node)
    {
        switch (node)
        {
            case { Alias: not null }:
                return node.Span.End.Index;
            case YamlMapping { Entries.Count: > 0 } mapping when !mapping.IsFlow || IsPairInList(mapping):
                var last = mapping.Entries[^1];
                return Math.Max(End(last.Key), End(last.Value));
            case YamlSequence { IsFlow: false, Items.Count: > 0 } list:
                return End(list.Items[^1]);
            case YamlScalar { IsBlock: false } when IsMissing(node):
                // Behind the anchor or tag that is all there is of it.
                return tokens.Before(node.Span.End.Index) is { } token && token.Start >= node.Span.Start.Index ? token.End : node.Span.Start.Index;
            case YamlScalar { IsBlock: true }:
                // A tab in a line that is otherwise empty may stand nowhere but in the block.
                var (end, whole) = (node.Span.End.Index, tokens.At(ContentStart(node))!.End);
                return Math.Max(end, file.Text.AsSpan(end, whole - end).LastIndexOf('\t') + 1 is > 0 and var tab ? end + tab : end);
            default:
                return node.Span.End.Index;
        }
    }

    /// <summary>Whether a scalar has no text of its own: <c>key:</c> with nothing behind it.</summary>
    public static bool IsMissing(YamlNode node) =>
        node is YamlScalar { IsPlain: true, Text.Length: 0, Alias: null };

    /// <summary>Whether a mapping is one pair in a flow list without braces of its own: <c>[a: 1]</c>.</summary>
    public bool IsPairInList(YamlNode node) =>
        node is YamlMapping { IsFlow: true, Alias: null, Entries.Count: > 0 } mapping
        && tokens.Before(Start(mapping.Entries[0])) is not { Kind: TokenKind.FlowMappingStart };

    public Element Place(YamlEntry entry)
    {
        var end = Math.Max(End(entry.Key), End(entry.Value));
        return new Element(Start(entry), end, NextLine(entry.Value, end), EndsInBlockText(entry.Value));
    }

    public Element Place(YamlNode item, bool isFlow)
    {
        var start = Start(item);
        var end = End(item);
        return isFlow || tokens.Before(start) is not { Kind: TokenKind.BlockEntry } dash
            ? new Element(start, end, end, EndsInBlockText: false)
            : new Element(dash.Start, end, NextLine(item, end), EndsInBlockText(item));
    }

    public static YamlNode Last(YamlNode node) => node switch
    {
        YamlMapping { IsFlow: false, Alias: null, Entries.Count: > 0 } mapping => Last(mapping.Entries[^1].Value),
        YamlSequence { IsFlow: false, Alias: null, Items.Count: > 0 } list => Last(list.Items[^1]),
        _ => node,
    };

    private static bool EndsInBlockText(YamlNode node) => Last(node) is YamlScalar { IsBlock: true, Alias: null };

    private int Start(YamlEntry entry)
    {
        var key = Start(entry.Key);
        return tokens.Before(key) is { Kind: TokenKind.Key } mark ? mark.Start : key;
    }

    // Blank lines behind a block scalar belong to it where it keeps them, or where they hold more spaces than it is indented by.
    private int NextLine(YamlNode node, int end)
    {
        var next = file.NextLine(end);
        if (Last(node) is not YamlScalar { IsBlock: true, Alias: null } scalar)
        {
            return next;
        }

        var keepsAll = file.Text[ContentStart(scalar)..file.LineEnd(ContentStart(scalar))].Split('#')[0].Contains('+', StringComparison.Ordinal);
        for (var line = next; line < file.Text.Length && file.IsBlank(line, file.LineEnd(line)); line = file.NextLine(line))
        {
            next = keepsAll || file.LineEnd(line) > line ? file.NextLine(line) : next;
        }

        return next;
    }
}
