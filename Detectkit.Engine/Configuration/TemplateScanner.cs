namespace Detectkit.Configuration;

/// <summary>Finds the variables in <c>{{ }}</c> and <c>{% %}</c> tags.</summary>
internal sealed class TemplateScanner(string text)
{
    // Words of the template language and its built-in functions and values.
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "and", "or", "not", "in", "is", "if", "elif", "else", "endif", "for", "endfor", "set", "endset", "raw", "endraw", "with", "endwith",
        "filter", "endfilter", "macro", "endmacro", "call", "endcall", "do", "recursive", "scoped", "ignore", "missing", "true", "false", "none",
        "True", "False", "None", "loop", "range", "dict", "lipsum", "cycler", "joiner", "namespace", "break", "continue", "autoescape", "endautoescape",
        "block", "endblock",
    };

    private readonly List<(string Name, int Index)> variables = [];
    private int at;

    public IReadOnlyList<(string Name, int Index)> Variables => variables;

    public HashSet<string> Assigned { get; } = new(StringComparer.Ordinal);

    /// <summary>Where a tag opens that is not closed; null where all are.</summary>
    public int? Unclosed { get; private set; }

    /// <summary>Scans the text once.</summary>
    public void Run()
    {
        while (Unclosed is null && at < text.Length && (at = text.IndexOf('{', at)) >= 0 && at + 1 < text.Length)
        {
            switch (text[at + 1])
            {
                case '{':
                    ReadTag("}}");
                    break;
                case '%':
                    ReadTag("%}");
                    break;
                case '#':
                    Skip("#}");
                    break;
                default:
                    at++;
                    break;
            }
        }
    }

    private static bool IsNameStart(char c) => c == '_' || char.IsLetter(c);

    private static bool IsNamePart(char c) => c == '_' || char.IsLetterOrDigit(c);

    private void Skip(string end)
    {
        var close = text.IndexOf(end, at + 2, StringComparison.Ordinal);
        if (close < 0)
        {
            Unclosed = at;
        }
        else
        {
            at = close + end.Length;
        }
    }

    private void ReadTag(string end)
    {
        var open = at;
        var words = new List<string>();
        at += 2;
        while (at < text.Length)
        {
            var c = text[at];
            if (string.CompareOrdinal(text, at, end, 0, end.Length) == 0)
            {
                at += end.Length;
                EndTag(words);
                return;
            }

            if (c is '\'' or '"')
            {
                SkipLiteral(c);
            }
            else if (IsNameStart(c))
            {
                ReadName(words);
            }
            else
            {
                // A number may hold letters, as in 1e3.
                at += char.IsDigit(c) ? NameLength() : 1;
            }
        }

        Unclosed = open;
    }

    // What the template language leaves alone holds no variables.
    private void EndTag(List<string> words)
    {
        if (words.Count == 1 && words[0] == "raw")
        {
            var close = text.IndexOf("endraw", at, StringComparison.Ordinal);
            at = close < 0 ? text.Length : close;
        }
    }

    private void SkipLiteral(char quote)
    {
        at++;
        while (at < text.Length && text[at] != quote)
        {
            at += text[at] == '\\' ? 2 : 1;
        }

        at++;
    }

    private void ReadName(List<string> words)
    {
        var start = at;
        var name = text.Substring(at, NameLength());
        at += name.Length;
        var before = Before(start);
        var isTarget = words.Count > 0 && (words[0] is "set" or "macro" || (words[0] is "for" && !words.Contains("in")));
        if (isTarget && before != '.' && !(words[0] == "set" && text.LastIndexOf('=', start, start - LastOpen(start)) >= 0))
        {
            Assigned.Add(name);
        }
        else if (before is not ('.' or '|') && !Words.Contains(name) && (words.Count == 0 || words[words.Count - 1] != "is") && !IsTestAfterNot(words) && After(at) != '=')
        {
            variables.Add((name, start));
        }

        words.Add(name);
    }

    private static bool IsTestAfterNot(List<string> words) =>
        words.Count > 1 && words[words.Count - 1] == "not" && words[words.Count - 2] == "is";

    private int NameLength()
    {
        var length = 1;
        while (at + length < text.Length && IsNamePart(text[at + length]))
        {
            length++;
        }

        return length;
    }

    private int LastOpen(int index) => Math.Max(0, text.LastIndexOf("{%", index, StringComparison.Ordinal));

    private char Before(int index)
    {
        var i = index - 1;
        while (i >= 0 && char.IsWhiteSpace(text[i]))
        {
            i--;
        }

        return i < 0 ? '\0' : text[i];
    }

    // A single '=' after a name is a named argument or an assignment.
    private char After(int index)
    {
        var i = index;
        while (i < text.Length && char.IsWhiteSpace(text[i]))
        {
            i++;
        }

        return i < text.Length && !(text[i] == '=' && i + 1 < text.Length && text[i + 1] == '=') ? text[i] : '\0';
    }
}
