using System.Globalization;

namespace Detectkit.Build.Newcomer;

/// <summary>A value of a metric and when it was.</summary>
internal readonly record struct Reading(DateTime At, double Value);

/// <summary>
/// What the metrics of a made-up bicycle rental measure. A longer history begins with the shorter one, value by value; the tenth week is the
/// first in which something is new: a job that keeps the processors busy three times a day.
/// </summary>
internal static class RentalSeries
{
    public static DateTime Start { get; } = new(2026, 2, 2);

    private static readonly DateTime NewJob = Start.AddDays(63);

    /// <summary>Milliseconds, with a daily cycle: a slow night of an incident stays below the usual noon.</summary>
    public static IEnumerable<Reading> UnlockLatency(int weeks) => Every(5, weeks, 21, (t, noise) =>
        (190 + (80 * Day(t))) * (1 + (0.07 * noise.Normal()))
        * During(t, "2026-02-18 10:00", "2026-02-18 11:00", 3)
        * During(t, "2026-02-27 02:40", "2026-02-27 03:30", 1.9)
        * During(t, "2026-03-12 17:30", "2026-03-12 18:20", 2.2)
        * During(t, "2026-03-24 09:10", "2026-03-24 09:55", 2.5));

    public static IEnumerable<Reading> Requests(int weeks) => Every(5, weeks, 22, (t, noise) =>
        Math.Round(900 + (350 * Day(t)) + (25 * noise.Normal())) * During(t, "2026-03-05 08:00", "2026-03-05 08:25", 0.3));

    /// <summary>Failed requests among those: about one in a hundred, with bursts that nobody has written down.</summary>
    public static IEnumerable<Reading> FailedRequests(int weeks) => Every(5, weeks, 23, (t, noise) =>
        Math.Max(0, Math.Round((9 + (3.5 * Day(t)) + (2.5 * noise.Normal()) + (noise.Uniform() < 0.004 ? 18 : 0))
        * During(t, "2026-02-20 15:00", "2026-02-20 15:40", 8) * During(t, "2026-03-16 06:00", "2026-03-16 07:00", 6))));

    /// <summary>Trips per quarter of an hour in the old town, fewer at weekends.</summary>
    public static IEnumerable<Reading> Trips(int weeks) => Every(15, weeks, 24, (t, noise) => Math.Max(0, Math.Round(
        (60 + (35 * Day(t)) - (IsWeekend(t) ? 15 : 0) + (5 * noise.Normal()))
        * During(t, "2026-02-14 12:00", "2026-02-14 13:30", 0.1)
        * During(t, "2026-03-03 17:00", "2026-03-03 18:30", 0.15)
        * During(t, "2026-03-22 14:00", "2026-03-22 16:00", 0.1))));

    public static IEnumerable<Reading> Revenue(int weeks) => Every(60, weeks, 25, (t, noise) => Math.Max(0,
        (900 + (520 * Day(t)) - (IsWeekend(t) ? 150 : 0) + (55 * noise.Normal()))
        * During(t, "2026-02-21 10:00", "2026-02-21 15:00", 0.2)
        * During(t, "2026-03-05 16:00", "2026-03-05 20:00", 0.35)
        * During(t, "2026-03-25 11:00", "2026-03-25 15:00", 0.25)));

    public static IEnumerable<Reading> NewRiders(int weeks) => Every(60, weeks, 26, (t, noise) => Math.Max(0, Math.Round(
        (62 + (38 * Day(t)) + (6 * noise.Normal()))
        * During(t, "2026-02-19 02:00", "2026-02-19 06:00", 7)
        * During(t, "2026-03-06 09:00", "2026-03-06 14:00", 0.1)
        * During(t, "2026-03-27 01:00", "2026-03-27 05:00", 7))));

    public static IEnumerable<Reading> RebalancingQueue(int weeks) => Every(15, weeks, 27, (t, noise) => Math.Max(0, Math.Round(
        14 + (6 * Day(t)) + (3 * noise.Normal())
        + Added(t, "2026-02-17 07:00", "2026-02-17 10:00", 40)
        + Added(t, "2026-03-04 16:00", "2026-03-04 18:30", 35)
        + Added(t, "2026-03-26 08:00", "2026-03-26 10:30", 45))));

    public static IEnumerable<Reading> DeclinedPayments(int weeks) => Every(15, weeks, 28, (t, noise) => Math.Max(0, Math.Round(
        20 + (7 * Day(t)) + (4 * noise.Normal())
        + Added(t, "2026-02-25 19:00", "2026-02-25 20:30", 60)
        + Added(t, "2026-03-10 12:00", "2026-03-10 13:00", 70)
        + Added(t, "2026-03-21 21:00", "2026-03-21 22:30", 65))));

    public static IEnumerable<Reading> LockTemperature(int weeks) => Every(15, weeks, 29, (t, noise) => 9 + (7 * Day(t)) + (1.5 * noise.Normal()));

    /// <summary>Busy processors in per cent; three long peaks a day from the tenth week on.</summary>
    public static IEnumerable<Reading> EdgeCpu(int weeks) => Every(5, weeks, 30, (t, noise) =>
        42 + (9 * Day(t)) + (3 * noise.Normal())
        + Added(t, "2026-02-24 13:00", "2026-02-24 13:50", 45)
        + (t >= NewJob && t.Hour is 4 or 12 or 20 && t.Minute < 45 && t >= NewJob ? 40 : 0));

    /// <summary>Bicycles on the street: far more since the fleet has grown, and no incident at all.</summary>
    public static IEnumerable<Reading> BikesAvailable(int weeks) => Every(15, weeks, 31, (t, noise) =>
        Math.Round(((t >= new DateTime(2026, 3, 16) ? 2100 : 1200) - (60 * Day(t)) + (18 * noise.Normal()))));

    /// <summary>Minutes that a nightly export takes, longer on Sundays; its history is older than that of all others.</summary>
    public static IEnumerable<Reading> ExportMinutes(int weeks)
    {
        var noise = new Noise(32);
        for (var t = Start.AddDays(-150); t < Start.AddDays(7 * weeks); t = t.AddDays(1))
        {
            yield return new(t, 34 + (t.DayOfWeek == DayOfWeek.Sunday ? 5 : 0) + (2.5 * noise.Normal()) + Added(t, "2025-12-24", "2025-12-24", 60));
        }
    }

    private static IEnumerable<Reading> Every(int minutes, int weeks, ulong seed, Func<DateTime, Noise, double> value)
    {
        var noise = new Noise(seed);
        for (var t = Start; t < Start.AddDays(7 * weeks); t = t.AddMinutes(minutes))
        {
            yield return new(t, value(t, noise));
        }
    }

    private static double Day(DateTime t) => Math.Sin(2 * Math.PI * (t.TimeOfDay.TotalDays - 0.35));

    private static bool IsWeekend(DateTime t) => t.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private static double During(DateTime t, string from, string to, double factor) => IsWithin(t, from, to) ? factor : 1;

    private static double Added(DateTime t, string from, string to, double amount) => IsWithin(t, from, to) ? amount : 0;

    private static bool IsWithin(DateTime t, string from, string to) =>
        t >= DateTime.Parse(from, CultureInfo.InvariantCulture) && t <= DateTime.Parse(to, CultureInfo.InvariantCulture);
}
