using System.Numerics;

namespace Detectkit.Yaml;

/// <summary>What a scalar means under YAML 1.1, as the reference's safe loader reads it.</summary>
/// <param name="Kind">What the value is, as a message names it: <c>a number</c>, <c>a date</c>.</param>
internal abstract record ScalarValue(string Kind);

/// <summary>Null: nothing at all, <c>~</c> or <c>null</c>.</summary>
internal sealed record NullScalar() : ScalarValue("null");

/// <summary><c>true</c>, <c>yes</c>, <c>on</c> and their opposites.</summary>
internal sealed record BooleanScalar(bool Value) : ScalarValue("a Boolean");

/// <summary>An integer: decimal, octal, hexadecimal, binary or in base 60.</summary>
internal sealed record IntegerScalar(BigInteger Value) : ScalarValue("an integer");

/// <summary>A floating-point number; infinities and NaN are possible.</summary>
internal sealed record FloatScalar(double Value) : ScalarValue("a number");

internal sealed record TextScalar(string Value) : ScalarValue("a string");

/// <summary>An unquoted date or time.</summary>
/// <param name="Clock">What the clock shows, without a zone.</param>
/// <param name="Offset">The offset from UTC, or null if none is written.</param>
/// <param name="IsDate">Whether only the date is written.</param>
internal sealed record TimeScalar(DateTime Clock, TimeSpan? Offset, bool IsDate) : ScalarValue(IsDate ? "a date" : "a time");

/// <summary>Bytes, written with the tag <c>!!binary</c>.</summary>
/// <param name="Text">The bytes as UTF-8 text, or null if they are none.</param>
internal sealed record BinaryScalar(string? Text) : ScalarValue("binary data");

/// <summary>The unquoted key <c>&lt;&lt;</c>, which merges other mappings.</summary>
internal sealed record MergeScalar() : ScalarValue("a merge key");

/// <summary>A text that its own look or tag says is a value, and that is none, such as <c>2026-02-30</c>.</summary>
internal sealed record InvalidScalar(string Reason, bool IsUnknownTag = false) : ScalarValue("an unreadable value");
