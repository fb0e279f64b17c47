using System.Globalization;

namespace Detectkit.Build.Sources;

/// <summary>The text by which a season that a query provides is known, as its JSON would write it.</summary>
internal static class SeasonText
{
    /// <summary>A floating-point season; a whole one keeps its <c>.0</c>.</summary>
    public static string Of(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return double.IsFinite(value) && double.IsInteger(value) && !text.Contains('E', StringComparison.Ordinal) ? text + ".0" : text;
    }
}
