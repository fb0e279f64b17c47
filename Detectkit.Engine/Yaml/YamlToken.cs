namespace Detectkit.Yaml;

internal enum TokenKind
{
    End,

    /// <summary><c>%YAML</c> or <c>%TAG</c>.</summary>
    Directive,

    DocumentStart,

    DocumentEnd,

    // From the indentation, as the end of block collections is.
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,

    // Brackets and braces.
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,

    BlockEntry,

    FlowEntry,

    Key,

    Value,
    Alias,
    Anchor,
    Tag,
    Scalar,
}

internal enum ScalarStyle
{
    Plain,

    /// <summary>In single or double quotes.</summary>
    Quoted,

    /// <summary>Literal or folded.</summary>
    Block,
}

/// <param name="Kind">What it is.</param>
/// <param name="Start">Offset of its first character.</param>
/// <param name="End">Offset after its last character.</param>
internal sealed record YamlToken(TokenKind Kind, int Start, int End)
{
    /// <summary>The scalar's text, the anchor's or alias's name, the tag's suffix, the directive's name.</summary>
    public string Text { get; init; } = "";

    public ScalarStyle Style { get; init; }

    /// <summary>The tag's handle (<c>!</c>, <c>!!</c>, <c>!x!</c>) or the one a directive defines; null for a verbatim tag.</summary>
    public string? Handle { get; init; }
}
