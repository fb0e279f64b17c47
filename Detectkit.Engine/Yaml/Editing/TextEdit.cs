using System.Text;

namespace Detectkit.Yaml.Editing;

/// <summary>A range of a text and what takes its place.</summary>
/// <param name="Start">The first character taken out.</param>
/// <param name="End">The place after the last; equal to <paramref name="Start"/> where nothing is taken out.</param>
/// <param name="Text">What is put in.</param>
internal sealed record TextEdit(int Start, int End, string Text)
{
    public static TextEdit Insert(int at, string text) => new(at, at, text);

    public static TextEdit Remove(int start, int end) => new(start, end, "");

    public bool Covers(int start, int end) => Start <= start && end <= End && End > Start;

    /// <summary>The text with all edits made; null where two edits contradict each other.</summary>
    /// <param name="text">The text.</param>
    /// <param name="edits">The edits; of several at one place, insertions come first, in the order given.</param>
    public static string? Apply(string text, IEnumerable<TextEdit> edits)
    {
        var result = new StringBuilder(text.Length);
        var at = 0;
        foreach (var edit in edits.OrderBy(e => e.Start).ThenBy(e => e.End > e.Start))
        {
            if (edit.Start < at)
            {
                return null;
            }

            result.Append(text, at, edit.Start - at).Append(edit.Text);
            at = edit.End;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }
}
