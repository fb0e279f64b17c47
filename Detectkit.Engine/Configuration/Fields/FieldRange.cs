using System.Globalization;

namespace Detectkit.Configuration.Fields;

/// <summary>The range of a number field.</summary>
internal static class FieldRange
{
    /// <summary>Whether a number lies in it.</summary>
    public static bool Contains(Field field, double value) =>
        (field.Minimum is not { } minimum || (field.MinimumExcluded ? value > minimum : value >= minimum))
        && (field.Maximum is not { } maximum || (field.MaximumExcluded ? value < maximum : value <= maximum));

    /// <summary>The range in words: <c>above 0</c>, <c>at least 1 and at most 1000000</c>.</summary>
    public static string Of(Field field)
    {
        var low = field.Minimum is { } minimum ? (field.MinimumExcluded ? "above " : "at least ") + Text(minimum) : "";
        var high = field.Maximum is { } maximum ? (field.MaximumExcluded ? "below " : "at most ") + Text(maximum) : "";
        return low.Length > 0 && high.Length > 0 ? low + " and " + high : low.Length + high.Length > 0 ? low + high : "a number";
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
