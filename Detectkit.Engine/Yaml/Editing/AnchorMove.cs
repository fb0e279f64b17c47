namespace Detectkit.Yaml.Editing;

/// <summary>
/// Keeps the meaning of aliases whose anchored node is edited: the first alias that remains becomes the anchored node, with the
/// content from before the edit.
/// </summary>
internal static class AnchorMove
{
    public static IEnumerable<TextEdit> After(
        FileText file, YamlTokens tokens, YamlNode document, IReadOnlyList<TextEdit> edits, IReadOnlyList<YamlNode> changed, NodeText writer, bool dropsAnchors)
    {
        var aliases = tokens.All(TokenKind.Alias).Where(a => !edits.Any(e => e.Covers(a.Start, a.End))).ToLookup(a => file.Text[(a.Start + 1)..a.End]);
        var anchors = tokens.All(TokenKind.Anchor).ToDictionary(a => file.Text[(a.Start + 1)..a.End]);
        foreach (var node in Anchored(document))
        {
            var anchor = anchors[node.Anchor!];
            var isTakenOut = edits.Any(e => e.Covers(anchor.Start, anchor.End));
            var isChanged = changed.Any(c => ReferenceEquals(c, node));
            if ((!isTakenOut && !isChanged) || !aliases.Contains(node.Anchor!))
            {
                if (dropsAnchors && isChanged && !isTakenOut)
                {
                    yield return Removal(file, anchor, edits);
                }

                continue;
            }

            var heir = aliases[node.Anchor!].First();
            yield return new TextEdit(heir.Start, heir.End, "&" + node.Anchor + " " + writer.Flow(node));
            if (!isTakenOut)
            {
                yield return Removal(file, anchor, edits);
            }
        }
    }

    private static TextEdit Removal(FileText file, YamlToken anchor, IReadOnlyList<TextEdit> edits)
    {
        var end = anchor.End;
        while (end < file.Text.Length && file.Text[end] == ' ' && !edits.Any(e => e.Covers(end, end + 1)))
        {
            end++;
        }

        // At a line's end the white space before goes instead, so that none trails.
        var start = anchor.Start;
        while (end == file.LineEnd(end) && start > 0 && file.Text[start - 1] == ' ' && start - 1 > file.LineStart(start))
        {
            start--;
        }

        return TextEdit.Remove(start, end);
    }

    // Anchored nodes where they are defined, outer before inner.
    private static IEnumerable<YamlNode> Anchored(YamlNode node)
    {
        if (node.Alias is not null)
        {
            return [];
        }

        IEnumerable<YamlNode> children = node switch
        {
            YamlMapping mapping => mapping.Entries.SelectMany(e => new[] { e.Key, e.Value }),
            YamlSequence list => list.Items,
            _ => [],
        };
        var inner = children.SelectMany(Anchored);
        return node.Anchor is null ? inner : inner.Prepend(node);
    }
}
