namespace Detectkit.Yaml;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>The end of the text, and of what can be read of a broken one.</summary>
    End,

    /// <summary>A directive, <c>%YAML</c> or <c>%TAG</c>.</summary>
    Directive,

    /// <summary><c>---</c>.</summary>
    DocumentStart,

    /// <summary><c>...</c>.</summary>
    DocumentEnd,

    /// <summary>Start of a block sequence, from its indentation.</summary>
    BlockSequenceStart,

    /// <summary>Start of a block mapping, from its indentation.</summary>
    BlockMappingStart,

    /// <summary>End of a block collection, from less indentation.</summary>
    BlockEnd,

    /// <summary><c>[</c>.</summary>
    FlowSequenceStart,

    /// <summary><c>]</c>.</summary>
    FlowSequenceEnd,

    /// <summary><c>{</c>.</summary>
    FlowMappingStart,

    /// <summary><c>}</c>.</summary>
    FlowMappingEnd,

    /// <summary><c>-</c> before an item.</summary>
    BlockEntry,

    /// <summary><c>,</c>.</summary>
    FlowEntry,

    /// <summary>What follows is a key.</summary>
    Key,

    /// <summary><c>:</c> after a key.</summary>
    Value,

    /// <summary><c>*name</c>.</summary>
    Alias,

    /// <summary><c>&amp;name</c>.</summary>
    Anchor,

    /// <summary><c>!tag</c>.</summary>
    Tag,

    /// <summary>A scalar.</summary>
    Scalar,
}

/// <summary>How a scalar is written.</summary>
internal enum ScalarStyle
{
    /// <summary>Without quotes.</summary>
    Plain,

    /// <summary>In single or double quotes.</summary>
    Quoted,

    /// <summary>As a literal or folded block.</summary>
    Block,
}

/// <summary>A token.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Offset of its first character.</param>
/// <param name="End">Offset after its last character.</param>
internal sealed record YamlToken(TokenKind Kind, int Start, int End)
{
    /// <summary>The scalar's text, the anchor's or alias's name, the tag's suffix, the directive's name.</summary>
    public string Text { get; init; } = "";

    /// <summary>How a scalar is written.</summary>
    public ScalarStyle Style { get; init; }

    /// <summary>The tag's handle (<c>!</c>, <c>!!</c>, <c>!x!</c>) or the one a directive defines; null for a verbatim tag.</summary>
    public string? Handle { get; init; }
}
