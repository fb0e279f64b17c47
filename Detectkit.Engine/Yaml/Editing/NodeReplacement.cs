namespace Detectkit.Yaml.Editing;

/// <summary>Writes one node in the place of another, in the style that the place asks for.</summary>
internal sealed class NodeReplacement(FileText file, YamlTokens tokens, NodePlaces places, NodeText writer, List<TextEdit> edits)
{
    public void Replace(YamlNode old, YamlNode now, NodeSpot spot)
    {
        var isBlockCollection = old is { Alias: null, IsFlow: false } and not YamlScalar;
        var isFlowCollection = old is { Alias: null, IsFlow: true } and (YamlSequence { Items.Count: > 0 } or YamlMapping { Entries.Count: > 0 });
        RemoveTag(old);
        if (isBlockCollection)
        {
            ReplaceBlock(old, now, spot);
        }
        else if (spot.IsFlow || isFlowCollection || !writer.IsBlock(now))
        {
            ReplaceInline(old, now, spot);
        }
        else
        {
            ReplaceByBlock(old, now, spot);
        }
    }

    private void ReplaceInline(YamlNode old, YamlNode now, NodeSpot spot)
    {
        var (start, end) = (places.ContentStart(old), places.End(old));
        if (!NodePlaces.IsMissing(old))
        {
            var text = KeepQuotes(start, now) ?? Inline(now, spot.IsFlow);
            edits.Add(new TextEdit(start, end, (IsBehindProperty(start) ? " " : "") + text + Gap(end)));
        }
        else if (HasColon(end))
        {
            edits.Add(TextEdit.Insert(end, " " + Inline(now, spot.IsFlow) + Gap(end)));
        }
        else if (spot.IsFlow)
        {
            edits.Add(TextEdit.Insert(end, (file.Text[end - 1] == '?' ? " : " : ": ") + Inline(now, spot.IsFlow)));
        }
        else
        {
            edits.Add(TextEdit.Insert(file.NextLine(end), Indentation(spot) + ": " + Inline(now, isFlow: false) + writer.NewLine));
        }
    }

    private static string Indentation(NodeSpot spot) => new(' ', Math.Max(spot.Column, 0));

    // Of a key after `?` the value, colon and all, may be missing.
    private bool HasColon(int place) => tokens.Before(place) is { Kind: TokenKind.Value or TokenKind.Anchor or TokenKind.Tag or TokenKind.BlockEntry };

    private bool IsBehindProperty(int place) => tokens.Before(place) is { Kind: TokenKind.Anchor } anchor && anchor.End == place;

    // A comment may follow quotes at once, but nothing that has none.
    private string Gap(int end) => end < file.Text.Length && file.Text[end] == '#' ? " " : "";

    private string Inline(YamlNode now, bool isFlow) => isFlow ? writer.Flow(now) : writer.Inline(now);

    // A text stays in the quotes that its predecessor had.
    private string? KeepQuotes(int start, YamlNode now) => now is not YamlScalar { Value: TextScalar { Value: var text } } || !ScalarText.IsPrintable(text) || text.Contains('\n', StringComparison.Ordinal)
        ? null
        : file.Text[start] switch
        {
            '"' => ScalarText.DoubleQuoted(text),
            '\'' => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'",
            _ => null,
        };

    // The last line's comment spoke of what is gone.
    private void ReplaceBlock(YamlNode old, YamlNode now, NodeSpot spot)
    {
        var start = places.ContentStart(old);
        var end = places.End(old);
        var stop = NodePlaces.Last(old) is YamlScalar { IsBlock: true, Alias: null } ? end : file.LineEnd(end);
        var isEmpty = now is YamlScalar or YamlMapping { Entries.Count: 0 } or YamlSequence { Items.Count: 0 };

        // A list may stand in its key's column; all else stands deeper.
        var isTooFlat = file.Column(start) == spot.Column && (isEmpty || now is YamlMapping);
        var column = file.Column(start) + (isTooFlat ? writer.Step : 0);
        edits.Add(new TextEdit(start, stop, (isTooFlat ? new string(' ', writer.Step) : "") + (isEmpty ? writer.Inline(now) : writer.Block(now, column))));
    }

    private void ReplaceByBlock(YamlNode old, YamlNode now, NodeSpot spot)
    {
        var (start, end) = (places.ContentStart(old), places.End(old));
        if (spot.IsItem)
        {
            edits.Add(new TextEdit(start, end, writer.Block(now, file.Column(start))));
            return;
        }

        // The lines go below the key's line, whose comment stays where it is.
        var column = Math.Max(spot.Column, 0) + writer.Step;
        var lines = new string(' ', column) + writer.Block(now, column) + writer.NewLine;
        if (NodePlaces.IsMissing(old))
        {
            edits.Add(TextEdit.Insert(file.NextLine(end), (HasColon(end) ? "" : Indentation(spot) + ":" + writer.NewLine) + lines));
            return;
        }

        var before = tokens.Before(start);
        while (before is { Kind: TokenKind.Tag })
        {
            before = tokens.Before(before.Start);
        }

        edits.RemoveAll(e => e.Start >= before?.End && e.End <= start);
        edits.Add(new TextEdit(before?.End ?? start, end, Gap(end)));
        edits.Add(TextEdit.Insert(file.NextLine(end), lines));
    }

    // The tag said what the old node was.
    private void RemoveTag(YamlNode old)
    {
        if (old.Alias is not null)
        {
            return;
        }

        var properties = tokens.PropertiesAt(NodePlaces.Start(old)).ToList();
        if (properties.Find(p => p.Kind == TokenKind.Tag) is { } tag)
        {
            var next = tokens.At(tag.End);
            var isBefore = next is not null && (properties.Contains(next) || file.LineEnd(tag.End) >= next.Start);
            edits.Add(TextEdit.Remove(tag.Start, isBefore ? next!.Start : tag.End));
        }
    }
}
