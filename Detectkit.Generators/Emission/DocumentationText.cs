using System.Security;
using System.Text;

namespace Detectkit.Generators.Emission;

/// <summary>Turns free text from a metric file into XML documentation.</summary>
internal static class DocumentationText
{
    // All that C# takes for the end of a line, so that no part of the text can leave its comment.
    private static readonly string[] LineEnds = ["\r\n", "\n", "\r", "\u0085", "\u2028", "\u2029"];

    public static string Element(string name, string text)
    {
        var lines = text.Trim().Split(LineEnds, StringSplitOptions.None).Select(Escape).ToArray();
        return lines.Length == 1
            ? "/// <" + name + ">" + lines[0] + "</" + name + ">\n"
            : "/// <" + name + ">\n" + string.Concat(lines.Select(Line)) + "/// </" + name + ">\n";
    }

    /// <summary>Free text inside <c>&lt;c&gt;</c>.</summary>
    public static string Code(string text) => "<c>" + Escape(text) + "</c>";

    private static string Line(string line) => line.Length == 0 ? "///\n" : "/// " + line + "\n";

    private static string Escape(string text)
    {
        var result = new StringBuilder(text.Length);
        var trimmed = text.TrimEnd();
        for (var i = 0; i < trimmed.Length; i++)
        {
            var c = trimmed[i];
            if (char.IsSurrogatePair(trimmed, i))
            {
                result.Append(c).Append(trimmed[++i]);
            }
            else
            {
                // XML has no way to write other control characters or half a surrogate pair.
                result.Append(c != '\t' && (char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\ufffe' or '\uffff') ? '\ufffd' : c);
            }
        }

        return SecurityElement.Escape(result.ToString()).Replace("&apos;", "'").Replace("&quot;", "\"");
    }
}
