namespace Detectkit.Yaml;

/// <summary>A node of a YAML document with its place in the text. Aliases are resolved to the node they name.</summary>
/// <param name="Span">Where the node's own text stands; of an alias, where the alias stands.</param>
internal abstract record YamlNode(SourceSpan Span)
{
    /// <summary>The anchor defined on this node (<c>&amp;name</c>), or null.</summary>
    public string? Anchor { get; init; }

    /// <summary>The alias through which this occurrence refers to an anchored node (<c>*name</c>), or null.</summary>
    public string? Alias { get; init; }

    /// <summary>Whether a collection is written in flow style (<c>[..]</c>, <c>{..}</c>).</summary>
    public bool IsFlow { get; init; }

    /// <summary>The text of a scalar that the reference takes for a text, or null.</summary>
    internal string? StringValue => (this as YamlScalar)?.Value switch
    {
        TextScalar text => text.Value,
        BinaryScalar { Text: { } decoded } => decoded,
        _ => null,
    };
}

/// <param name="Span">Where it stands, quotes included.</param>
/// <param name="Text">Its text after unquoting and folding.</param>
/// <param name="IsPlain">Whether it is unquoted and no block scalar, so that YAML 1.1 typing applies.</param>
/// <param name="Tag">An explicit standard tag such as <c>tag:yaml.org,2002:str</c>, or null.</param>
internal sealed record YamlScalar(SourceSpan Span, string Text, bool IsPlain, string? Tag) : YamlNode(Span)
{
    public ScalarValue Value { get; init; } = ScalarResolver.Resolve(Text, IsPlain, Tag);

    /// <summary>Whether it is a literal or folded block (<c>|</c>, <c>&gt;</c>).</summary>
    public bool IsBlock { get; init; }
}

internal sealed record YamlSequence(SourceSpan Span, IReadOnlyList<YamlNode> Items) : YamlNode(Span);

/// <param name="Span">Where it stands.</param>
/// <param name="Entries">Its entries in file order, duplicates and merge keys included.</param>
internal sealed record YamlMapping(SourceSpan Span, IReadOnlyList<YamlEntry> Entries) : YamlNode(Span)
{
    /// <summary>The entry that counts for a key: of duplicates the last; merge keys are not looked through.</summary>
    public YamlEntry? Find(string key) => Entries.LastOrDefault(e => e.Key is YamlScalar s && s.Text == key);
}

/// <summary>An entry of a mapping.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value; a missing value is an empty plain scalar after the key.</param>
internal sealed record YamlEntry(YamlNode Key, YamlNode Value)
{
    /// <summary>Whether the value is null, written out or missing.</summary>
    public bool IsNull => Value is YamlScalar { Value: NullScalar };

    /// <summary>Where a finding about the value belongs: at the value, or at the key where the value is null.</summary>
    public SourceSpan ValueSpan => IsNull ? Key.Span : Value.Span;
}
