namespace Detectkit.Yaml;

/// <summary>
/// Splits a text into tokens by YAML 1.1's rules. Whether something is a key is known only at its colon, so that tokens wait in a
/// queue until then; a key without <c>?</c> stands in one line and is at most 1,024 characters long, which bounds the wait.
/// </summary>
internal sealed class TokenScanner
{
    private const int LongestKey = 1024;
    private const int NoIndent = -1;
    private readonly TextCursor cursor;
    private readonly TextLines lines;
    private readonly LinkedList<YamlToken> waiting = new();
    private readonly Stack<int> outerIndents = new();
    private readonly List<PossibleKey?> possibleKeys = [null];
    private int indent = NoIndent;
    private bool mayStartKey = true;
    private bool isDone;

    public TokenScanner(string text, TextLines lines)
    {
        this.lines = lines;
        cursor = new TextCursor(text);
    }

    /// <summary>The first thing wrong, or null. After it there is only <see cref="TokenKind.End"/>.</summary>
    public YamlFault? Fault { get; private set; }

    public YamlToken Current
    {
        get
        {
            while (Fault is null && !isDone && NeedsMore())
            {
                Fetch();
            }

            return Fault is null && waiting.First is { } first ? first.Value : new YamlToken(TokenKind.End, cursor.Index, cursor.Index);
        }
    }

    // Block structure counts only outside brackets; a bracket too many ends the text anyway.
    private int FlowLevel => possibleKeys.Count - 1;

    private bool IsInFlow => FlowLevel > 0;

    public YamlToken Read()
    {
        var token = Current;
        if (Fault is null && waiting.Count > 0)
        {
            waiting.RemoveFirst();
        }

        return token;
    }

    /// <summary>Says what is wrong, unless something is already.</summary>
    public void Fail(Rule rule, int start, int end, string message) =>
        Fault ??= new YamlFault(rule, new SourceSpan(lines.At(start), lines.At(Math.Max(end, start + 1))), message);

    /// <summary>Says what is wrong with the syntax, unless something is already.</summary>
    public void Fail(int index, string reason) => Fail(Rules.YamlSyntax, index, index + 1, "Not valid YAML: " + reason + ".");

    private bool NeedsMore()
    {
        if (waiting.Count == 0)
        {
            return true;
        }

        ForgetStaleKeys();
        foreach (var key in possibleKeys)
        {
            if (key?.Token == waiting.First)
            {
                return true;
            }
        }

        return false;
    }

    private void Fetch()
    {
        SkipToToken();
        ForgetStaleKeys();
        Unwind(cursor.Column);
        if (Fault is not null)
        {
            return;
        }

        if (cursor.IsAtEnd)
        {
            End();
        }
        else if (cursor.Column == 0 && (cursor.Current == '%' || cursor.IsAtDocumentMark))
        {
            FetchDocumentToken();
        }
        else
        {
            FetchContent(cursor.Current);
        }
    }

    private void FetchContent(char c)
    {
        switch (c)
        {
            case '[' or '{':
                AddKeyPart(Single(c == '[' ? TokenKind.FlowSequenceStart : TokenKind.FlowMappingStart));
                possibleKeys.Add(null);
                mayStartKey = true;
                break;
            case ']' or '}':
                CloseFlow(c);
                break;
            case ',':
                DropKey();
                mayStartKey = true;
                Add(TokenKind.FlowEntry, 1);
                break;
            case '-' when TextCursor.IsBlank(cursor.Peek(1)):
                FetchEntry();
                break;
            case '?' when IsInFlow || TextCursor.IsBlank(cursor.Peek(1)):
                FetchKey();
                break;
            case ':' when IsInFlow || TextCursor.IsBlank(cursor.Peek(1)):
                FetchValue();
                break;
            case '*' or '&':
                AddKeyPart(PropertyScanner.Anchor(cursor, this));
                break;
            case '!':
                AddKeyPart(PropertyScanner.Tag(cursor, this));
                break;
            case '|' or '>' when !IsInFlow:
                DropKey();
                mayStartKey = true;
                waiting.AddLast(BlockScalarScanner.Scan(cursor, this, indent));
                break;
            case '\'' or '"':
                AddKeyPart(QuotedScalarScanner.Scan(cursor, this));
                break;
            default:
                FetchPlain(c);
                break;
        }
    }

    private void FetchPlain(char c)
    {
        var next = cursor.Peek(1);
        var startsPlain = c is '-' or '?' or ':'
            ? !TextCursor.IsBlank(next) && (c == '-' || !IsInFlow)
            : c is not ('\t' or '#' or '|' or '>' or '%' or '@' or '`');
        if (startsPlain)
        {
            var (token, crossedLine) = PlainScalarScanner.Scan(cursor, indent, IsInFlow);
            AddKeyPart(token);
            mayStartKey = crossedLine;
        }
        else if (c == '\t')
        {
            Fail(Rules.YamlTab, cursor.Index, cursor.Index + 1, "A tab may only stand in quotes, in a block text or in a comment; use spaces.");
        }
        else
        {
            Fail(cursor.Index, "nothing can start with '" + c + "' here; a text that does needs quotes");
        }
    }

