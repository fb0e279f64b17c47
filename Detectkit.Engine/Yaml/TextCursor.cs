namespace Detectkit.Yaml;

/// <summary>A place in a YAML text that moves forward. Beyond the end stands NUL, which no checked text holds.</summary>
internal sealed class TextCursor(string text)
{
    private int lineStart;

    public int Index { get; private set; }

    public int Line { get; private set; }

    /// <summary>Characters before the next one in its line.</summary>
    public int Column => Index - lineStart;

    public bool IsAtEnd => Index >= text.Length;

    public char Current => Peek(0);

    public static bool IsBreak(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    /// <summary>Whether a character ends a line or the text.</summary>
    public static bool IsBreakOrEnd(char c) => c == '\0' || IsBreak(c);

    /// <summary>Whether a character is a space, a tab, or ends a line or the text.</summary>
    public static bool IsBlank(char c) => c is ' ' or '\t' || IsBreakOrEnd(c);

    public char Peek(int distance) => Index + distance < text.Length ? text[Index + distance] : '\0';

    /// <summary>Moves over characters that end no line.</summary>
    public void Advance(int count = 1) => Index = Math.Min(Index + count, text.Length);

    /// <summary>Takes characters that end no line.</summary>
    public string Read(int count)
    {
        var taken = text.Substring(Index, count);
        Index += count;
        return taken;
    }

    public string TextBetween(int start, int end) => text.Substring(start, end - start);

    /// <summary>Moves over spaces and tells how many there were.</summary>
    public int SkipSpaces()
    {
        var spaces = LengthWhile(c => c == ' ');
        Index += spaces;
        return spaces;
    }

    public void SkipToBreak() => Index += LengthWhile(c => !IsBreakOrEnd(c));

    /// <summary>Moves over spaces and a comment behind them.</summary>
    public void SkipSpacesAndComment()
    {
        SkipSpaces();
        if (Current == '#')
        {
            SkipToBreak();
        }
    }

    public int LengthWhile(Func<char, bool> isOfKind)
    {
        var length = 0;
        while (Index + length < text.Length && isOfKind(text[Index + length]))
        {
            length++;
        }

        return length;
    }

    /// <summary>Moves over the end of a line, if there is one, and gives it as YAML normalises it; else empty.</summary>
    public string ReadBreak()
    {
        var c = Current;
        if (!IsBreak(c))
        {
            return "";
        }

        Index += c == '\r' && Peek(1) == '\n' ? 2 : 1;
        lineStart = Index;
        Line++;
        return c is '\u2028' or '\u2029' ? c.ToString() : "\n";
    }

    /// <summary>Whether a mark of three characters (<c>---</c>, <c>...</c>) stands here by itself.</summary>
    public bool IsAtMark(char c) => Current == c && Peek(1) == c && Peek(2) == c && IsBlank(Peek(3));

    /// <summary>Whether a document starts or ends here, given that a line does.</summary>
    public bool IsAtDocumentMark => IsAtMark('-') || IsAtMark('.');
}
