using Detectkit.Configuration.Yaml;

namespace Detectkit.Emission.Editing;

/// <summary>
/// The tokens that stand in a text, in order: where dashes, commas and colons are, which no tree tells. They are those that the parser built
/// its tree from, so that both agree on every text. Comments are no tokens.
/// </summary>
internal sealed class YamlTokens
{
    private readonly List<YamlToken> tokens = [];

    /// <summary>Scans a text.</summary>
    /// <param name="text">The text, which parses, without a byte order mark.</param>
    public YamlTokens(string text)
    {
        var scanner = new TokenScanner(text, new TextLines(text));
        while (scanner.Current.Kind != TokenKind.End)
        {
            // What only indentation or a colon further on says has no text of its own.
            var token = scanner.Take();
            if (token.End > token.Start)
            {
                tokens.Add(token);
            }
        }
    }

    /// <summary>All tokens of a kind.</summary>
    public IEnumerable<YamlToken> Of(TokenKind kind) => tokens.Where(t => t.Kind == kind);

    /// <summary>The first token that starts at a place or after it, or null.</summary>
    public YamlToken? At(int place) => IndexAt(place) is var i && i < tokens.Count ? tokens[i] : null;

    /// <summary>The last token that starts before a place, or null.</summary>
    public YamlToken? Before(int place) => IndexAt(place) is > 0 and var i ? tokens[i - 1] : null;

    /// <summary>Where the comma stands that is the first token behind a place, or null.</summary>
    public (int Start, int End)? CommaAfter(int place) => At(place) is { Kind: TokenKind.FlowEntry } comma ? (comma.Start, comma.End) : null;

    /// <summary>Anchor and tag, in their order, that start at a place.</summary>
    public IEnumerable<YamlToken> PropertiesAt(int place) => tokens.Skip(IndexAt(place)).TakeWhile(t => t.Kind is TokenKind.Anchor or TokenKind.Tag);

    /// <summary>The first token at or after a place that is neither anchor nor tag.</summary>
    public YamlToken? ContentAt(int place)
    {
        var i = IndexAt(place);
        while (i < tokens.Count && tokens[i].Kind is TokenKind.Anchor or TokenKind.Tag)
        {
            i++;
        }

        return i < tokens.Count ? tokens[i] : null;
    }

    private int IndexAt(int place)
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
