using System.Globalization;
using Detectkit.Configuration;
using Detectkit.Runtime.Databases;
using Detectkit.Series;

namespace Detectkit.Runtime.Loading;

/// <summary>Loads a metric's history: rows, range, grid.</summary>
internal sealed class SeriesLoader(MetricDatabases databases, Secrets secrets, GridOrigin origin)
{
    /// <summary>Loads a metric.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public (LoadedSeries? Loaded, IReadOnlyList<MetricFailure> Failures) Load(
        MetricConfig metric, IHistorySource source, ConnectionProfile profile, TimeRange range, CancellationToken cancellation)
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

    private LoadedSeries LoadOrThrow(IHistorySource source, HistoryRequest request, CancellationToken cancellation)
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
        foreach (var stamp in all.Milliseconds.Span)
        {
            (first, last) = (Math.Min(first, stamp), Math.Max(last, stamp));
        }

        return $"all rows that were read, {Format(first)} to {Format(last)}, lie outside the range"
            + (range.From is { } from ? " from " + Format(from) : "") + " to " + Format(end) + (range.IsEndSet ? "" : ", in which their intervals must end");
    }

    private static string Format(long milliseconds) => Format(DateTime.UnixEpoch.AddMilliseconds(milliseconds));

    private static string Format(DateTime stamp) => stamp.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
