using Detectkit.Configuration.Yaml;
using Detectkit.Emission.Writing;

namespace Detectkit.Emission.Editing;

/// <summary>Writes one node in the place of another, in the style that the place asks for.</summary>
/// <param name="file">The text.</param>
/// <param name="tokens">Its tokens.</param>
/// <param name="places">The places of its nodes.</param>
/// <param name="writer">Writes the new node.</param>
/// <param name="edits">Takes the edits.</param>
internal sealed class NodeReplacement(FileText file, YamlTokens tokens, NodePlaces places, NodeText writer, List<TextEdit> edits)
{
    /// <summary>Replaces a node.</summary>
    public void Replace(YamlNode old, YamlNode now, NodeSpot spot)
    {
        var isBlockCollection = old is { Alias: null, IsFlow: false } and not YamlScalar;
        var isFlowCollection = old is { Alias: null, IsFlow: true } and (YamlSequence { Items.Count: > 0 } or YamlMapping { Entries.Count: > 0 });
        RemoveTag(old);
        if (isBlockCollection)
        {
            ReplaceBlock(old, now);
        }
        else if (spot.IsFlow || isFlowCollection || !writer.IsBlock(now))
        {
            ReplaceInline(old, now, spot.IsFlow);
        }
        else
        {
            ReplaceByBlock(old, now, spot);
        }
    }

    private void ReplaceInline(YamlNode old, YamlNode now, bool isFlow)
    {
        var (start, end) = (places.ContentStart(old), places.End(old));
        if (NodePlaces.IsMissing(old))
        {
            var needsColon = tokens.Before(end) is not { Kind: TokenKind.Value or TokenKind.Anchor or TokenKind.Tag or TokenKind.BlockEntry };
            edits.Add(TextEdit.Insert(end, (needsColon ? ": " : " ") + Inline(now, isFlow)));
            return;
        }

        edits.Add(new TextEdit(start, end, KeepQuotes(start, now) ?? Inline(now, isFlow)));
    }

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
    private void ReplaceBlock(YamlNode old, YamlNode now)
    {
        var start = places.ContentStart(old);
        var end = places.End(old);
        var stop = NodePlaces.Last(old) is YamlScalar { IsBlock: true, Alias: null } ? end : file.LineEnd(end);
        var isEmpty = now is YamlScalar or YamlMapping { Entries.Count: 0 } or YamlSequence { Items.Count: 0 };
        edits.Add(new TextEdit(start, stop, isEmpty ? writer.Inline(now) : writer.Block(now, file.Column(start))));
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
        var from = NodePlaces.IsMissing(old) ? end : tokens.Before(start)?.End ?? start;
        var column = spot.Column + writer.Step;
        edits.Add(TextEdit.Remove(from, end));
        edits.Add(TextEdit.Insert(file.NextLine(end), new string(' ', column) + writer.Block(now, column) + writer.NewLine));
    }

    // The tag said what the old node was.
    private void RemoveTag(YamlNode old)
    {
        if (old.Alias is not null)
        {
            return;
        }

        var properties = tokens.PropertiesAt(places.Start(old)).ToList();
        if (properties.Find(p => p.Kind == TokenKind.Tag) is { } tag)
        {
            var next = tokens.At(tag.End);
            var isBefore = next is not null && (properties.Contains(next) || file.LineEnd(tag.End) >= next.Start);
            edits.Add(TextEdit.Remove(tag.Start, isBefore ? next!.Start : tag.End));
        }
    }
}
