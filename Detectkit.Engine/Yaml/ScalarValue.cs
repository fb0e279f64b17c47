using System.Numerics;

namespace Detectkit.Yaml;

/// <summary>What a scalar means under YAML 1.1, as the reference's safe loader reads it.</summary>
internal abstract record ScalarValue
{
    private protected ScalarValue()
    {
    }

    /// <summary>What the value is, as a message names it: <c>a number</c>, <c>a date</c>.</summary>
    public abstract string Kind { get; }
}

/// <summary>Null: nothing at all, <c>~</c> or <c>null</c>.</summary>
internal sealed record NullScalar : ScalarValue
{
    /// <inheritdoc/>
    public override string Kind => "null";
}

/// <summary>A truth value: <c>true</c>, <c>yes</c>, <c>on</c> and their opposites.</summary>
/// <param name="Value">The truth value.</param>
internal sealed record BooleanScalar(bool Value) : ScalarValue
{
    /// <inheritdoc/>
    public override string Kind => "a Boolean";
}

/// <summary>A whole number: decimal, octal, hexadecimal, binary or in base 60.</summary>
/// <param name="Value">The number.</param>
internal sealed record IntegerScalar(BigInteger Value) : ScalarValue
{
    /// <inheritdoc/>
    public override string Kind => "an integer";
}

/// <summary>A floating-point number.</summary>
/// <param name="Value">The number; infinities and NaN are possible.</param>
internal sealed record FloatScalar(double Value) : ScalarValue
{
    /// <inheritdoc/>
    public override string Kind => "a number";
}

/// <summary>A text.</summary>
/// <param name="Value">The text.</param>
internal sealed record TextScalar(string Value) : ScalarValue
{
    /// <inheritdoc/>
    public override string Kind => "a string";
}

/// <summary>An unquoted date or time.</summary>
/// <param name="Clock">What the clock shows, without a zone.</param>
/// <param name="Offset">The offset from UTC, or null where none is written.</param>
/// <param name="IsDate">Whether only the date is written.</param>
internal sealed record TimeScalar(DateTime Clock, TimeSpan? Offset, bool IsDate) : ScalarValue
{
    /// <inheritdoc/>
    public override string Kind => IsDate ? "a date" : "a time";
}

/// <summary>Bytes, written with the tag <c>!!binary</c>.</summary>
/// <param name="Text">The bytes as UTF-8 text, or null where they are none.</param>
internal sealed record BinaryScalar(string? Text) : ScalarValue
{
    /// <inheritdoc/>
    public override string Kind => "binary data";
}

/// <summary>The unquoted key <c>&lt;&lt;</c>, which merges other mappings.</summary>
internal sealed record MergeScalar : ScalarValue
{
    /// <inheritdoc/>
    public override string Kind => "a merge key";
}

/// <summary>A text that its own look or tag says is a value, and that is none, such as <c>2026-02-30</c>.</summary>
/// <param name="Reason">What is wrong with it.</param>
internal sealed record InvalidScalar(string Reason) : ScalarValue
{
    /// <summary>Whether it is the tag that is not known.</summary>
    public bool IsUnknownTag { get; init; }

    /// <inheritdoc/>
    public override string Kind => "an unreadable value";
}
