namespace Detectkit.Yaml;

/// <summary>Builds the tree of one document from tokens.</summary>
internal sealed class YamlParser
{
    /// <summary>Collections within collections, at most: more than any metric needs, and no danger to the stack.</summary>
    public const int DeepestNesting = 200;

    private readonly TokenScanner scanner;
    private readonly TextLines lines;
    private readonly NodeBuilder nodes;
    private readonly TagHandles handles;
    private int depth;

    public YamlParser(string text, TextLines lines)
    {
        this.lines = lines;
        scanner = new TokenScanner(text, lines);
        nodes = new NodeBuilder(scanner, lines);
        handles = new TagHandles(scanner);
    }

    private TokenKind Next => scanner.Current.Kind;

    public YamlReading Read()
    {
        var hasDirectives = handles.ReadDirectives();
        YamlNode? root = null;
        if (Next == TokenKind.DocumentStart)
        {
            scanner.Read();
            root = Next is TokenKind.Directive or TokenKind.DocumentStart or TokenKind.DocumentEnd or TokenKind.End
                ? nodes.Empty(scanner.Current.Start, default)
                : Node(isBlock: true, takesIndentless: false);
        }
        else if (hasDirectives)
        {
            scanner.Fail(scanner.Current.Start, "'---' must follow a directive");
        }
        else if (Next != TokenKind.End)
        {
            root = Node(isBlock: true, takesIndentless: false);
        }

        End();
        return scanner.Fault is null ? new YamlReading(root, null) : new YamlReading(null, scanner.Fault);
    }

    private void End()
    {
        while (Next == TokenKind.DocumentEnd)
        {
            scanner.Read();
        }

        var token = scanner.Current;
        if (token.Kind is TokenKind.DocumentStart or TokenKind.Directive)
        {
            scanner.Fail(Rules.YamlDocuments, token.Start, token.End, "A second document starts here; a file holds one.");
        }
        else if (token.Kind != TokenKind.End)
        {
            scanner.Fail(token.Start, "unexpected token; check indentation, brackets and quotes");
        }
    }

    private YamlNode Node(bool isBlock, bool takesIndentless)
    {
        if (Next == TokenKind.Alias)
        {
            return nodes.Alias(scanner.Read());
        }

        var properties = Properties();
        var token = scanner.Current;
        switch (token.Kind)
        {
            case TokenKind.BlockEntry when takesIndentless:
                return Nested(properties, token, IndentlessSequence);
            case TokenKind.Scalar:
                return nodes.Scalar(scanner.Read(), properties);
            case TokenKind.FlowSequenceStart:
                return Nested(properties, token, FlowSequence);
            case TokenKind.FlowMappingStart:
                return Nested(properties, token, FlowMapping);
            case TokenKind.BlockSequenceStart when isBlock:
                return Nested(properties, token, BlockSequence);
            case TokenKind.BlockMappingStart when isBlock:
                return Nested(properties, token, BlockMapping);
            default:
                if (properties.Start is null)
                {
                    scanner.Fail(token.Start, token.Kind == TokenKind.End ? "unexpected end of file; a value is expected" : "a value is missing before this");
                }

                return nodes.Empty(token.Start, properties);
        }
    }

    // An anchor and a tag may stand before a node, in either order.
    private NodeProperties Properties()
    {
        var first = ReadProperty(null);
        var second = first is null ? null : ReadProperty(first.Kind);
        var anchor = first?.Kind == TokenKind.Anchor ? first : second?.Kind == TokenKind.Anchor ? second : null;
        var tag = first?.Kind == TokenKind.Tag ? first : second?.Kind == TokenKind.Tag ? second : null;
        return new NodeProperties(first?.Start, (second ?? first)?.End ?? 0, anchor?.Text, tag is null ? null : handles.Resolve(tag));
    }

    private YamlToken? ReadProperty(TokenKind? other)
    {
        var kind = scanner.Current.Kind;
        return kind is TokenKind.Anchor or TokenKind.Tag && kind != other ? scanner.Read() : null;
    }

    private YamlNode Nested(NodeProperties properties, YamlToken start, Func<int, YamlNode> read)
    {
        if (depth >= DeepestNesting)
        {
            scanner.Fail(Rules.YamlDepth, start.Start, start.End, "Collections are nested more than 200 deep here.");
            return nodes.Empty(start.Start, properties);
        }

        depth++;
        var before = nodes.Open(properties);
        var node = nodes.Close(read(properties.StartOr(start)), properties, before);
        depth--;
        return node;
    }

    private YamlSequence BlockSequence(int start)
    {
        scanner.Read();
        var list = Items(start, isIndentless: false);
        ReadBlockEnd();
        return list;
    }

    // In the column of its key a list has no start and no end of its own.
    private YamlSequence IndentlessSequence(int start) => Items(start, isIndentless: true);

