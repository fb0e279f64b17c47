namespace Detectkit.Yaml;

/// <summary>Explicit tags on collections.</summary>
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
