using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Detectkit.Configuration.Yaml;

/// <summary>Builds a tree from parsing events with a stack of its own, so that no depth of nesting can exhaust the thread's.</summary>
internal sealed class YamlTreeBuilder(TextLines lines)
{
    /// <summary>Collections within collections, at most: more than any metric needs, fewer than recursive readers stumble over.</summary>
    public const int DeepestNesting = 200;

    /// <summary>Nodes that aliases may add to those written out.</summary>
    public const int AliasBudget = 100_000;

    private readonly Stack<OpenCollection> open = new();
    private readonly Dictionary<string, Anchored> anchors = new(StringComparer.Ordinal);
    private long addedByAliases;
    private bool hasDocument;

    /// <summary>The root; null while there is none.</summary>
    public YamlNode? Root { get; private set; }

    /// <summary>The first thing wrong, or null. Nothing is to be added after it.</summary>
    public YamlFault? Fault { get; private set; }

    /// <summary>Takes the next event.</summary>
    public void Add(ParsingEvent current)
    {
        switch (current)
        {
            case DocumentStart when hasDocument:
                Fail(Rules.YamlDocuments, lines.Character(current.Start.Index), "A second document starts here; a file holds one.");
                break;
            case DocumentStart:
                hasDocument = true;
                break;
            case AnchorAlias alias:
                AddAlias(alias);
                break;
            case Scalar scalar:
                AddScalar(scalar);
                break;
            case MappingStart mapping:
                Open(mapping, isMapping: true, mapping.Style == MappingStyle.Flow);
                break;
            case SequenceStart sequence:
                Open(sequence, isMapping: false, sequence.Style == SequenceStyle.Flow);
                break;
            case MappingEnd or SequenceEnd:
                Close(current);
                break;
        }
    }

    private static string? TagOf(NodeEvent node) => node.Tag.IsEmpty ? null : node.Tag.IsNonSpecific ? "!" : node.Tag.Value;

    private static string? AnchorOf(NodeEvent node) => node.Anchor.IsEmpty ? null : node.Anchor.Value;

    private void AddScalar(Scalar scalar)
    {
        var isBlock = scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded;
        var span = isBlock
            ? lines.Trimmed(scalar.Start.Index, scalar.End.Index)
            : new SourceSpan(lines.At(scalar.Start.Index), lines.At(scalar.End.Index));
        var node = new YamlScalar(span, scalar.Value, scalar.Style == ScalarStyle.Plain, TagOf(scalar)) { Anchor = AnchorOf(scalar), IsBlock = isBlock };
        if (node.Value is InvalidScalar invalid)
        {
            Fail(invalid.IsUnknownTag ? Rules.YamlTag : Rules.YamlValue, span, "The value cannot be read: " + invalid.Reason + ".");
        }

        Define(scalar, node, 1);
        Place(node, 1);
    }

    private void AddAlias(AnchorAlias alias)
    {
        var span = new SourceSpan(lines.At(alias.Start.Index), lines.At(alias.End.Index));
        var name = alias.Value.Value;
        if (!anchors.TryGetValue(name, out var anchored))
        {
            Fail(Rules.YamlAlias, span, "No anchor '&" + name + "' stands before this alias.");
        }
        else if (anchored.Node is null)
        {
            Fail(Rules.YamlAlias, span, "The alias '*" + name + "' stands inside the node it refers to.");
        }
        else if ((addedByAliases += anchored.Size) > AliasBudget)
        {
            Fail(Rules.YamlBudget, span, "The aliases up to here repeat more than 100,000 nodes; write the file without them.");
        }
        else
        {
            Place(anchored.Node with { Span = span, Alias = name, Anchor = null }, anchored.Size);
        }
    }

    private void Open(NodeEvent start, bool isMapping, bool isFlow)
    {
        if (open.Count >= DeepestNesting)
        {
            Fail(Rules.YamlDepth, lines.Character(start.Start.Index), "Collections are nested more than 200 deep here.");
            return;
        }

        var collection = new OpenCollection(start, isMapping, isFlow, TagOf(start));
        if (AnchorOf(start) is { } anchor)
        {
            // Until it is closed there is nothing that an alias could refer to.
            Define(start, null, 0);
            collection.Anchor = anchor;
        }

        open.Push(collection);
    }

    private void Close(ParsingEvent end)
    {
        var collection = open.Pop();
        var first = lines.At(collection.Start.Start.Index);
        var span = collection.IsFlow
            ? new SourceSpan(first, lines.At(end.Start.Index + 1))
            : new SourceSpan(first, collection.Items.Count == 0 ? lines.At(collection.Start.End.Index) : collection.Items[collection.Items.Count - 1].Span.End);
        var (node, fault) = CollectionTag.Apply(collection.ToNode(span), collection.Tag);
        if (fault is not null)
        {
            Fail(fault.Rule, fault.Span, fault.Message);
        }

        if (node is YamlMapping mapping && MappingKeys.Check(mapping) is { } keyFault)
        {
            Fail(keyFault.Rule, keyFault.Span, keyFault.Message);
        }

        if (collection.Anchor is { } anchor)
        {
            anchors[anchor] = new Anchored(node, collection.Size);
        }

        Place(node, collection.Size);
    }

    private void Define(NodeEvent start, YamlNode? node, long size)
    {
        if (AnchorOf(start) is not { } name)
        {
            return;
        }

        if (anchors.ContainsKey(name))
        {
            Fail(Rules.YamlAnchor, lines.Character(start.Start.Index), "The anchor '&" + name + "' is defined twice; each name may be used once.");
        }

        anchors[name] = new Anchored(node, size);
    }

    private void Place(YamlNode node, long size)
    {
        if (open.Count == 0)
        {
            Root = node;
        }
        else
        {
            open.Peek().Add(node, size);
        }
    }

    private void Fail(Rule rule, SourceSpan span, string message) => Fault ??= new YamlFault(rule, span, message);

    private readonly record struct Anchored(YamlNode? Node, long Size);

    private sealed class OpenCollection(NodeEvent start, bool isMapping, bool isFlow, string? tag)
    {
        public NodeEvent Start => start;

        public bool IsFlow => isFlow;

        public string? Tag => tag;

        public string? Anchor { get; set; }

        public List<YamlNode> Items { get; } = [];

        public long Size { get; private set; } = 1;

        public void Add(YamlNode node, long size)
        {
            Items.Add(node);
            Size += size;
        }

        public YamlNode ToNode(SourceSpan span)
        {
            if (!isMapping)
            {
                return new YamlSequence(span, Items) { Anchor = Anchor, IsFlow = isFlow };
            }

            var entries = new List<YamlEntry>(Items.Count / 2);
            for (var i = 0; i + 1 < Items.Count; i += 2)
            {
                entries.Add(new YamlEntry(Items[i], Items[i + 1]));
            }

            return new YamlMapping(span, entries) { Anchor = Anchor, IsFlow = isFlow };
        }
    }
}
