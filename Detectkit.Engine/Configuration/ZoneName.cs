using System.Text.RegularExpressions;

namespace Detectkit.Configuration;

/// <summary>Time zones by IANA name.</summary>
internal static class ZoneName
{
    private static readonly Regex Shape = new(@"\A[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*\z", RegexOptions.CultureInvariant);

    /// <summary>The zone of a name, case-sensitive; null where the system's data has none.</summary>
    public static TimeZoneInfo? Find(string name)
    {
        if (!Shape.IsMatch(name))
        {
            return null;
        }

        try
        {
            // The system may find a zone in any case, or by a name of another naming scheme.
            var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
            return string.Equals(zone.Id, name, StringComparison.Ordinal) ? zone : null;
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException or UnauthorizedAccessException or IOException)
        {
            return null;
        }
    }
}
