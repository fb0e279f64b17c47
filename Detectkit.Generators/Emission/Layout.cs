using System.Text;

namespace Detectkit.Generators.Emission;

/// <summary>Layout of generated code.</summary>
internal static class Layout
{
    /// <summary>Moves every line that is not empty one level to the right; raw literals follow, since their margin moves with them.</summary>
    /// <param name="lines">Lines separated by line feeds.</param>
    /// <returns>The indented lines.</returns>
    public static string Indent(string lines)
    {
        var result = new StringBuilder(lines.Length + 64);
        var start = 0;
        while (start < lines.Length)
        {
            var end = lines.IndexOf('\n', start);
            end = end < 0 ? lines.Length : end + 1;
            if (lines[start] != '\n')
            {
                result.Append("    ");
            }

            result.Append(lines, start, end - start);
            start = end;
        }

        return result.ToString();
    }
}
