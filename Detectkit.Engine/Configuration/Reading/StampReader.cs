using System.Globalization;
using Detectkit.Configuration.Fields;
using Detectkit.Yaml;

namespace Detectkit.Configuration.Reading;

/// <summary>Reads fields that take a quoted time.</summary>
internal static class StampReader
{
    /// <summary>The time as <c>YYYY-MM-DD HH:MM:SS</c>; null where there is none.</summary>
    public static string? Read(MappingReader reader, Field field, Rule unreadable)
    {
        if (reader.Text(field) is not { Length: > 0 } text)
        {
            return null;
        }

        if (ClockText.ReadStamp(text) is { } time)
        {
            return time.ToString(ClockText.Format, CultureInfo.InvariantCulture);
        }

        reader.Findings.Add(
            unreadable,
            reader.Entry(field)!.Value.Span,
            "'" + MessageText.Shorten(text) + "' is not a time for '" + field.Name + "'; write \"YYYY-MM-DD HH:MM:SS\" (UTC, in quotes).");
        return null;
    }
}
