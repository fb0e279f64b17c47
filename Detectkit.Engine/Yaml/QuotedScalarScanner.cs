using System.Globalization;
using System.Text;

namespace Detectkit.Yaml;

/// <summary>Scans scalars in single or double quotes.</summary>
internal static class QuotedScalarScanner
{
    private const int LastCodePoint = 0x10FFFF;

    // Characters behind a backslash, and what they stand for.
    private const string Escapes = "0abt\tnvfre \"\\/N_LP";
    private const string Escaped = "\0\a\b\t\t\n\v\f\r\u001B \"\\/\u0085\u00A0\u2028\u2029";

    public static YamlToken Scan(TextCursor cursor, TokenScanner scanner)
    {
        var start = cursor.Index;
        var quote = cursor.Current;
        cursor.Advance();
        if (Unescaped(cursor, quote) is { } plain)
        {
            return new YamlToken(TokenKind.Scalar, start, cursor.Index) { Text = plain, Style = ScalarStyle.Quoted };
        }

        var text = new StringBuilder();
        while (scanner.Fault is null && Characters(cursor, scanner, quote, text))
        {
            Gap(cursor, scanner, start, text);
        }

        cursor.Advance();
        return new YamlToken(TokenKind.Scalar, start, cursor.Index) { Text = text.ToString(), Style = ScalarStyle.Quoted };
    }

    // Nearly every quoted text: one line, without escapes. Null where it is not one, and then the cursor stays.
    private static string? Unescaped(TextCursor cursor, char quote)
    {
        for (var length = 0; ; length++)
        {
            var c = cursor.Peek(length);
            if (TextCursor.IsBreakOrEnd(c) || (c == '\\' && quote == '"') || (c == quote && quote == '\'' && cursor.Peek(length + 1) == quote))
            {
                return null;
            }

            if (c == quote)
            {
                var text = cursor.Read(length);
                cursor.Advance();
                return text;
            }
        }
    }

    // Up to white space or the closing quote; false at the quote.
    private static bool Characters(TextCursor cursor, TokenScanner scanner, char quote, StringBuilder text)
    {
        while (scanner.Fault is null)
        {
            var c = cursor.Current;
            if (c == quote && !(quote == '\'' && cursor.Peek(1) == '\''))
            {
                return false;
            }

            if (TextCursor.IsBlank(c))
            {
                return true;
            }

            if (c == '\\' && quote == '"')
            {
                Escape(cursor, scanner, text);
            }
            else
            {
                text.Append(c);
                cursor.Advance(c == quote ? 2 : 1);
            }
        }

        return false;
    }

    private static void Gap(TextCursor cursor, TokenScanner scanner, int start, StringBuilder text)
    {
        var spaces = cursor.Read(cursor.LengthWhile(c => c is ' ' or '\t'));
        if (cursor.IsAtEnd)
        {
            scanner.Fail(start, "the quote that opens here is not closed");
        }
        else if (TextCursor.IsBreak(cursor.Current))
        {
            var first = cursor.ReadBreak();
            var further = FurtherBreaks(cursor, scanner);
            text.Append(first != "\n" ? first : further.Length == 0 ? " " : "").Append(further);
        }
        else
        {
            text.Append(spaces);
        }
    }

    private static string FurtherBreaks(TextCursor cursor, TokenScanner scanner)
    {
        var breaks = new StringBuilder();
        while (true)
        {
            if (cursor.IsAtDocumentMark)
            {
                scanner.Fail(cursor.Index, "a document mark stands inside quotes");
                return "";
            }

            cursor.Advance(cursor.LengthWhile(c => c is ' ' or '\t'));
            if (!TextCursor.IsBreak(cursor.Current))
            {
                return breaks.ToString();
            }

            breaks.Append(cursor.ReadBreak());
        }
    }

    private static void Escape(TextCursor cursor, TokenScanner scanner, StringBuilder text)
    {
        var start = cursor.Index;
        cursor.Advance();
        var c = cursor.Current;
        if (Escapes.IndexOf(c) is >= 0 and var index)
        {
            text.Append(Escaped[index]);
            cursor.Advance();
        }
        else if (c is 'x' or 'u' or 'U')
        {
            cursor.Advance();
            CodePoint(cursor, scanner, start, c == 'x' ? 2 : c == 'u' ? 4 : 8, text);
        }
        else if (TextCursor.IsBreak(c))
        {
            cursor.ReadBreak();
            text.Append(FurtherBreaks(cursor, scanner));
        }
        else
        {
            scanner.Fail(start, "unknown escape; write \\\\ for a backslash, or use single quotes");
        }
    }

    private static void CodePoint(TextCursor cursor, TokenScanner scanner, int start, int digits, StringBuilder text)
    {
        var code = 0L;
        for (var i = 0; i < digits; i++)
        {
            if (!int.TryParse(cursor.Peek(i).ToString(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var digit))
            {
                scanner.Fail(start, "this escape needs " + digits.ToString(CultureInfo.InvariantCulture) + " hexadecimal digits");
                return;
            }

            code = (code * 16) + digit;
        }

        if (code > LastCodePoint)
        {
            scanner.Fail(start, "no such character");
            return;
        }

        cursor.Advance(digits);
        text.Append(code > char.MaxValue ? char.ConvertFromUtf32((int)code) : ((char)code).ToString());
    }
}
