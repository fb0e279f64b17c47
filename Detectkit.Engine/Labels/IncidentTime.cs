using Detectkit.Configuration.Reading;
using Detectkit.Configuration;
using Detectkit.Yaml;

namespace Detectkit.Labels;

/// <summary>Reads the times of incidents.</summary>
internal static class IncidentTime
{
    private const string Allowed = "write \"YYYY-MM-DD HH:MM:SS\" or \"YYYY-MM-DD\"";

    /// <summary>The time in UTC, or null where it cannot be read.</summary>
    public static DateTime? Read(YamlEntry entry, TimeZoneInfo zone, FileFindings findings)
    {
        var value = (entry.Value as YamlScalar)?.Value;
        var utc = value switch
        {
            TimeScalar { Offset: { } offset } time => OfOffset(time.Clock, offset, entry, findings),
            TimeScalar time => OfClock(time.Clock, zone, entry, findings),
            _ => entry.Value.StringValue is { } text && ClockText.Read(text.Trim()).Time is { } clock ? OfClock(clock, zone, entry, findings) : null,
        };
        if (utc is null)
        {
            findings.Add(Rules.IncidentTime, entry.ValueSpan, Reason(entry, value));
        }

        return utc;
    }

    public static bool IsDateAlone(YamlNode node) => (node as YamlScalar)?.Value switch
    {
        TimeScalar time => time.IsDate,
        TextScalar text => ClockText.Read(text.Value.Trim()) is ({ }, false),
        _ => false,
    };

    private static DateTime? OfClock(DateTime clock, TimeZoneInfo zone, YamlEntry entry, FileFindings findings)
    {
        var utc = LabelZone.ToUtc(clock, zone);
        if (utc is { } taken && LabelZone.ClockChangeAt(clock, zone) is { } change)
        {
            var what = change == ClockChange.Twice ? "exists twice, because clocks go back; the first is taken" : "does not exist, because clocks go forward; the offset before is taken";
            findings.Add(
                Rules.IncidentClockChange,
                entry.Value.Span,
                "The local time " + Shown(clock) + " " + what + ", which is " + Shown(taken) + " UTC. Write the time in UTC: unquoted, with a Z behind it, or with 'timezone: UTC'.");
        }

        return utc;
    }

    private static string Shown(DateTime time) => time.ToString(ClockText.Format, System.Globalization.CultureInfo.InvariantCulture);

    private static DateTime? OfOffset(DateTime clock, TimeSpan offset, YamlEntry entry, FileFindings findings)
    {
        if (offset != TimeSpan.Zero)
        {
            findings.Add(
                Rules.IncidentOffset, entry.Value.Span, "The offset is taken into account here, but Python detectkit drops it without moving the clock; write the time in UTC.");
        }

        var ticks = clock.Ticks - offset.Ticks;
        return ticks < 0 || ticks > DateTime.MaxValue.Ticks ? null : new DateTime(ticks, DateTimeKind.Utc);
    }

    private static string Reason(YamlEntry entry, ScalarValue? value)
    {
        var name = "'" + ((YamlScalar)entry.Key).Text + "'";
        if (value is NullScalar)
        {
            return name + " has no value; " + Allowed + ".";
        }

        if (value is TextScalar text && entry.Value is YamlScalar { IsPlain: false } && TimeScalars.LooksLikeTime(text.Value.Trim()))
        {
            return "In quotes a time has neither a T nor an offset nor a fraction; " + Allowed + ", or remove the quotes.";
        }

        return name + " is not a valid time; " + Allowed + ".";
    }
}
