using System.Globalization;
using Detectkit.Configuration;

namespace Detectkit.Build.Pages.Evidence;

/// <summary>Parameter values as a reader wants them: <c>3.5</c>, <c>exponential</c>, <c>hour, [hour+day_of_week]</c>, <c>none</c>.</summary>
internal static class ParameterWords
{
    public static string Of(ParameterValue? value) => value switch
    {
        IntegerValue number => number.Value.ToString(CultureInfo.InvariantCulture),
        FloatValue number => number.Value.ToString(number.Value == Math.Floor(number.Value) && Math.Abs(number.Value) < 1e15 ? "F1" : "R", CultureInfo.InvariantCulture),
        TextValue text => text.Value,
        BooleanValue truth => truth.Value ? "true" : "false",
        ListValue { Items.Count: > 0 } list => string.Join(", ", list.Items.Select(i => i is ListValue inner ? "[" + string.Join("+", inner.Items.Select(Of)) + "]" : Of(i))),
        _ => "none",
    };
}
