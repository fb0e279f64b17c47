using Detectkit.Configuration;

namespace Detectkit.Generators.Emission;

/// <summary>Writes detector parameters that are kept as they were written.</summary>
internal static class ParameterExpression
{
    private static readonly string Value = EngineType.Named(nameof(ParameterValue));

    /// <summary>The expression of a value.</summary>
    /// <param name="value">The value, or null.</param>
    /// <returns>The expression.</returns>
    public static string Of(ParameterValue? value) => value switch
    {
        IntegerValue integer => From(Literal.Of(integer.Value)),
        FloatValue number => From(Literal.Of(number.Value)),
        TextValue text => From(Literal.Of(text.Value)),
        BooleanValue boolean => From(Literal.Of(boolean.Value)),
        ListValue list => Value + ".From(" + ListExpression.Of(list.Items, Of) + ")",
        MappingValue => "new " + EngineType.Named(nameof(MappingValue)) + "()",
        NullValue => Value + "." + nameof(ParameterValue.Null),
        _ => "null",
    };

    /// <summary>The expression of a set.</summary>
    /// <param name="set">The set.</param>
    /// <returns>The expression.</returns>
    public static string OfSet(ParameterSet set) =>
        EngineType.Named(nameof(ParameterSet)) + ".Empty"
        + Layout.Indent(string.Concat(set.Select(entry => "\n.With(" + Literal.Of(entry.Key) + ", " + Of(entry.Value) + ")")));

    private static string From(string literal) => Value + ".From(" + literal + ")";
}
