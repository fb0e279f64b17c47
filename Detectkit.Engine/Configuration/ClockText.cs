using System.Globalization;
using System.Text.RegularExpressions;

namespace Detectkit.Configuration;

/// <summary>Times of day as the reference reads them from texts.</summary>
internal static class ClockText
{
    public const string Format = "yyyy-MM-dd HH:mm:ss";

    private const RegexOptions Options = RegexOptions.CultureInvariant;

    // Leading zeros may be missing, and any white space may stand between date and time.
    private static readonly Regex Stamp = new(
        @"\A(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2}| [1-9])(?:\s+(?<hour>[0-9]{1,2}):(?<minute>[0-9]{1,2}):(?<second>[0-9]{1,2}))?\z", Options);

    private static readonly Regex Iso = new(
        @"\A(?:(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2})|(?<year>[0-9]{4})(?<month>[0-9]{2})(?<day>[0-9]{2})|[0-9]{4}-?W(?<week>[0-9]{2})(?:-?(?<weekday>[0-9]))?)" +
        @"(?:.(?<hour>[0-9]{2})(?::?(?<minute>[0-9]{2})(?::?(?<second>[0-9]{2})(?:[.,][0-9]+)?)?)?(?:Z|[-+](?<zoneHour>[0-9]{2})(?::?[0-5][0-9](?::?[0-5][0-9](?:\.[0-9]+)?)?)?)?)?\z",
        Options | RegexOptions.Singleline);

    /// <summary>Reads <c>YYYY-MM-DD HH:MM:SS</c>.</summary>
    /// <returns>The time, without a zone; or null.</returns>
    public static DateTime? ReadTimestamp(string text) => Read(text) is ({ } time, true) ? time : null;

    /// <summary>Reads <c>YYYY-MM-DD HH:MM:SS</c> or <c>YYYY-MM-DD</c>.</summary>
    /// <returns>The time and whether a time of day is written; null where the text is neither.</returns>
    public static (DateTime? Time, bool HasTimeOfDay) Read(string text)
    {
        var match = Stamp.Match(text);
        if (!match.Success)
        {
            return (null, false);
        }

        int Part(string name) => match.Groups[name].Success ? int.Parse(match.Groups[name].Value.Trim(), CultureInfo.InvariantCulture) : 0;
        var (hour, minute, second) = (Part("hour"), Part("minute"), Part("second"));
        return IsDay(Part("year"), Part("month"), Part("day")) && hour < 24 && minute < 60 && second < 60
            ? (new DateTime(Part("year"), Part("month"), Part("day"), hour, minute, second, DateTimeKind.Unspecified), match.Groups["hour"].Success)
            : (null, false);
    }

    /// <summary>Whether a text is an ISO 8601 time or date that the reference can read.</summary>
    public static bool IsIso8601(string text)
    {
        var match = Iso.Match(text);
        int Part(string name) => match.Groups[name].Success ? int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture) : 0;
        return match.Success
            && (match.Groups["week"].Success
                ? Part("week") is >= 1 and <= 53 && (!match.Groups["weekday"].Success || Part("weekday") is >= 1 and <= 7)
                : IsDay(Part("year"), Part("month"), Part("day")))
            && Part("hour") < 24
            && Part("minute") < 60
            && Part("second") < 60
            && Part("zoneHour") < 24;
    }

    private static bool IsDay(int year, int month, int day) =>
        year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
}
