namespace Detectkit.Yaml.Editing;

/// <summary>
/// The tokens that stand in a text, in order: where dashes, commas and colons are, which no tree tells. They are those that the parser built
/// its tree from, so that both agree on every text. Comments are no tokens.
/// </summary>
internal sealed class YamlTokens
{
    // Those that only indentation or a colon further on tells have no text of their own; they say what an anchor or a tag belongs to.
    private readonly List<YamlToken> all = [];
    private readonly List<YamlToken> tokens = [];

    /// <param name="text">The text, which parses, without a byte order mark.</param>
    public YamlTokens(string text)
    {
        var scanner = new TokenScanner(text, new TextLines(text));
        while (scanner.Current.Kind != TokenKind.End)
        {
            var token = scanner.Read();
            all.Add(token);
            if (token.End > token.Start)
            {
                tokens.Add(token);
            }
        }
    }

    public IEnumerable<YamlToken> All(TokenKind kind) => tokens.Where(t => t.Kind == kind);

    /// <summary>The first token that starts at a place or after it, or null.</summary>
    public YamlToken? At(int place) => IndexAt(tokens, place) is var i && i < tokens.Count ? tokens[i] : null;

    /// <summary>The last token that starts before a place, or null.</summary>
    public YamlToken? Before(int place) => IndexAt(tokens, place) is > 0 and var i ? tokens[i - 1] : null;

    /// <summary>Where the comma stands that is the first token behind a place, or null.</summary>
    public (int Start, int End)? CommaAfter(int place) => At(place) is { Kind: TokenKind.FlowEntry } comma ? (comma.Start, comma.End) : null;

    /// <summary>Anchor and tag, in their order, of the node that starts at a place.</summary>
    public IEnumerable<YamlToken> PropertiesAt(int place) => all.Skip(FirstAt(place)).TakeWhile(IsProperty);

    /// <summary>Where the node that starts at a place starts behind its anchor and tag.</summary>
    public int ContentAt(int place)
    {
        var i = FirstAt(place);
        while (i < all.Count && IsProperty(all[i]))
        {
            i++;
        }

        return i < all.Count ? all[i].Start : place;
    }

    private static bool IsProperty(YamlToken token) => token.Kind is TokenKind.Anchor or TokenKind.Tag;

    // What ends where the node starts is none of it.
    private int FirstAt(int place)
    {
        var i = IndexAt(all, place);
        while (i < all.Count && all[i].Kind == TokenKind.BlockEnd)
        {
            i++;
        }

        return i;
    }

    private static int IndexAt(List<YamlToken> tokens, int place)
    {
        var (low, high) = (0, tokens.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = tokens[middle].Start < place ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