    private void FetchDocumentToken()
    {
        Unwind(NoIndent);
        DropKey();
        mayStartKey = false;
        if (cursor.Current == '%')
        {
            waiting.AddLast(PropertyScanner.Directive(cursor, this));
        }
        else
        {
            Add(cursor.Current == '-' ? TokenKind.DocumentStart : TokenKind.DocumentEnd, 3);
        }
    }

    private void End()
    {
        Unwind(NoIndent);
        DropKey();
        isDone = true;
        waiting.AddLast(new YamlToken(TokenKind.End, cursor.Index, cursor.Index));
    }

    private void CloseFlow(char c)
    {
        DropKey();
        if (IsInFlow)
        {
            possibleKeys.RemoveAt(possibleKeys.Count - 1);
        }

        mayStartKey = false;
        Add(c == ']' ? TokenKind.FlowSequenceEnd : TokenKind.FlowMappingEnd, 1);
    }

    private void FetchEntry()
    {
        StartBlock(TokenKind.BlockSequenceStart, "a list item cannot start here");
        mayStartKey = true;
        DropKey();
        Add(TokenKind.BlockEntry, 1);
    }

    private void FetchKey()
    {
        StartBlock(TokenKind.BlockMappingStart, "a key cannot start here");
        mayStartKey = !IsInFlow;
        DropKey();
        Add(TokenKind.Key, 1);
    }

    private void FetchValue()
    {
        if (possibleKeys[FlowLevel] is { } key)
        {
            possibleKeys[FlowLevel] = null;
            var mark = waiting.AddBefore(key.Token, new YamlToken(TokenKind.Key, key.At.Index, key.At.Index));
            if (!IsInFlow)
            {
                Indent(key.At, TokenKind.BlockMappingStart, mark);
            }

            mayStartKey = false;
        }
        else
        {
            StartBlock(TokenKind.BlockMappingStart, "a value cannot start here; a text that holds ': ' needs quotes");
            mayStartKey = !IsInFlow;
            DropKey();
        }

        Add(TokenKind.Value, 1);
    }

    // Only in block style does a place decide what belongs together.
    private void StartBlock(TokenKind start, string problem)
    {
        if (IsInFlow)
        {
            return;
        }

        if (!mayStartKey)
        {
            Fail(cursor.Index, problem);
        }

        Indent(lines.At(cursor.Index), start, null);
    }

    // What may be a key, or the first part of one.
    private void AddKeyPart(YamlToken token)
    {
        if (mayStartKey)
        {
            DropKey();
        }

        var added = waiting.AddLast(token);
        if (mayStartKey)
        {
            var at = lines.At(token.Start);
            possibleKeys[FlowLevel] = new PossibleKey(added, !IsInFlow && indent == at.Column - 1, at);
        }

        mayStartKey = false;
    }

    private YamlToken Single(TokenKind kind)
    {
        cursor.Advance();
        return new YamlToken(kind, cursor.Index - 1, cursor.Index);
    }

    private void Add(TokenKind kind, int length)
    {
        waiting.AddLast(new YamlToken(kind, cursor.Index, cursor.Index + length));
        cursor.Advance(length);
    }

    private void SkipToToken()
    {
        while (true)
        {
            cursor.SkipSpacesAndComment();
            if (cursor.ReadBreak().Length == 0)
            {
                return;
            }

            mayStartKey |= !IsInFlow;
        }
    }

    private void Indent(SourcePosition at, TokenKind start, LinkedListNode<YamlToken>? before)
    {
        if (indent >= at.Column - 1)
        {
            return;
        }

        outerIndents.Push(indent);
        indent = at.Column - 1;
        var token = new YamlToken(start, at.Index, at.Index);
        _ = before is null ? waiting.AddLast(token) : waiting.AddBefore(before, token);
    }

    private void Unwind(int column)
    {
        while (!IsInFlow && indent > column)
        {
            indent = outerIndents.Pop();
            waiting.AddLast(new YamlToken(TokenKind.BlockEnd, cursor.Index, cursor.Index));
        }
    }

    private void DropKey() => DropKey(FlowLevel);

    private void DropKey(int level)
    {
        if (possibleKeys[level] is { IsRequired: true } key)
        {
            Fail(key.At.Index, "a key must be followed by a colon and a space, in the same line");
        }

        possibleKeys[level] = null;
    }

    private void ForgetStaleKeys()
    {
        for (var i = 0; i < possibleKeys.Count; i++)
        {
            if (possibleKeys[i] is { } key && (key.At.Line - 1 != cursor.Line || cursor.Index - key.At.Index > LongestKey))
            {
                DropKey(i);
            }
        }
    }

    private sealed record PossibleKey(LinkedListNode<YamlToken> Token, bool IsRequired, SourcePosition At);
}
