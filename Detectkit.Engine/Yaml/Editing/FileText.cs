namespace Detectkit.Yaml.Editing;

/// <summary>A file's text by lines, broken where YAML breaks them.</summary>
internal sealed class FileText(string text)
{
    public string Text => text;

    /// <summary>The line break that the file uses first; a line feed where there is none.</summary>
    public string NewLine { get; } = FirstBreak(text);

    public int LineStart(int place)
    {
        while (place > 0 && !TextCursor.IsBreak(text[place - 1]))
        {
            place--;
        }

        return place;
    }

    /// <summary>The end of the line that holds a place, before its break.</summary>
    public int LineEnd(int place)
    {
        while (place < text.Length && !TextCursor.IsBreak(text[place]))
        {
            place++;
        }

        return place;
    }

    /// <summary>The start of the line after the one that holds a place; the text's end without one.</summary>
    public int NextLine(int place)
    {
        var end = LineEnd(place);
        return end + 1 < text.Length && text[end] == '\r' && text[end + 1] == '\n' ? end + 2 : Math.Min(end + 1, text.Length);
    }

    public int Column(int place) => place - LineStart(place);

    /// <summary>Whether only white space stands before a place in its line.</summary>
    public bool IsFirstOnLine(int place) => IsBlank(LineStart(place), place);

    /// <summary>Whether only white space, or a comment after it, stands behind a place in its line.</summary>
    public bool IsLastOnLine(int place)
    {
        var end = LineEnd(place);
        var at = place;
        while (at < end && text[at] is ' ' or '\t')
        {
            at++;
        }

        return at == end || (text[at] == '#' && at > place);
    }

    /// <summary>Whether a range holds nothing but white space.</summary>
    public bool IsBlank(int start, int end) => string.IsNullOrWhiteSpace(text[start..end]);

    private static string FirstBreak(string text)
    {
        var at = text.AsSpan().IndexOfAny('\n', '\r');
        return at < 0 || text[at] == '\n' ? "\n" : at + 1 < text.Length && text[at + 1] == '\n' ? "\r\n" : "\r";
    }
}
