using System.Globalization;

namespace Detectkit.Yaml;

/// <summary>Scans anchors, aliases, tags and directives.</summary>
internal static class PropertyScanner
{
    public static YamlToken Anchor(TextCursor cursor, TokenScanner scanner)
    {
        var start = cursor.Index;
        var kind = cursor.Current == '*' ? TokenKind.Alias : TokenKind.Anchor;
        cursor.Advance();
        var name = cursor.Read(cursor.LengthWhile(IsNameCharacter));
        var next = cursor.Current;
        if (name.Length == 0 || !(TextCursor.IsBlank(next) || next is '?' or ':' or ',' or ']' or '}' or '%' or '@' or '`'))
        {
            scanner.Fail(cursor.Index, "the name of an anchor or alias has letters, digits, '_' and '-' only; a text that starts with '&' or '*' needs quotes");
        }

        return new YamlToken(kind, start, cursor.Index) { Text = name };
    }

    public static YamlToken Tag(TextCursor cursor, TokenScanner scanner)
    {
        var start = cursor.Index;
        string? handle;
        string suffix;
        if (cursor.Peek(1) == '<')
        {
            cursor.Advance(2);
            handle = null;
            suffix = Uri(cursor, scanner);
            if (cursor.Current != '>')
            {
                scanner.Fail(cursor.Index, "the tag is not closed by '>'");
            }

            cursor.Advance();
        }
        else if (TextCursor.IsBlank(cursor.Peek(1)))
        {
            cursor.Advance();
            handle = null;
            suffix = "!";
        }
        else
        {
            handle = HasNamedHandle(cursor) ? Handle(cursor, scanner) : cursor.Read(1);
            suffix = Uri(cursor, scanner);
        }

        if (!(cursor.Current == ' ' || TextCursor.IsBreakOrEnd(cursor.Current)))
        {
            scanner.Fail(cursor.Index, "a tag ends with a space; a text that starts with '!' needs quotes");
        }

        return new YamlToken(TokenKind.Tag, start, cursor.Index) { Handle = handle, Text = suffix };
    }

    public static YamlToken Directive(TextCursor cursor, TokenScanner scanner)
    {
        var start = cursor.Index;
        cursor.Advance();
        var name = cursor.Read(cursor.LengthWhile(IsNameCharacter));
        var token = new YamlToken(TokenKind.Directive, start, cursor.Index) { Text = name };
        if (name.Length == 0 || !IsSpaceOrEnd(cursor.Current))
        {
            scanner.Fail(cursor.Index, "a directive is %YAML or %TAG; a text that starts with '%' needs quotes");
        }

        switch (name)
        {
            case "YAML":
                Version(cursor, scanner);
                break;
            case "TAG":
                token = TagDirective(token, cursor, scanner);
                break;
            default:
                cursor.SkipToBreak();
                break;
        }

        cursor.SkipSpacesAndComment();

        if (!TextCursor.IsBreakOrEnd(cursor.Current))
        {
            scanner.Fail(cursor.Index, "nothing but a comment may follow a directive");
        }

        return token with { End = cursor.Index };
    }

    private static bool IsNameCharacter(char c) => c is (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or '-' or '_';

    private static bool IsSpaceOrEnd(char c) => c == ' ' || TextCursor.IsBreakOrEnd(c);

    private static void Version(TextCursor cursor, TokenScanner scanner)
    {
        cursor.SkipSpaces();
        var at = cursor.Index;
        var major = cursor.Read(cursor.LengthWhile(char.IsDigit));
        var isGood = cursor.Current == '.';
        cursor.Advance();
        var minor = cursor.Read(cursor.LengthWhile(char.IsDigit));
        if (!isGood || minor.Length == 0 || !IsSpaceOrEnd(cursor.Current) || !int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number != 1)
        {
            scanner.Fail(at, "only YAML 1 can be read: %YAML 1.1");
        }
    }

    private static YamlToken TagDirective(YamlToken token, TextCursor cursor, TokenScanner scanner)
    {
        cursor.SkipSpaces();
        var handle = Handle(cursor, scanner);
        if (cursor.SkipSpaces() == 0)
        {
            scanner.Fail(cursor.Index, "a %TAG directive has a handle, a space and a prefix");
        }

        var prefix = Uri(cursor, scanner);
        if (!IsSpaceOrEnd(cursor.Current))
        {
            scanner.Fail(cursor.Index, "a %TAG directive ends with its prefix");
        }

        return token with { Handle = handle, Text = "TAG " + prefix };
    }

    private static bool HasNamedHandle(TextCursor cursor)
    {
        var i = 1;
        while (!IsSpaceOrEnd(cursor.Peek(i)) && cursor.Peek(i) != '!')
        {
            i++;
        }

        return cursor.Peek(i) == '!';
    }

    private static string Handle(TextCursor cursor, TokenScanner scanner)
    {
        if (cursor.Current != '!')
        {
            scanner.Fail(cursor.Index, "a tag's handle starts with '!'");
            return "";
        }

        cursor.Advance();
        var name = cursor.Read(cursor.LengthWhile(IsNameCharacter));
        if (cursor.Current == '!')
        {
            cursor.Advance();
            return "!" + name + "!";
        }

        if (name.Length > 0 || cursor.Current != ' ')
        {
            scanner.Fail(cursor.Index, "a tag's handle is '!', '!!' or a name between two '!'");
        }

        return "!";
    }

    private static string Uri(TextCursor cursor, TokenScanner scanner)
    {
        var written = cursor.Read(cursor.LengthWhile(c => IsNameCharacter(c) || ";/?:@&=+$,.!~*'()[]%".IndexOf(c) >= 0));
        if (written.Length == 0)
        {
            scanner.Fail(cursor.Index, "the tag has no name; a text that starts with '!' needs quotes");
        }

        try
        {
            return System.Uri.UnescapeDataString(written);
        }
        catch (UriFormatException)
        {
            return written;
        }
    }
}
