using System.Text;

namespace Detectkit.Yaml;

internal static class PlainScalarScanner
{
    /// <returns>The token, and whether a line ended after its last character.</returns>
    public static (YamlToken Token, bool CrossedLine) Scan(TextCursor cursor, int indent, bool isInFlow)
    {
        var start = cursor.Index;
        var end = start;
        StringBuilder? folded = null;
        var gap = "";
        var crossedLine = false;
        while (cursor.Current != '#' && Length(cursor, isInFlow) is var length and > 0)
        {
            if (crossedLine || folded is not null)
            {
                folded = (folded ?? new StringBuilder(cursor.TextBetween(start, end))).Append(gap).Append(cursor.TextBetween(cursor.Index, cursor.Index + length));
            }

            crossedLine = false;
            cursor.Advance(length);
            end = cursor.Index;
            gap = Gap(cursor, ref crossedLine);
            if (gap.Length == 0 || (!isInFlow && cursor.Column <= indent))
            {
                break;
            }
        }

        // Within a line the text stands in the file as it is.
        return (new YamlToken(TokenKind.Scalar, start, end) { Text = folded?.ToString() ?? cursor.TextBetween(start, end) }, crossedLine);
    }

    private static int Length(TextCursor cursor, bool isInFlow)
    {
        var length = 0;
        while (!Ends(cursor.Peek(length), cursor.Peek(length + 1), isInFlow))
        {
            length++;
        }

        return length;
    }

    private static bool Ends(char c, char next, bool isInFlow) =>
        TextCursor.IsBlank(c)
        || (c == ':' && (TextCursor.IsBlank(next) || (isInFlow && next is ',' or '[' or ']' or '{' or '}')))
        || (isInFlow && c is ',' or '?' or '[' or ']' or '{' or '}');

    // Spaces within a line stay; a line's end becomes a space, further ones stay. Nothing at all means that the scalar ends.
    private static string Gap(TextCursor cursor, ref bool crossedLine)
    {
        var spaces = cursor.SkipSpaces();
        if (!TextCursor.IsBreak(cursor.Current))
        {
            return spaces switch { 0 => "", 1 => " ", _ => new string(' ', spaces) };
        }

        var first = cursor.ReadBreak();
        crossedLine = true;
        var further = new StringBuilder();
        while (!(cursor.Column == 0 && cursor.IsAtDocumentMark))
        {
            if (cursor.Current == ' ')
            {
                cursor.SkipSpaces();
            }
            else if (TextCursor.IsBreak(cursor.Current))
            {
                further.Append(cursor.ReadBreak());
            }
            else
            {
                return first != "\n" ? first + further : further.Length == 0 ? " " : further.ToString();
            }
        }

        return "";
    }
}
