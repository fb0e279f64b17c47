namespace Detectkit.Yaml.Editing;

/// <summary>What stands in each line of a text that parses: YAML, and a comment behind it.</summary>
internal sealed class LineComments
{
    private readonly FileText file;
    private readonly YamlTokens tokens;
    private readonly List<int> starts = [0];

    public LineComments(string text)
    {
        file = new FileText(text.StartsWith('\uFEFF') ? text[1..] : text);
        tokens = new YamlTokens(file.Text);
        for (var next = file.NextLine(0); next < file.Text.Length; next = file.NextLine(next))
        {
            starts.Add(next);
        }
    }

    /// <summary>The words of the comment behind what stands in a line, or null.</summary>
    public string? Comment(int line) => Place(line) is { } place ? file.Text[place..file.LineEnd(place)].TrimStart('#').Trim() : null;

    /// <summary>What stands in a line before its comment, without the dash of a list.</summary>
    public string Code(int line)
    {
        var start = starts[line - 1];
        var code = file.Text[start..(Place(line) ?? file.LineEnd(start))].Trim();
        return code.StartsWith("- ", StringComparison.Ordinal) ? code[2..].TrimStart() : code;
    }

    private int? Place(int line)
    {
        if (line > starts.Count)
        {
            return null;
        }

        // Behind the last token: within one that goes on in the next line there is no comment, and a line of a comment alone belongs to no value.
        var start = starts[line - 1];
        var end = file.LineEnd(start);
        if (tokens.Before(end) is not { } token || token.End <= start || token.End > end)
        {
            return null;
        }

        var at = token.End;
        while (at < end && file.Text[at] is ' ' or '\t')
        {
            at++;
        }

        return at < end && file.Text[at] == '#' ? at : null;
    }
}
