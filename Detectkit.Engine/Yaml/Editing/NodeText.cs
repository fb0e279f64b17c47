using System.Globalization;
using System.Text;

namespace Detectkit.Yaml.Editing;

/// <summary>
/// Writes nodes as YAML text, aliases and merges expanded. Its own writer, not the library's: fragments must fit into a file with
/// that file's indentation, line breaks and quoting.
/// </summary>
internal sealed class NodeText(string newLine, int step, bool isJson, bool hasLiterals = true)
{
    private const int LongestFlow = 100;

    public string NewLine => newLine;

    public int Step => step;

    public string Flow(YamlNode node) => node switch
    {
        YamlSequence list => "[" + string.Join(", ", list.Items.Select(Flow)) + "]",
        YamlMapping mapping => "{" + string.Join(", ", MappingKeys.Effective(mapping).Select(FlowEntry)) + "}",
        YamlScalar scalar => Scalar(scalar, inFlow: true),
        _ => "",
    };

    public string FlowEntry(YamlEntry entry) => Flow(entry.Key) + ": " + Flow(entry.Value);

    /// <summary>The lines of a mapping or list in block style, the first without its indentation, the last without its break.</summary>
    /// <param name="node">A node for which <see cref="IsBlock"/> is true.</param>
    /// <param name="indent">Columns before each line but the first.</param>
    public string Block(YamlNode node, int indent)
    {
        var lines = node is YamlMapping mapping
            ? MappingKeys.Effective(mapping).Select(e => BlockEntry(e, indent))
            : ((YamlSequence)node).Items.Select(i => BlockItem(i, indent));
        return string.Join(newLine + new string(' ', indent), lines);
    }

    /// <summary>A mapping's entry in block style, the first line without its indentation, the last without its break.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="indent">Columns before the key.</param>
    public string BlockEntry(YamlEntry entry, int indent)
    {
        var result = new StringBuilder(Scalar((YamlScalar)entry.Key, inFlow: false)).Append(':');
        if (IsBlock(entry.Value))
        {
            return result.Append(newLine).Append(' ', indent + step).Append(Block(entry.Value, indent + step)).ToString();
        }

        var isLiteral = entry.Value is YamlScalar { Value: TextScalar { Value: var text } } && hasLiterals && !isJson && LiteralText.Fits(text);
        return result
            .Append(' ')
            .Append(isLiteral ? LiteralText.Write(((TextScalar)((YamlScalar)entry.Value).Value).Value, indent + step, step, newLine) : Inline(entry.Value))
            .ToString();
    }

    /// <summary>A list's item in block style with its dash, the first line without its indentation, the last without its break.</summary>
    /// <param name="item">The item.</param>
    /// <param name="indent">Columns before the dash.</param>
    public string BlockItem(YamlNode item, int indent) => "- " + (IsBlock(item) ? Block(item, indent + 2) : Inline(item));

    /// <summary>Whether a node reads better over several lines: mappings, lists that hold one, and long lists.</summary>
    public bool IsBlock(YamlNode node) => node switch
    {
        _ when isJson => false,
        YamlMapping mapping => mapping.Entries.Count > 0,
        YamlSequence list => list.Items.Any(i => i is YamlMapping) || Flow(list).Length > LongestFlow,
        _ => false,
    };

    /// <summary>The node on one line, as it can stand after a colon or a dash.</summary>
    public string Inline(YamlNode node) => node is YamlScalar scalar ? Scalar(scalar, inFlow: false) : Flow(node);

    private string Scalar(YamlScalar scalar, bool inFlow)
    {
        if (scalar.Value is TextScalar { Value: var text })
        {
            return isJson ? ScalarText.DoubleQuoted(text) : inFlow ? ScalarText.InFlow(text) : ScalarText.InBlock(text);
        }

        // Without its tag the text may mean something else: !!float 3 is no whole number.
        return scalar.Tag is null || ScalarResolver.Resolve(scalar.Text, isPlain: true, tag: null) == scalar.Value
            ? scalar.Text.Length > 0 ? scalar.Text : "null"
            : "!<" + scalar.Tag + "> " + ScalarText.DoubleQuoted(scalar.Text);
    }
}

/// <summary>Texts of several lines as literal blocks (<c>|</c>), which keep queries and descriptions readable.</summary>
internal static class LiteralText
{
    /// <summary>Whether a text has several lines and can be written so without losing a character.</summary>
    public static bool Fits(string text) =>
        text.Contains('\n', StringComparison.Ordinal) && ScalarText.IsPrintable(text) && text.Split('\n').Any(l => l.Trim(' ', '\t').Length > 0);

    /// <summary>The block: its header, then its lines, without the last line break.</summary>
    /// <param name="text">A text that fits.</param>
    /// <param name="indent">Columns before the lines.</param>
    /// <param name="step">Columns by which the lines stand deeper than their key, 1 to 9.</param>
    /// <param name="newLine">The line break of the file.</param>
    public static string Write(string text, int indent, int step, string newLine)
    {
        var body = text.TrimEnd('\n');
        var breaks = text.Length - body.Length;

        // Left to itself, a reader finds the depth by the first line that holds anything: white space in front needs it written.
        var isExplicit = body.TrimStart('\n')[0] is ' ' or '\t';
        var result = new StringBuilder("|");
        result.Append(isExplicit ? step.ToString(CultureInfo.InvariantCulture) : "").Append(breaks switch { 0 => "-", 1 => "", _ => "+" });
        foreach (var line in body.Split('\n'))
        {
            result.Append(newLine).Append(line.Length > 0 ? new string(' ', indent) : "").Append(line);
        }

        for (var i = 1; i < breaks; i++)
        {
            result.Append(newLine);
        }

        return result.ToString();
    }
}
