using System.Text;

namespace Detectkit.Yaml;

/// <summary>Scans literal (<c>|</c>) and folded (<c>&gt;</c>) blocks.</summary>
internal static class BlockScalarScanner
{
    public static YamlToken Scan(TextCursor cursor, TokenScanner scanner, int outerIndent)
    {
        var start = cursor.Index;
        var isFolded = cursor.Current == '>';
        cursor.Advance();
        var (chomping, increment) = Header(cursor, scanner);
        var least = Math.Max(outerIndent + 1, 1);
        var breaks = new StringBuilder();
        var indent = increment is { } given ? least + given - 1 : Math.Max(least, DeepestLeadingSpaces(cursor, breaks));
        ReadBreaks(cursor, indent, breaks);
        var text = new StringBuilder();
        var lineBreak = "";
        while (cursor.Column == indent && !cursor.IsAtEnd)
        {
            text.Append(breaks);
            breaks.Clear();
            var isText = !(cursor.Current is ' ' or '\t');
            text.Append(cursor.Read(cursor.LengthWhile(c => !TextCursor.IsBreakOrEnd(c))));
            lineBreak = cursor.ReadBreak();
            ReadBreaks(cursor, indent, breaks);
            if (cursor.Column != indent || cursor.IsAtEnd)
            {
                break;
            }

            // Lines of text are joined; a line that starts with white space is kept as it is.
            var isJoined = isFolded && lineBreak == "\n" && isText && !(cursor.Current is ' ' or '\t');
            text.Append(!isJoined ? lineBreak : breaks.Length == 0 ? " " : "");
        }

        text.Append(chomping == '-' ? "" : lineBreak).Append(chomping == '+' ? breaks.ToString() : "");
        return new YamlToken(TokenKind.Scalar, start, cursor.Index) { Text = text.ToString(), Style = ScalarStyle.Block };
    }

    private static (char Chomping, int? Increment) Header(TextCursor cursor, TokenScanner scanner)
    {
        var chomping = ' ';
        int? increment = null;
        for (var i = 0; i < 2; i++)
        {
            if (cursor.Current is '+' or '-' && chomping == ' ')
            {
                chomping = cursor.Current;
                cursor.Advance();
            }
            else if (cursor.Current is >= '0' and <= '9' && increment is null)
            {
                increment = cursor.Current - '0';
                cursor.Advance();
            }
        }

        if (increment == 0 || !(cursor.Current == ' ' || TextCursor.IsBreakOrEnd(cursor.Current)))
        {
            scanner.Fail(cursor.Index, "after | or > stand at most '+' or '-' and an indentation from 1 to 9; the text starts in the next line");
        }

        cursor.SkipSpacesAndComment();

        if (cursor.ReadBreak().Length == 0 && !cursor.IsAtEnd)
        {
            scanner.Fail(cursor.Index, "the text of a block starts in the line after | or >");
        }

        return (chomping, increment);
    }

    private static int DeepestLeadingSpaces(TextCursor cursor, StringBuilder breaks)
    {
        var deepest = 0;
        while (cursor.Current == ' ' || TextCursor.IsBreak(cursor.Current))
        {
            if (cursor.Current == ' ')
            {
                cursor.SkipSpaces();
                deepest = Math.Max(deepest, cursor.Column);
            }
            else
            {
                breaks.Append(cursor.ReadBreak());
            }
        }

        return deepest;
    }

    private static void ReadBreaks(TextCursor cursor, int indent, StringBuilder breaks)
    {
        SkipIndent(cursor, indent);
        while (TextCursor.IsBreak(cursor.Current))
        {
            breaks.Append(cursor.ReadBreak());
            SkipIndent(cursor, indent);
        }
    }

    private static void SkipIndent(TextCursor cursor, int indent)
    {
        while (cursor.Column < indent && cursor.Current == ' ')
        {
            cursor.Advance();
        }
    }
}
