namespace Detectkit.Configuration;

/// <summary>
/// A detector parameter as it was written: the spelling (2 or 2.0) is part of it, because the detector id tells the two apart.
/// </summary>
public abstract record ParameterValue
{
    /// <summary>The absent value, YAML <c>null</c>.</summary>
    public static ParameterValue Null { get; } = new NullValue();

    /// <summary>Wraps a whole number.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The parameter value.</returns>
    public static ParameterValue From(long value) => new IntegerValue(value);

    /// <summary>Wraps a floating-point number.</summary>
    /// <param name="value">The number; infinities and NaN are allowed.</param>
    /// <returns>The parameter value.</returns>
    public static ParameterValue From(double value) => new FloatValue(value);

    /// <summary>Wraps a text.</summary>
    /// <param name="value">The text.</param>
    /// <returns>The parameter value.</returns>
    public static ParameterValue From(string value) => new TextValue(value);

    /// <summary>Wraps a truth value.</summary>
    /// <param name="value">The truth value.</param>
    /// <returns>The parameter value.</returns>
    public static ParameterValue From(bool value) => new BooleanValue(value);

    /// <summary>Wraps a list.</summary>
    /// <param name="items">The elements, in order.</param>
    /// <returns>The parameter value.</returns>
    public static ParameterValue From(ValueList<ParameterValue> items) => new ListValue(items);

    /// <summary>A member of the model as YAML has it; null for what no scalar or list of texts says.</summary>
    internal static ParameterValue? Create(object? member) => member switch
    {
        bool truth => From(truth),
        int whole => From(whole),
        double number => From(number),
        string text => From(text),
        Enum choice => From(YamlName.Format(choice)),
        ValueList<string> texts => From(texts.Select(From).ToValueList()),
        _ => member as ParameterValue,
    };
}

/// <summary>The absent value.</summary>
public sealed record NullValue : ParameterValue;

/// <summary>A whole number.</summary>
/// <param name="Value">The number.</param>
public sealed record IntegerValue(long Value) : ParameterValue;

/// <summary>A floating-point number.</summary>
/// <param name="Value">The number.</param>
public sealed record FloatValue(double Value) : ParameterValue;

/// <summary>A text.</summary>
/// <param name="Value">The text.</param>
public sealed record TextValue(string Value) : ParameterValue;

/// <summary>A truth value.</summary>
/// <param name="Value">The truth value.</param>
public sealed record BooleanValue(bool Value) : ParameterValue;

/// <summary>A list of values.</summary>
/// <param name="Items">The elements, in order.</param>
public sealed record ListValue(ValueList<ParameterValue> Items) : ParameterValue;

/// <summary>A mapping, which no detector parameter takes; kept so that it can be refused by name.</summary>
public sealed record MappingValue : ParameterValue;
