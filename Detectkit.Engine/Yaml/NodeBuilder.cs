namespace Detectkit.Yaml;

/// <summary>Makes nodes, resolves aliases and watches over what could grow without bounds.</summary>
internal sealed class NodeBuilder(TokenScanner scanner, TextLines lines)
{
    /// <summary>Nodes that aliases may add to those written out.</summary>
    public const int AliasBudget = 100_000;

    private readonly Dictionary<string, Anchored> anchors = new(StringComparer.Ordinal);
    private long addedByAliases;
    private long nodes;

    public YamlScalar Scalar(YamlToken token, NodeProperties properties)
    {
        var span = token.Style == ScalarStyle.Block
            ? lines.Trimmed(properties.StartOr(token), token.End)
            : new SourceSpan(lines.At(properties.StartOr(token)), lines.At(token.End));
        return Checked(new YamlScalar(span, token.Text, token.Style == ScalarStyle.Plain, properties.Tag)
        {
            Anchor = properties.Anchor, IsBlock = token.Style == ScalarStyle.Block,
        });
    }

    /// <summary>A scalar that is not written, at a place or after its properties.</summary>
    public YamlScalar Empty(int index, NodeProperties properties)
    {
        var start = properties.Start ?? index;
        var span = new SourceSpan(lines.At(start), lines.At(Math.Max(properties.End, start)));
        return Checked(new YamlScalar(span, "", true, properties.Tag) { Anchor = properties.Anchor });
    }

    /// <summary>Notes that a collection opens: until it is closed, nothing can refer to it.</summary>
    /// <returns>How many nodes there were before it.</returns>
    public long Open(NodeProperties properties)
    {
        Define(properties, new Anchored(null, 0));
        return ++nodes;
    }

    public YamlNode Close(YamlNode collection, NodeProperties properties, long before)
    {
        if (scanner.Fault is not null)
        {
            return collection;
        }

        var (node, fault) = CollectionTag.Apply(collection with { Anchor = properties.Anchor }, properties.Tag);
        fault ??= node is YamlMapping mapping ? MappingKeys.Check(mapping) : ((YamlSequence)node).Items.Select(MappingKeys.StrayMerge).FirstOrDefault(f => f is not null);
        if (fault is not null)
        {
            scanner.Fail(fault.Rule, fault.Span.Start.Index, fault.Span.End.Index, fault.Message);
        }

        if (properties.Anchor is { } anchor)
        {
            anchors[anchor] = new Anchored(node, nodes - before + 1);
        }

        return node;
    }

    public YamlNode Alias(YamlToken token)
    {
        var span = new SourceSpan(lines.At(token.Start), lines.At(token.End));
        if (!anchors.TryGetValue(token.Text, out var anchored))
        {
            scanner.Fail(Rules.YamlAlias, token.Start, token.End, "No anchor '&" + token.Text + "' stands before this alias.");
        }
        else if (anchored.Node is null)
        {
            scanner.Fail(Rules.YamlAlias, token.Start, token.End, "The alias '*" + token.Text + "' stands inside the node it refers to.");
        }
        else if ((addedByAliases += anchored.Size) > AliasBudget)
        {
            scanner.Fail(Rules.YamlBudget, token.Start, token.End, "The aliases up to here repeat more than 100,000 nodes; write the file without them.");
        }
        else
        {
            nodes += anchored.Size;
            return anchored.Node with { Span = span, Alias = token.Text, Anchor = null };
        }

        return new YamlScalar(span, "", true, null);
    }

    private YamlScalar Checked(YamlScalar scalar)
    {
        nodes++;
        if (scalar.Value is InvalidScalar invalid)
        {
            scanner.Fail(
                invalid.IsUnknownTag ? Rules.YamlTag : Rules.YamlValue,
                scalar.Span.Start.Index,
                scalar.Span.End.Index,
                "The value cannot be read: " + invalid.Reason + ".");
        }

        if (scalar.Anchor is not null)
        {
            Define(new NodeProperties(scalar.Span.Start.Index, scalar.Span.End.Index, scalar.Anchor, null), new Anchored(scalar, 1));
        }

        return scalar;
    }

    private void Define(NodeProperties properties, Anchored anchored)
    {
        if (properties.Anchor is not { } name)
        {
            return;
        }

        if (anchors.ContainsKey(name))
        {
            scanner.Fail(
                Rules.YamlAnchor, properties.Start!.Value, properties.End, "The anchor '&" + name + "' is defined twice; each name may be used once.");
        }

        anchors[name] = anchored;
    }

    private readonly record struct Anchored(YamlNode? Node, long Size);
}

/// <summary>What may stand before a node.</summary>
/// <param name="Start">Offset of the first property; null where there is none.</param>
/// <param name="End">Offset after the last property.</param>
/// <param name="Anchor">The anchor's name, or null.</param>
/// <param name="Tag">The full tag, or null.</param>
internal readonly record struct NodeProperties(int? Start, int End, string? Anchor, string? Tag)
{
    /// <summary>Where a node with these properties and this first token starts.</summary>
    public int StartOr(YamlToken token) => Start ?? token.Start;
}

internal static class CollectionTag
{
    private const string StandardTag = "tag:yaml.org,2002:";

    /// <summary>The node as its tag makes it, or what is wrong with the tag.</summary>
    public static (YamlNode Node, YamlFault? Fault) Apply(YamlNode node, string? tag)
    {
        switch (tag)
        {
            case null or "!":
            case StandardTag + "map" when node is YamlMapping:
            case StandardTag + "seq" when node is YamlSequence:
            case StandardTag + "omap" or StandardTag + "pairs" when node is YamlSequence list && list.Items.All(i => i is YamlMapping { Entries.Count: 1 }):
                return (node, null);
            case StandardTag + "set" when node is YamlMapping set:
                return (new YamlSequence(set.Span, set.Entries.Select(e => e.Key).ToList()) { Anchor = set.Anchor, IsFlow = set.IsFlow }, null);
            default:
                var name = tag.StartsWith(StandardTag, StringComparison.Ordinal) ? "!!" + tag.Substring(StandardTag.Length) : tag;
                return (node, new YamlFault(Rules.YamlTag, node.Span, "The tag '" + MessageText.Shorten(name) + "' cannot be read here: only YAML's standard tags are known, each on the kind of node it names."));
        }
    }
}
