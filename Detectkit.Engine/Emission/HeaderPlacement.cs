using Detectkit.Yaml.Editing;

namespace Detectkit.Emission;

/// <summary>Where the header stands in a metric's own file.</summary>
internal static class HeaderPlacement
{
    private const string LanguageServer = "# yaml-language-server:";
    private const string DocumentStart = "---";

    // What a line of the header may start with, should its lower border have been lost.
    private static readonly string[] Beginnings =
    [
        TunedHeader.Title, "# Generated from: ", "# Training period : ", "# Labels          : ", "# Scoring metric  : ", "# Objective       : ",
        "# Score           : ", "# SEARCH ", "# THRESHOLD ", "# CONFIDENCE ", "# DEFAULT ",
        "# SEASONALITY ", "# DETECTOR ", "# GRID SEARCH ", "# WINDOW ", "# Reproduce: ",
    ];

    /// <summary>The edits that put the header into a text: in the place of an earlier one, else at the top.</summary>
    public static IEnumerable<TextEdit> Put(FileText file, int contentStart, IEnumerable<string> lines)
    {
        var header = string.Concat(lines.Select(l => l + file.NewLine));
        var isPut = false;
        var top = 0;
        for (var line = 0; line < file.LineStart(contentStart); line = file.NextLine(line))
        {
            var text = Line(file, line);
            if (IsTop(text))
            {
                top = file.NextLine(line);
            }
            else if (EndOfHeader(file, line, contentStart) is { } end)
            {
                yield return new TextEdit(line, end, isPut ? "" : header);
                isPut = true;
                line = end;
                if (line >= file.LineStart(contentStart))
                {
                    break;
                }
            }
        }

        if (!isPut)
        {
            yield return TextEdit.Insert(top, header);
        }
    }

    // A document's start with content on its line is no line to go below.
    private static bool IsTop(string line) =>
        line.StartsWith(LanguageServer, StringComparison.Ordinal)
        || line.StartsWith('%')
        || (line.StartsWith(DocumentStart, StringComparison.Ordinal) && (line.AsSpan(DocumentStart.Length).IsWhiteSpace() || line[DocumentStart.Length..].TrimStart().StartsWith('#')));

    private static int? EndOfHeader(FileText file, int start, int contentStart)
    {
        var second = file.NextLine(start);
        if (Line(file, start) != TunedHeader.Border || !Line(file, second).StartsWith(TunedHeader.Title, StringComparison.Ordinal))
        {
            return null;
        }

        var line = second;
        while (line < file.LineStart(contentStart) && Beginnings.Any(b => Line(file, line).StartsWith(b, StringComparison.Ordinal)))
        {
            line = file.NextLine(line);
        }

        return line < file.LineStart(contentStart) && Line(file, line) == TunedHeader.Border ? file.NextLine(line) : line;
    }

    private static string Line(FileText file, int start) => file.Text[start..file.LineEnd(start)].TrimEnd();
}
