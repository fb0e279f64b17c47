using System.Globalization;
using Detectkit.Build.Worker.Options;
using Detectkit.Configuration;
using Detectkit.Configuration.Project;

namespace Detectkit.Build.Worker.Loading;

/// <summary>The time range that a metric is loaded for.</summary>
/// <param name="From">Its start, inclusive; <c>null</c> for all there is.</param>
/// <param name="To">Its end, exclusive.</param>
/// <param name="IsEndSet">Whether the end was asked for rather than being the present.</param>
internal sealed record TimeRange(DateTime? From, DateTime To, bool IsEndSet)
{
    /// <summary>The range of a metric.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="project">The project's settings.</param>
    /// <param name="options">What the user asked for.</param>
    /// <param name="now">The present, UTC.</param>
    /// <returns>The range.</returns>
    public static TimeRange Of(MetricConfig metric, ProjectFile project, RunOptions options, DateTime now)
    {
        var from = options.From ?? StartOf(metric);
        var interval = metric.IntervalSeconds * TimeSpan.TicksPerSecond;

        // The present interval is not over yet, and one is complete only some time after its end: its value would still change.
        var complete = now.AddSeconds(-(metric.LoadingDelaySeconds ?? project.LoadingDelaySeconds));
        var present = new DateTime(complete.Ticks - ((complete.Ticks - DateTime.UnixEpoch.Ticks) % interval), DateTimeKind.Utc);
        return new TimeRange(from, options.To ?? present, options.To is not null);
    }

    /// <summary>The metric's own start.</summary>
    /// <param name="metric">The metric.</param>
    /// <returns>Its <c>loading_start_time</c>, UTC; <c>null</c> without one.</returns>
    public static DateTime? StartOf(MetricConfig metric) => metric.LoadingStartTime is { } text ? Parse(text) : null;

    private static DateTime? Parse(string text) =>
        DateTime.TryParseExact(
            text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var stamp)
            ? stamp
            : null;
}
