using System.Globalization;
using System.Text.RegularExpressions;

namespace Detectkit.Configuration;

/// <summary>Intervals written as a number with a unit.</summary>
internal static class IntervalText
{
    public const string Allowed = "a number with a unit and no space between, such as 30s, 10min, 1h or 1d";

    private const int LongestNumber = 12;
    private static readonly Regex Shape = new(@"\A(?<count>[0-9]+)(?<unit>[a-z]+)\z", RegexOptions.CultureInvariant);

    /// <param name="text">The text; outer white space and case do not matter.</param>
    /// <returns>Seconds, above 0; null where the text is none.</returns>
    public static long? Seconds(string text)
    {
        var match = Shape.Match(text.Trim().ToLowerInvariant());
        var digits = match.Success ? match.Groups["count"].Value.TrimStart('0') : "";
        if (digits.Length is 0 or > LongestNumber || Unit(match.Groups["unit"].Value) is not { } unit)
        {
            return null;
        }

        return long.Parse(digits, CultureInfo.InvariantCulture) * unit;
    }

    private static int? Unit(string name) => name switch
    {
        "s" or "sec" or "second" or "seconds" => 1,
        "m" or "min" or "minute" or "minutes" => 60,
        "h" or "hour" or "hours" => 3600,
        "d" or "day" or "days" => 86400,
        _ => null,
    };
}
