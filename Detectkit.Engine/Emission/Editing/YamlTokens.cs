using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace Detectkit.Emission.Editing;

/// <summary>What a token is, as far as editing needs to know.</summary>
internal enum TokenKind
{
    /// <summary>A scalar.</summary>
    Scalar,

    /// <summary>An alias.</summary>
    Alias,

    /// <summary>An anchor.</summary>
    Anchor,

    /// <summary>A tag.</summary>
    Tag,

    /// <summary>The <c>?</c> of a key written out.</summary>
    ExplicitKey,

    /// <summary>A colon.</summary>
    Colon,

    /// <summary>The dash of a list's item.</summary>
    Dash,

    /// <summary>A comma between items or entries.</summary>
    Comma,

    /// <summary>An opening bracket or brace.</summary>
    Open,

    /// <summary>A closing bracket or brace.</summary>
    Close,

    /// <summary>A document marker or directive.</summary>
    Document,
}

/// <summary>A token and its place.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">The first character.</param>
/// <param name="End">The place after the last; of a block scalar, after the blank lines that follow it.</param>
internal readonly record struct PlacedToken(TokenKind Kind, int Start, int End);

/// <summary>The tokens of a document that parses, in order: where dashes, commas and colons stand, which no tree tells. Comments are left out.</summary>
internal sealed class YamlTokens
{
    private readonly List<PlacedToken> tokens = [];

    /// <summary>Scans a text.</summary>
    /// <param name="text">The text, without a byte order mark.</param>
    public YamlTokens(string text)
    {
        var scanner = new Scanner(new StringReader(text), skipComments: true);
        while (scanner.MoveNext())
        {
            var token = scanner.Current!;
            var (start, end) = ((int)Math.Min(token.Start.Index, text.Length), (int)Math.Min(token.End.Index, text.Length));
            if (KindOf(token, end > start) is { } kind)
            {
                tokens.Add(new PlacedToken(kind, start, kind is TokenKind.Open or TokenKind.Close ? start + 1 : end));
            }
        }
    }

    /// <summary>All tokens of a kind.</summary>
    public IEnumerable<PlacedToken> Of(TokenKind kind) => tokens.Where(t => t.Kind == kind);

    /// <summary>The first token that starts at a place or after it, or null.</summary>
    public PlacedToken? At(int place) => IndexAt(place) is var i && i < tokens.Count ? tokens[i] : null;

    /// <summary>The last token that starts before a place, or null.</summary>
    public PlacedToken? Before(int place) => IndexAt(place) is > 0 and var i ? tokens[i - 1] : null;

    /// <summary>The first token at or after a place that is neither anchor nor tag.</summary>
    public PlacedToken? ContentAt(int place)
    {
        var i = IndexAt(place);
        while (i < tokens.Count && tokens[i].Kind is TokenKind.Anchor or TokenKind.Tag)
        {
            i++;
        }

        return i < tokens.Count ? tokens[i] : null;
    }

    private static TokenKind? KindOf(Token token, bool hasText) => token switch
    {
        Scalar => TokenKind.Scalar,
        AnchorAlias => TokenKind.Alias,
        Anchor => TokenKind.Anchor,
        Tag => TokenKind.Tag,
        Key when hasText => TokenKind.ExplicitKey,
        Value when hasText => TokenKind.Colon,
        BlockEntry when hasText => TokenKind.Dash,
        FlowEntry => TokenKind.Comma,
        FlowMappingStart or FlowSequenceStart => TokenKind.Open,
        FlowMappingEnd or FlowSequenceEnd => TokenKind.Close,
        DocumentStart or DocumentEnd or VersionDirective or TagDirective => TokenKind.Document,
        _ => null,
    };

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
