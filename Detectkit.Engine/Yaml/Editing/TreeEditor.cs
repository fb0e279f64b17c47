namespace Detectkit.Yaml.Editing;

/// <summary>
/// Turns the difference between two trees into edits of the text that the first was read from, as few and as small as can be.
/// </summary>
/// <param name="file">The text; its last line ends with a break.</param>
/// <param name="tokens">Its tokens.</param>
/// <param name="writer">Writes what is new.</param>
/// <param name="endsInBlock">Whether the text came without a last break, so that a block scalar at its end would gain one.</param>
internal sealed class TreeEditor(FileText file, YamlTokens tokens, NodeText writer, bool endsInBlock)
{
    private readonly NodePlaces places = new(file, tokens);
    private readonly List<TextEdit> edits = [];
    private readonly List<YamlNode> changed = [];

    /// <summary>The edits so far, in no order.</summary>
    public IReadOnlyList<TextEdit> Edits => edits;

    /// <summary>Nodes of the first tree whose content changes, the outer before the inner.</summary>
    public IReadOnlyList<YamlNode> Changed => changed;

    /// <summary>Adds the edits that make one node of the text mean another.</summary>
    public void Change(YamlNode old, YamlNode now, NodeSpot spot)
    {
        if (NodeMeaning.Same(old, now))
        {
            return;
        }

        changed.Add(old);
        var isMadeFromOld = old.Alias is null && old.Span == now.Span && !places.IsPairInList(old);
        var isEdited = (old, now) switch
        {
            (YamlMapping a, YamlMapping b) when isMadeFromOld => ChangeEntries(a, b, spot),
            (YamlSequence a, YamlSequence b) when isMadeFromOld => ChangeItems(a, b, spot),
            _ => false,
        };
        if (!isEdited)
        {
            new NodeReplacement(file, tokens, places, writer, edits).Replace(old, now, spot);
        }
    }

    private bool ChangeEntries(YamlMapping old, YamlMapping now, NodeSpot spot)
    {
        var isFlow = spot.IsFlow || old.IsFlow;
        var elements = old.Entries.Select(places.Place).ToList();
        return ChangeElements(
            old.Entries,
            now.Entries,
            (o, n) => ReferenceEquals(o.Key, n.Key),
            entry => entry.Value,
            (entry, column) => isFlow ? writer.FlowEntry(entry) : writer.BlockEntry(entry, column),
            elements,
            column => new NodeSpot(isFlow, column, IsItem: false));
    }

    private bool ChangeItems(YamlSequence old, YamlSequence now, NodeSpot spot)
    {
        var isFlow = spot.IsFlow || old.IsFlow;
        var elements = old.Items.Select(i => places.Place(i, isFlow)).ToList();
        return ChangeElements(
            old.Items,
            now.Items,
            (o, n) => o.Span == n.Span,
            item => item,
            (item, column) => isFlow ? writer.Flow(item) : writer.BlockItem(item, column),
            elements,
            column => new NodeSpot(isFlow, column, IsItem: true));
    }

    private bool ChangeElements<T>(
        IReadOnlyList<T> old, IReadOnlyList<T> now, Func<T, T, bool> isSame, Func<T, YamlNode> valueOf, Func<T, int, string> write, List<Element> elements, Func<int, NodeSpot> spotAt)
        where T : class
    {
        if (old.Count == 0)
        {
            return false;
        }

        var column = file.Column(elements[0].Start);
        var spot = spotAt(column);
        var kept = old.Select(o => now.FirstOrDefault(n => isSame(o, n))).ToList();
        var additions = Additions(now, n => old.ToList().FindIndex(o => isSame(o, n))).ConvertAll(a => new Addition(a.After, write(a.Node, column)));
        var collection = new CollectionEdit(file, tokens, elements, kept.ConvertAll(k => k is null), IsUnsafe(valueOf(old[^1]), elements), isOrdered: spot.IsItem);
        if (collection.TryEdit(additions, spot.IsFlow, column, writer.NewLine) is not { } made)
        {
            return false;
        }

        for (var i = 0; i < kept.Count; i++)
        {
            if (kept[i] is { } element)
            {
                Change(valueOf(old[i]), valueOf(element), spot);
            }
        }

        // Behind those of the values: what follows a value stands behind what is added to its end.
        edits.AddRange(made);
        return true;
    }

    private bool IsUnsafe(YamlNode last, List<Element> elements) =>
        endsInBlock && NodePlaces.Last(last) is YamlScalar { IsBlock: true, Alias: null } && elements[^1].NextLine == file.Text.Length;

    // New nodes with the index of the old one that they follow, -1 for the start.
    private static List<(int After, T Node)> Additions<T>(IReadOnlyList<T> now, Func<T, int> indexOf)
    {
        var result = new List<(int After, T Node)>();
        var after = -1;
        foreach (var node in now)
        {
            var index = indexOf(node);
            if (index >= 0)
            {
                after = index;
            }
            else
            {
                result.Add((after, node));
            }
        }

        return result;
    }
}

/// <param name="IsFlow">Whether inside brackets or braces.</param>
/// <param name="Column">Columns before the key or dash that it belongs to, in block style.</param>
/// <param name="IsItem">Whether it is a list's item, not a mapping's value.</param>
internal readonly record struct NodeSpot(bool IsFlow, int Column, bool IsItem)
{
    /// <summary>Where the document's root stands: in no column that a child has to stand deeper than.</summary>
    public static readonly NodeSpot Root = new(IsFlow: false, -1, IsItem: false);
}

/// <summary>Text to be added to a collection.</summary>
/// <param name="After">Index of the element that it follows; -1 for the start.</param>
/// <param name="Text">The element's text, its first line without indentation, its last without a break.</param>
internal readonly record struct Addition(int After, string Text);
