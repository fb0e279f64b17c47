using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Detectkit.Build.Pages.Evidence;

/// <summary>Writes what changes in a metric's YAML, line by line.</summary>
internal static class YamlDiff
{
    private const int Context = 3;

    public static void Write(HtmlWriter html, YamlChange change)
    {
        var lines = InlineDiffBuilder.Diff(change.Before, change.After, ignoreWhiteSpace: false).Lines;
        html.Open("pre.diff", ("tabindex", "0"), ("aria-label", "Changes in the YAML"));
        var isSkipping = false;
        // What follows the last line feed is no line.
        var end = lines.Count > 0 && lines[^1] is { Type: ChangeType.Unchanged, Text: "" } ? lines.Count - 1 : lines.Count;
        for (var i = 0; i < end; i++)
        {
            if (!IsNearChange(lines, i))
            {
                if (!isSkipping)
                {
                    html.Element("span.skipped", "⋯").Line();
                }

                isSkipping = true;
                continue;
            }

            isSkipping = false;
            var (tag, sign) = lines[i].Type switch
            {
                ChangeType.Inserted => ("ins", "+ "),
                ChangeType.Deleted => ("del", "- "),
                _ => ("span", "  "),
            };
            html.Element(tag, sign + lines[i].Text).Line();
        }

        html.CloseLine();
    }

    private static bool IsNearChange(List<DiffPiece> lines, int at) =>
        lines[Math.Max(0, at - Context)..Math.Min(lines.Count, at + Context + 1)].Any(line => line.Type is ChangeType.Inserted or ChangeType.Deleted);
}
