using System.Globalization;
using Detectkit.Configuration;
using Detectkit.Configuration.Project;
using Detectkit.Runtime.Databases;

namespace Detectkit.Runtime.Loading;

/// <summary>The time range that a metric is loaded for.</summary>
/// <param name="From">Its start, inclusive; <c>null</c> for all there is.</param>
/// <param name="To">Its end, exclusive: what was asked for, else the end of the last complete interval, as far as the metric says where that lies.</param>
/// <param name="IsEndSet">Whether the end was asked for rather than being the present.</param>
public sealed record TimeRange(DateTime? From, DateTime To, bool IsEndSet)
{
    /// <summary>The moment up to which all is complete: the present, to the second, less the loading delay.</summary>
    public required DateTime Complete { get; init; }

    /// <summary>The metric's interval.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>The range of a metric, where one limit or both may have been asked for; all times are UTC.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="project">The project's settings.</param>
    /// <param name="from">The start that was asked for.</param>
    /// <param name="to">The end that was asked for.</param>
    /// <param name="now">The present.</param>
    /// <returns>The range.</returns>
    public static TimeRange Of(MetricConfig metric, ProjectFile project, DateTime? from, DateTime? to, DateTime now)
    {
        // The present interval is not over yet, and one is complete only some time after its end: its value would still change.
        var complete = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)).AddSeconds(-(metric.LoadingDelaySeconds ?? project.LoadingDelaySeconds));
        var (start, interval) = (StartOf(metric), TimeSpan.FromSeconds(metric.IntervalSeconds));
        var sinceGridPoint = (complete - (start ?? DateTime.UnixEpoch)).Ticks % interval.Ticks;
        var present = complete.AddTicks(sinceGridPoint < 0 ? -sinceGridPoint - interval.Ticks : -sinceGridPoint);
        return new TimeRange(from ?? start, to ?? present, to is not null) { Complete = complete, Interval = interval };
    }

    /// <summary>
    /// The rows of complete intervals: whatever grid they lie on, an interval is complete only where it ends before the present, less the
    /// loading delay, and before the end that the database was told. An end that was asked for only limits the timestamps.
    /// </summary>
    internal LoadedRows RowsOf(LoadedRows rows, bool endWasAsked)
    {
        var end = EndOf(endWasAsked);
        return rows.Within(From, IsEndSet ? end : end - Interval + TimeSpan.FromMilliseconds(1));
    }

    /// <summary>Before which intervals end whose rows are kept; where an end was asked for, which their timestamps lie before.</summary>
    internal DateTime EndOf(bool endWasAsked) => IsEndSet || endWasAsked ? To : Complete;

    /// <summary>The metric's own start.</summary>
    internal static DateTime? StartOf(MetricConfig metric) => metric.LoadingStartTime is { } text ? Parse(text) : null;

    private static DateTime? Parse(string text) =>
        DateTime.TryParseExact(
            text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;
}
