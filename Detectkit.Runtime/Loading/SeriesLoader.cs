using System.Globalization;
using Detectkit.Configuration;
using Detectkit.Runtime.Databases;
using Detectkit.Series;

namespace Detectkit.Runtime.Loading;

/// <summary>A metric's history and how it came about.</summary>
/// <param name="Series">The history on its grid.</param>
/// <param name="Report">How it came about.</param>
public sealed record LoadedSeries(MetricSeries Series, LoadingReport Report)
{
    /// <summary>The part that tuning looks at: what it trains on, and the hold-out behind that.</summary>
    /// <param name="trained">Points to train on.</param>
    /// <param name="holdout">The hold-out's share of the whole.</param>
    /// <returns>The newest points.</returns>
    public LoadedSeries Newest(int trained, double holdout) => this with { Series = Series.Newest((int)Math.Min(int.MaxValue, Math.Ceiling(trained / (1 - holdout)))) };
}

/// <summary>What was read from the database and what became of it.</summary>
/// <param name="Origin">What was read.</param>
/// <param name="Profile">The name of the profile.</param>
/// <param name="From">The range's start; <c>null</c> for all there is.</param>
/// <param name="To">The range's end; <c>null</c> where nothing was cut off by one.</param>
/// <param name="RowsRead">Rows that the database gave.</param>
/// <param name="RowsOutsideRange">Those outside the range.</param>
/// <param name="RowsWithoutStamp">Those without a timestamp.</param>
/// <param name="Grid">What became of the others on the grid.</param>
public sealed record LoadingReport(
    HistoryOrigin Origin, string Profile, DateTime? From, DateTime? To, int RowsRead, int RowsOutsideRange, int RowsWithoutStamp, GridReport Grid)
{
    /// <summary>Points on the grid, from the first row of the range to the last, whatever is made of them.</summary>
    public required int Points { get; init; }

    /// <summary>Rows in the range that are not in the series.</summary>
    public int RowsLost => RowsWithoutStamp + Grid.OffGridRows + Grid.DuplicateRows + Grid.EarlyRows;
}

/// <summary>Loads a metric's history: rows, range, grid.</summary>
/// <param name="databases">Where profiles lead.</param>
/// <param name="secrets">What no failure may say.</param>
/// <param name="origin">What decides where the grid lies.</param>
public sealed class SeriesLoader(MetricDatabases databases, Secrets secrets, GridOrigin origin)
{
    /// <summary>Loads a metric.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="source">Where its history comes from.</param>
    /// <param name="profile">The database.</param>
    /// <param name="range">What to load.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The history; <c>null</c> where a failure is an error. What is wrong, warnings included.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public (LoadedSeries? Loaded, IReadOnlyList<MetricFailure> Failures) Load(
        MetricConfig metric, HistorySource source, ConnectionProfile profile, TimeRange range, CancellationToken cancellation)
    {
        try
        {
            var loaded = LoadOrThrow(source, new HistoryRequest(metric, profile, range), cancellation);
            var failures = new GridFit(metric, profile.Dialect, loaded, origin).Failures();
            return (failures.Any(f => f.IsError) ? null : loaded, failures);
        }
        catch (LoadingFailedException e)
        {
            var failure = e.Failure with { Message = secrets.Redact(e.Failure.Message) };
            return (null, [failure.Rule == RuntimeRules.ConnectionFailed ? failure : source.Describe(failure)]);
        }
    }

    /// <summary>Opens a database; a failure is told to each metric that needs it.</summary>
    /// <param name="profile">The database.</param>
    public void OpenAhead(ConnectionProfile profile)
    {
        try
        {
            databases.Of(profile);
        }
        catch (LoadingFailedException)
        {
            // Kept where it was opened, for whoever asks next.
        }
    }

    private LoadedSeries LoadOrThrow(HistorySource source, HistoryRequest request, CancellationToken cancellation)
    {
        var (metric, profile, range) = request;
        var (all, endWasAsked) = source.Read(request with { Profile = databases.Complete(profile) }, query => databases.Of(profile).Load(query, cancellation));
        var rows = range.RowsOf(all, endWasAsked);
        if (rows.Count == 0)
        {
            throw new LoadingFailedException(RuntimeRules.NoRows, NoneInRange(all, range, range.EndOf(endWasAsked)));
        }

        var series = OnGrid(metric, rows);
        var end = range.IsEndSet || endWasAsked ? range.To : rows.Count < all.Within(range.From, null).Count ? series.StampAt(series.Count) : (DateTime?)null;
        var report = new LoadingReport(
            source.Origin, profile.Name, range.From, end, all.Count + all.RowsWithoutStamp, all.Count - rows.Count, all.RowsWithoutStamp, series.Report) { Points = series.Count };
        return new LoadedSeries(series, report);
    }

    private MetricSeries OnGrid(MetricConfig metric, LoadedRows rows)
    {
        // Columns that come with the rows take the place of those of the calendar.
        IReadOnlyList<string> calendar = rows.Seasonality.Count > 0 ? [] : metric.SeasonalityColumns;
        try
        {
            return MetricSeries.FromRows(rows.Milliseconds.Span, rows.Values.Span, metric.IntervalSeconds, calendar, rows.Seasonality, origin);
        }
        catch (ArgumentException e)
        {
            throw new LoadingFailedException(RuntimeRules.GridTooLarge, e.Message.Split(" (Parameter")[0] + " Are timestamps and interval right?", null, e);
        }
    }

    private static string NoneInRange(LoadedRows all, TimeRange range, DateTime end)
    {
        var (first, last) = (all.Milliseconds.Span[0], all.Milliseconds.Span[0]);
        foreach (var time in all.Milliseconds.Span)
        {
            (first, last) = (Math.Min(first, time), Math.Max(last, time));
        }

        return $"all rows that were read, {Format(first)} to {Format(last)}, lie outside the range"
            + (range.From is { } from ? " from " + Format(from) : "") + " to " + Format(end) + (range.IsEndSet ? "" : ", in which their intervals must end");
    }

    private static string Format(long milliseconds) => Format(DateTime.UnixEpoch.AddMilliseconds(milliseconds));

    private static string Format(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
