using System.Globalization;
using Detectkit.Statistics;

namespace Detectkit.Yaml.Editing;

/// <summary>Nodes that stand in no file yet: their span is empty and on line 0.</summary>
internal static class NewNode
{
    /// <summary>Whether a node stands in no file.</summary>
    public static bool Is(YamlNode node) => node.Span.Start.Line == 0;

    /// <summary>A text.</summary>
    public static YamlScalar Text(string text) => new(default, text, IsPlain: false, Tag: null);

    /// <summary>A whole number.</summary>
    public static YamlScalar Whole(long value) => Typed(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A truth value.</summary>
    public static YamlScalar Truth(bool value) => Typed(value ? "true" : "false");

    /// <summary>A list.</summary>
    public static YamlSequence List(IEnumerable<YamlNode> items) => new(default, items.ToList());

    /// <summary>A list of texts.</summary>
    public static YamlSequence List(IEnumerable<string> items) => List(items.Select(Text));

    /// <summary>A mapping.</summary>
    public static YamlMapping Mapping(IEnumerable<YamlEntry> entries) => new(default, entries.ToList());

    /// <summary>An entry.</summary>
    public static YamlEntry Entry(string key, YamlNode value) => new(Text(key), value);

    /// <summary>A number.</summary>
    public static YamlScalar Number(double value) => Typed(NumberText(value));

    /// <summary>Null.</summary>
    public static YamlScalar Null => Typed("null");

    private static YamlScalar Typed(string text) => new(default, text, IsPlain: true, Tag: null);

    // YAML 1.1 takes an exponent only behind a point and with a sign, else the number is a text.
    private static string NumberText(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? ".nan" : value > 0 ? ".inf" : "-.inf";
        }

        var text = PythonNumber.Repr(value);
        return text.Contains('.', StringComparison.Ordinal) ? text : text.Replace("e", ".0e", StringComparison.Ordinal);
    }
}
