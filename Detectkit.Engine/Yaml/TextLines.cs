namespace Detectkit.Yaml;

/// <summary>Lines of a text, broken where YAML and the compiler break them.</summary>
internal sealed class TextLines
{
    private readonly string text;
    private readonly List<int> starts = [0];

    public TextLines(string text)
    {
        this.text = text;
        for (var i = 0; i < text.Length; i++)
        {
            if (TextCursor.IsBreak(text[i]) && !(text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n'))
            {
                starts.Add(i + 1);
            }
        }
    }

    /// <summary>The place of an offset; beyond the text, its end.</summary>
    public SourcePosition At(long index)
    {
        var within = (int)Math.Max(0, Math.Min(index, text.Length));
        var found = starts.BinarySearch(within);
        var line = found >= 0 ? found : ~found - 1;
        return new SourcePosition(within, line + 1, within - starts[line] + 1);
    }

    /// <summary>The range between two offsets, trailing white space left out.</summary>
    public SourceSpan Trimmed(long start, long end)
    {
        var last = (int)Math.Min(end, text.Length);
        while (last > start && char.IsWhiteSpace(text[last - 1]))
        {
            last--;
        }

        return new SourceSpan(At(start), At(last));
    }

    public SourceSpan Character(long index) => new(At(index), At(index + 1));
}
