namespace Detectkit.Yaml.Editing;

/// <summary>Takes elements out of a collection's text and puts others in; nothing else in it moves.</summary>
internal sealed class CollectionEdit(FileText file, YamlTokens tokens, List<Element> elements, List<bool> isRemoved, bool isEndUnsafe, bool isOrdered)
{
    /// <summary>The edits, or null where the collection is better written anew.</summary>
    public List<TextEdit>? TryEdit(List<Addition> additions, bool isFlow, int column, string newLine)
    {
        // Anything can only be put in behind an element that stays.
        var placed = additions.Select(a => a with { After = LastKept(a.After) }).ToList();
        if (elements.Count == 0 || isRemoved.TrueForAll(r => r))
        {
            return null;
        }

        return isFlow ? EditFlow(placed, newLine) : EditBlock(placed, column, newLine);
    }

    private int LastKept(int index)
    {
        while (index >= 0 && isRemoved[index])
        {
            index--;
        }

        return index;
    }

    private List<TextEdit>? EditBlock(List<Addition> additions, int column, string newLine)
    {
        var edits = new List<TextEdit>();
        var indentation = new string(' ', column);
        foreach (var (after, text) in additions)
        {
            var unsafeLast = isEndUnsafe && after == elements.Count - 1;
            if (unsafeLast && isOrdered)
            {
                return null;
            }

            if (after < 0 || unsafeLast)
            {
                // In front of an element, on its line: right whether that starts with a dash or not.
                var first = unsafeLast ? after : isRemoved.IndexOf(false);
                edits.Add(TextEdit.Insert(elements[first].Start, text + newLine + indentation));
            }
            else
            {
                edits.Add(TextEdit.Insert(elements[after].NextLine, indentation + text + newLine));
            }
        }

        for (var (i, end) = (0, 0); i < elements.Count; i = Math.Max(end, i + 1))
        {
            if (!isRemoved[i])
            {
                continue;
            }

            end = RunEnd(i);
            if (file.IsFirstOnLine(elements[i].Start))
            {
                for (var k = i; k < end; k++)
                {
                    edits.Add(TextEdit.Remove(file.LineStart(elements[k].Start), elements[k].NextLine));
                }

                if (i > 0 && elements[i - 1].EndsInBlockText)
                {
                    edits.AddRange(elements.GetRange(i, end - i).SelectMany(e => Outdented(e.NextLine, column)));
                }
            }
            else if (end < elements.Count)
            {
                // Behind a dash: the next element moves up to it.
                edits.Add(TextEdit.Remove(elements[i].Start, elements[end].Start));
            }
            else
            {
                return null;
            }
        }

        return edits;
    }

    // Comments that would now follow a block text at once, and stand deeper, would become part of it.
    private IEnumerable<TextEdit> Outdented(int start, int column)
    {
        for (var line = start; line < file.Text.Length; line = file.NextLine(line))
        {
            var text = file.Text.AsSpan(line, file.LineEnd(line) - line);
            var depth = text.Length - text.TrimStart(' ').Length;
            if (depth < text.Length && text[depth] != '#')
            {
                yield break;
            }

            if (depth < text.Length && depth > column)
            {
                yield return TextEdit.Remove(line, line + depth - column);
            }
        }
    }

    private List<TextEdit> EditFlow(List<Addition> additions, string newLine)
    {
        var edits = new List<TextEdit>();
        var pending = additions.ToList();
        for (var (i, end) = (0, 0); i < elements.Count; i = Math.Max(end, i + 1))
        {
            if (!isRemoved[i])
            {
                continue;
            }

            // What is new takes the places of what goes, as far as that reaches.
            end = RunEnd(i);
            var first = i;
            var after = LastKept(i);
            var fitting = pending.Where(a => !isOrdered || a.After == after).ToList();
            for (; first < end && fitting.Count > 0; first++)
            {
                var taken = isOrdered && first == end - 1 ? fitting.Count : 1;
                edits.Add(new TextEdit(elements[first].Start, elements[first].End, string.Join(", ", fitting.Take(taken).Select(a => a.Text))));
                pending.RemoveAll(fitting.Take(taken).Contains);
                fitting.RemoveRange(0, taken);
            }

            if (first < end)
            {
                RemoveFlow(first, end, edits);
            }
        }

        foreach (var (after, text) in pending)
        {
            edits.Add(AddFlow(after, text, newLine));
        }

        return edits;
    }

    private void RemoveFlow(int first, int end, List<TextEdit> edits)
    {
        var isLast = end == elements.Count;
        var comma = tokens.CommaAfter(elements[end - 1].End);
        var stop = comma?.End ?? elements[end - 1].End;
        if (file.IsFirstOnLine(elements[first].Start) && file.IsLastOnLine(stop) && first > 0)
        {
            edits.Add(TextEdit.Remove(file.LineStart(elements[first].Start), file.NextLine(stop)));
            if (isLast && comma is null && tokens.CommaAfter(elements[first - 1].End) is { } before)
            {
                edits.Add(TextEdit.Remove(before.Start, before.End));
            }
        }
        else if (first == 0)
        {
            edits.Add(TextEdit.Remove(elements[0].Start, elements[end].Start));
        }
        else
        {
            edits.Add(TextEdit.Remove(elements[first - 1].End, elements[end - 1].End));
        }
    }

    private TextEdit AddFlow(int after, string text, string newLine)
    {
        if (after < 0)
        {
            return TextEdit.Insert(elements[isRemoved.IndexOf(false)].Start, text + ", ");
        }

        // Elements on lines of their own: so is the new one, unless a comma is missing that would have to be put in before a comment.
        var element = elements[after];
        var comma = tokens.CommaAfter(element.End)?.End ?? element.End;
        var isLineOfItsOwn = file.IsFirstOnLine(element.Start) && file.IsLastOnLine(comma) && file.NextLine(comma) < file.Text.Length;
        if (!isLineOfItsOwn)
        {
            return TextEdit.Insert(element.End, ", " + text);
        }

        var indentation = file.Text[file.LineStart(element.Start)..element.Start];
        return comma > element.End
            ? TextEdit.Insert(file.NextLine(comma), indentation + text + "," + newLine)
            : TextEdit.Insert(element.End, "," + newLine + indentation + text);
    }

    private int RunEnd(int start)
    {
        var end = start;
        while (end < elements.Count && isRemoved[end])
        {
            end++;
        }

        return end;
    }
}
