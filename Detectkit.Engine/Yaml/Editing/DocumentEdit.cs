namespace Detectkit.Yaml.Editing;

/// <summary>Edits the text of a document so that it means another tree, and nothing else in it moves.</summary>
internal static class DocumentEdit
{
    private const int UsualStep = 2;
    private const int WidestStep = 8;

    // A parameter of a detector of a metric under the key `metric`.
    private const int Deepest = 5;

    /// <param name="text">The text, without a byte order mark.</param>
    /// <param name="document">Its root.</param>
    /// <param name="wanted">What the root is to be; nodes that stay have their span.</param>
    /// <param name="comments">Makes the edits of comments, given the file; null for none.</param>
    /// <returns>The edited text, which reads as what is wanted; null where no edit does.</returns>
    public static string? Apply(string text, YamlNode document, YamlNode wanted, Func<FileText, IEnumerable<TextEdit>>? comments)
    {
        // What a style or a place does not take is written in quotes and without idle anchors, then with ever more of what is around it.
        var opinion = new SecondOpinion(text, document);
        return Attempts(text, document, wanted, comments)
            .FirstOrDefault(edited => edited is not null && YamlReader.Read(edited).Root is { } root && NodeMeaning.Same(wanted, root) && opinion.Agrees(edited, root));
    }

    private static IEnumerable<string?> Attempts(string text, YamlNode document, YamlNode wanted, Func<FileText, IEnumerable<TextEdit>>? comments)
    {
        foreach (var isCautious in new[] { false, true })
        {
            yield return Edit(text, document, wanted, comments, isCautious);
        }

        for (var depth = Deepest; depth > 0; depth--)
        {
            yield return Edit(text, document, Rewritten(document, wanted, depth), comments, isCautious: true);
        }
    }

    // The tree with all that differs as deep as that, or deeper, as new nodes.
    private static YamlNode Rewritten(YamlNode old, YamlNode now, int depth)
    {
        if (NodeMeaning.Same(old, now))
        {
            return now;
        }

        return (old, now) switch
        {
            _ when depth == 0 || old.Span != now.Span => now with { Span = default },
            (YamlMapping a, YamlMapping b) => b with
            {
                Entries = b.Entries.Select(e => a.Entries.FirstOrDefault(o => ReferenceEquals(o.Key, e.Key)) is { } o ? e with { Value = Rewritten(o.Value, e.Value, depth - 1) } : e).ToList(),
            },
            (YamlSequence a, YamlSequence b) => b with
            {
                Items = b.Items.Select(i => a.Items.FirstOrDefault(o => o.Span == i.Span) is { } o ? Rewritten(o, i, depth - 1) : i).ToList(),
            },
            _ => now with { Span = default },
        };
    }

    private static string? Edit(string text, YamlNode document, YamlNode wanted, Func<FileText, IEnumerable<TextEdit>>? comments, bool isCautious)
    {
        // An edit may come behind the last line; without a break there it gets one for the time being.
        var newLine = new FileText(text).NewLine;
        var isCut = text.Length > 0 && !TextCursor.IsBreak(text[^1]);
        var file = new FileText(isCut ? text + newLine : text);
        var tokens = new YamlTokens(file.Text);
        var writer = new NodeText(newLine, Step(document), IsJson(document, text), hasLiterals: !isCautious);
        var editor = new TreeEditor(file, tokens, writer, isCut);
        editor.Change(document, wanted, NodeSpot.Root);
        var edits = editor.Edits.ToList();
        edits.AddRange(AnchorMove.After(file, tokens, document, edits, editor.Changed, writer, dropsAnchors: isCautious));
        edits.AddRange(comments?.Invoke(file) ?? []);

        var edited = TextEdit.Apply(file.Text, edits);
        if (!isCut || edited is null)
        {
            return edited;
        }

        // A block text that is new at the end needs the break that the file came without.
        var trimmed = edited.TrimEnd('\r', '\n');
        return YamlReader.Read(trimmed).Root is { } root && NodeMeaning.Same(wanted, root) ? trimmed : edited;
    }

    // What the file itself indents by: the first nested block.
    private static int Step(YamlNode document) => document is YamlMapping mapping
        ? mapping.Entries
            .Where(e => e.Value is YamlMapping { IsFlow: false, Alias: null, Entries.Count: > 0 } && e.Key.Span.Start.Line > 0)
            .Select(e => ((YamlMapping)e.Value).Entries[0].Key.Span.Start.Column - e.Key.Span.Start.Column)
            .FirstOrDefault(s => s is > 0 and <= WidestStep, UsualStep)
        : UsualStep;

    private static bool IsJson(YamlNode document, string text) =>
        document is YamlMapping { IsFlow: true, Entries: [{ Key: var key }, ..] } && text[key.Span.Start.Index] == '"';
}

/// <summary>Compares nodes by what they mean, not by how or where they are written.</summary>
internal static class NodeMeaning
{
    /// <summary>Whether two nodes read as the same data: aliases and merges resolved, the order of keys left aside.</summary>
    public static bool Same(YamlNode left, YamlNode right)
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        return (left, right) switch
        {
            (YamlScalar a, YamlScalar b) => a.Value == b.Value,
            (YamlSequence a, YamlSequence b) => a.Items.Count == b.Items.Count && a.Items.Zip(b.Items).All(p => Same(p.First, p.Second)),
            (YamlMapping a, YamlMapping b) => SameEntries(a, b),
            _ => false,
        };
    }

    private static bool SameEntries(YamlMapping left, YamlMapping right)
    {
        var (ours, theirs) = (MappingKeys.Effective(left), MappingKeys.Effective(right));
        if (ours.Count != theirs.Count)
        {
            return false;
        }

        var values = theirs.ToDictionary(e => ((YamlScalar)e.Key).Value, e => e.Value);
        return ours.All(e => values.TryGetValue(((YamlScalar)e.Key).Value, out var other) && Same(e.Value, other));
    }
}
