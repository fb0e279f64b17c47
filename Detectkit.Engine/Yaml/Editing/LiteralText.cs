using System.Globalization;
using System.Text;

namespace Detectkit.Yaml.Editing;

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
