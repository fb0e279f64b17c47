using Detectkit.Configuration.Reading;
using Detectkit.Configuration;
using Detectkit.Yaml;

namespace Detectkit.Labels;

/// <summary>What a change of clocks does to a local time.</summary>
internal enum ClockChange
{
    Twice,

    /// <summary>No clock shows it.</summary>
    Skipped,
}

/// <summary>The time zone of labels.</summary>
internal static class LabelZone
{
    public const string UtcName = "UTC";

    private static readonly TimeSpan Around = TimeSpan.FromDays(1);

    /// <summary>The zone of an entry; UTC where it is absent, wrong, or empty, false or 0, which the reference takes for absent.</summary>
    public static (string Name, TimeZoneInfo Zone) Read(YamlEntry? entry, FileFindings findings)
    {
        if (entry is null || IsNothing(entry.Value))
        {
            return (UtcName, TimeZoneInfo.Utc);
        }

        if (entry.Value.StringValue is { } name && (name == UtcName ? TimeZoneInfo.Utc : ZoneName.Find(name)) is { } zone)
        {
            return (name, zone);
        }

        findings.Add(Rules.LabelsZone, entry.Value.Span, "This is not a known IANA time zone; write a name such as Europe/Oslo (its case matters) or UTC.");
        return (UtcName, TimeZoneInfo.Utc);
    }

    /// <summary>
    /// A zone's local time in UTC. Where clocks skip the time, and where they show it twice, the offset before the change counts.
    /// </summary>
    /// <returns>The time, or null where it lies outside the calendar.</returns>
    public static DateTime? ToUtc(DateTime local, TimeZoneInfo zone)
    {
        if (Readings(local, zone) is not var (early, late, isEarly, isLate))
        {
            return zone.HasSameRules(TimeZoneInfo.Utc) ? DateTime.SpecifyKind(local, DateTimeKind.Utc) : null;
        }

        return isEarly || !isLate ? early : late;
    }

    /// <summary>Whether a zone's clocks show a local time twice or skip it; null where they show it once.</summary>
    public static ClockChange? ClockChangeAt(DateTime local, TimeZoneInfo zone)
    {
        if (Readings(local, zone) is not var (early, late, isEarly, isLate))
        {
            return null;
        }

        return early == late ? null : isEarly && isLate ? ClockChange.Twice : isEarly || isLate ? null : ClockChange.Skipped;
    }

    // Null at the calendar's ends. With the offset of the day before and of the day after, and whether each of the two holds then.
    private static (DateTime Early, DateTime Late, bool IsEarly, bool IsLate)? Readings(DateTime local, TimeZoneInfo zone)
    {
        if (local.Ticks < 2 * Around.Ticks || local.Ticks > DateTime.MaxValue.Ticks - (2 * Around.Ticks))
        {
            return null;
        }

        var asUtc = DateTime.SpecifyKind(local, DateTimeKind.Utc);
        var before = zone.GetUtcOffset(asUtc - Around);
        var after = zone.GetUtcOffset(asUtc + Around);
        return (asUtc - before, asUtc - after, zone.GetUtcOffset(asUtc - before) == before, zone.GetUtcOffset(asUtc - after) == after);
    }

    private static bool IsNothing(YamlNode node) => node switch
    {
        YamlScalar scalar => scalar.Value is NullScalar or BooleanScalar { Value: false } or IntegerScalar { Value.IsZero: true } or FloatScalar { Value: 0 } or TextScalar { Value: "" },
        YamlSequence list => list.Items.Count == 0,
        _ => ((YamlMapping)node).Entries.Count == 0,
    };
}
