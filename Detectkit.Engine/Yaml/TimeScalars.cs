using System.Globalization;
using System.Text.RegularExpressions;

namespace Detectkit.Yaml;

internal static class TimeScalars
{
    private const int TicksPerMicrosecond = 10;

    // The date alone needs two digits each; beside a time of day one will do.
    private static readonly Regex Time = new(
        @"\A(?<year>[0-9]{4})-(?<month>[0-9][0-9]?)-(?<day>[0-9][0-9]?)(?:(?:[Tt]|[ \t]+)(?<hour>[0-9][0-9]?):(?<minute>[0-9][0-9]):(?<second>[0-9][0-9])(?:\.(?<fraction>[0-9]*))?(?:[ \t]*(?<zone>Z|(?<sign>[-+])(?<zoneHour>[0-9][0-9]?)(?::(?<zoneMinute>[0-9][0-9]))?))?)?\z",
        RegexOptions.CultureInvariant);

    private static readonly Regex DateAlone = new(@"\A[0-9]{4}-[0-9][0-9]-[0-9][0-9]\z", RegexOptions.CultureInvariant);

    /// <summary>Whether an unquoted text is taken for a date or time.</summary>
    public static bool LooksLikeTime(string text) =>
        text.Length >= 8 && text[4] == '-' && (DateAlone.IsMatch(text) || (Time.Match(text) is { Success: true } match && match.Groups["hour"].Success));

    /// <summary>Reads a date or time; an impossible one is an <see cref="InvalidScalar"/>.</summary>
    public static ScalarValue Read(string text)
    {
        var match = Time.Match(text);
        if (!match.Success)
        {
            return new InvalidScalar("the value is not a time, as its tag says");
        }

        int Part(string name) => match.Groups[name].Success ? int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture) : 0;
        var (year, month, day) = (Part("year"), Part("month"), Part("day"));
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return new InvalidScalar("there is no such day in the calendar");
        }

        var date = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified);
        if (!match.Groups["hour"].Success)
        {
            return new TimeScalar(date, null, true);
        }

        var (hour, minute, second) = (Part("hour"), Part("minute"), Part("second"));
        if (hour > 23 || minute > 59 || second > 59)
        {
            return new InvalidScalar("there is no such time of day");
        }

        var fraction = match.Groups["fraction"].Value;
        var microseconds = fraction.Length == 0 ? 0 : int.Parse(fraction.PadRight(6, '0').Substring(0, 6), CultureInfo.InvariantCulture);
        var clock = date.Add(new TimeSpan(hour, minute, second)).AddTicks(microseconds * TicksPerMicrosecond);
        if (!match.Groups["zone"].Success)
        {
            return new TimeScalar(clock, null, false);
        }

        var offset = new TimeSpan(Part("zoneHour"), Part("zoneMinute"), 0);
        return offset >= TimeSpan.FromDays(1)
            ? new InvalidScalar("an offset from UTC is less than 24 hours")
            : new TimeScalar(clock, match.Groups["sign"].Value == "-" ? -offset : offset, false);
    }
}