    private YamlSequence Items(int start, bool isIndentless)
    {
        var items = new List<YamlNode>();
        while (Next == TokenKind.BlockEntry)
        {
            var entry = scanner.Read();
            var isEmpty = Next is TokenKind.BlockEntry or TokenKind.BlockEnd || (isIndentless && Next is TokenKind.Key or TokenKind.Value);
            items.Add(isEmpty
                ? nodes.Empty(entry.End, default)
                : Node(isBlock: true, takesIndentless: false));
        }

        return new YamlSequence(SpanTo(start, items), items);
    }

    private YamlMapping BlockMapping(int start)
    {
        scanner.Read();
        var entries = new List<YamlEntry>();
        while (Next == TokenKind.Key)
        {
            var mark = scanner.Read();
            var key = Next is TokenKind.Key or TokenKind.Value or TokenKind.BlockEnd ? nodes.Empty(mark.End, default) : Node(isBlock: true, takesIndentless: true);
            entries.Add(new YamlEntry(key, BlockValue(key)));
        }

        ReadBlockEnd();
        return new YamlMapping(SpanTo(start, entries.Select(e => e.Value).ToList()), entries);
    }

    private YamlNode BlockValue(YamlNode key)
    {
        if (Next != TokenKind.Value)
        {
            return nodes.Empty(key.Span.End.Index, default);
        }

        var colon = scanner.Read();
        return Next is TokenKind.Key or TokenKind.Value or TokenKind.BlockEnd ? nodes.Empty(colon.End, default) : Node(isBlock: true, takesIndentless: true);
    }

    private void ReadBlockEnd()
    {
        if (Next == TokenKind.BlockEnd)
        {
            scanner.Read();
        }
        else
        {
            scanner.Fail(scanner.Current.Start, "unexpected token; check indentation, brackets and quotes");
        }
    }

    private YamlSequence FlowSequence(int start)
    {
        var open = scanner.Read();
        var items = new List<YamlNode>();
        while (TakesAnother(TokenKind.FlowSequenceEnd, items.Count == 0, open, "]"))
        {
            items.Add(Next == TokenKind.Key ? Pair() : Node(isBlock: false, takesIndentless: false));
        }

        return new YamlSequence(SpanTo(start, scanner.Read()), items) { IsFlow = true };
    }

    // A single key with its value among the items of a list is a mapping.
    private YamlMapping Pair()
    {
        var start = scanner.Current.Start;
        var entry = FlowEntry(TokenKind.FlowSequenceEnd);
        var mapping = new YamlMapping(new SourceSpan(lines.At(start), entry.Value.Span.End), [entry]) { IsFlow = true };
        return (YamlMapping)nodes.Close(mapping, default, nodes.Open(default));
    }

    private YamlMapping FlowMapping(int start)
    {
        var open = scanner.Read();
        var entries = new List<YamlEntry>();
        while (TakesAnother(TokenKind.FlowMappingEnd, entries.Count == 0, open, "}"))
        {
            if (Next == TokenKind.Key)
            {
                entries.Add(FlowEntry(TokenKind.FlowMappingEnd));
            }
            else
            {
                var key = Node(isBlock: false, takesIndentless: false);
                entries.Add(new YamlEntry(key, nodes.Empty(key.Span.End.Index, default)));
            }
        }

        return new YamlMapping(SpanTo(start, scanner.Read()), entries) { IsFlow = true };
    }

    private YamlEntry FlowEntry(TokenKind end)
    {
        var mark = scanner.Read();
        var key = IsNothing(TokenKind.Value, end) ? nodes.Empty(mark.End, default) : Node(isBlock: false, takesIndentless: false);
        if (Next != TokenKind.Value)
        {
            return new YamlEntry(key, nodes.Empty(key.Span.End.Index, default));
        }

        var colon = scanner.Read();
        var value = IsNothing(end, end) ? nodes.Empty(colon.End, default) : Node(isBlock: false, takesIndentless: false);
        return new YamlEntry(key, value);
    }

    // Whether the next entry, or one of two other tokens, comes at once.
    private bool IsNothing(TokenKind one, TokenKind other)
    {
        var next = Next;
        return next == TokenKind.FlowEntry || next == one || next == other;
    }

    private bool TakesAnother(TokenKind end, bool isFirst, YamlToken open, string bracket)
    {
        if (scanner.Fault is not null || Next == end)
        {
            return false;
        }

        if (isFirst)
        {
            return FailAtEnd(open, bracket);
        }

        if (Next != TokenKind.FlowEntry)
        {
            if (FailAtEnd(open, bracket))
            {
                scanner.Fail(scanner.Current.Start, "',' or '" + bracket + "' is missing before this");
            }

            return false;
        }

        scanner.Read();
        return Next != end && FailAtEnd(open, bracket);
    }

    private bool FailAtEnd(YamlToken open, string bracket)
    {
        if (Next == TokenKind.End)
        {
            scanner.Fail(open.Start, "'" + bracket + "' is missing: what opens here is not closed");
        }

        return scanner.Fault is null;
    }

    private SourceSpan SpanTo(int start, YamlToken close) => new(lines.At(start), lines.At(close.End));

    private SourceSpan SpanTo(int start, List<YamlNode> children)
    {
        var first = lines.At(start);
        return new SourceSpan(first, children.Count == 0 ? first : children[children.Count - 1].Span.End);
    }
}
