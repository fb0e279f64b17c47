using System.Globalization;

namespace Detectkit.Yaml.Editing;

/// <summary>Nodes that stand in no file yet: their span is empty and on line 0.</summary>
internal static class NewNode
{
    /// <summary>Whether a node stands in no file.</summary>
    public static bool Is(YamlNode node) => node.Span.Start.Line == 0;

    public static YamlScalar Text(string text) => new(default, text, IsPlain: false, Tag: null);

    public static YamlScalar Whole(long value) => Typed(value.ToString(CultureInfo.InvariantCulture));

    public static YamlScalar Truth(bool value) => Typed(value ? "true" : "false");

    public static YamlSequence List(IEnumerable<YamlNode> items) => new(default, items.ToList());

    public static YamlSequence List(IEnumerable<string> items) => List(items.Select(Text));

    public static YamlMapping Mapping(IEnumerable<YamlEntry> entries) => new(default, entries.ToList());

    public static YamlEntry Entry(string key, YamlNode value) => new(Text(key), value);

    /// <summary>What is no text: its YAML is given.</summary>
    public static YamlScalar Typed(string text) => new(default, text, IsPlain: true, Tag: null);
}
