using System.Globalization;

namespace Detectkit.Runtime.Databases;

/// <summary>Timestamps as milliseconds since 1970-01-01 UTC.</summary>
internal static class Timestamps
{
    /// <summary>A row's missing timestamp: NULL or infinite.</summary>
    public const long None = long.MinValue;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd",
        "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd HH:mm:ss.FFFFFFFzz", "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>A date with a time; without a zone it is taken as UTC. Below a millisecond is cut off.</summary>
    public static long Of(DateTime timestamp) =>
        Floor((timestamp.Kind == DateTimeKind.Local ? timestamp.ToUniversalTime() : timestamp).Ticks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerMillisecond);

    /// <summary>A date with a time of a driver that gives the first and the last there is for the infinite ones.</summary>
    public static long OfFinite(DateTime timestamp) => timestamp == DateTime.MinValue || timestamp == DateTime.MaxValue ? None : Of(timestamp);

    /// <summary>A text such as <c>2026-05-02 14:00:00</c>, with T, a fraction or an offset if there is one.</summary>
    public static bool TryParse(string text, out long milliseconds)
    {
        var isTimestamp = DateTimeOffset.TryParseExact(
            text.Trim(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var timestamp);
        milliseconds = isTimestamp ? Of(timestamp.UtcDateTime) : None;
        return isTimestamp;
    }

    /// <summary>Division that rounds towards the past, before 1970 too.</summary>
    public static long Floor(long units, long perMillisecond)
    {
        var (quotient, remainder) = Math.DivRem(units, perMillisecond);
        return remainder < 0 ? quotient - 1 : quotient;
    }
}
