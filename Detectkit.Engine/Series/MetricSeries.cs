namespace Detectkit.Series;

/// <summary>A metric's values on its regular grid, oldest first; NaN where there is none.</summary>
public sealed class MetricSeries
{
    private readonly double[] values;

    private MetricSeries(long startMilliseconds, int intervalSeconds, double[] values, ValueList<SeasonalityColumn> columns, GridReport report)
    {
        StartMilliseconds = startMilliseconds;
        IntervalSeconds = intervalSeconds;
        this.values = values;
        Columns = columns;
        Report = report;
    }

    /// <summary>The first stamp, in milliseconds since 1970-01-01 UTC.</summary>
    public long StartMilliseconds { get; }

    /// <summary>The grid's step in seconds, above 0.</summary>
    public int IntervalSeconds { get; }

    /// <summary>Number of grid points.</summary>
    public int Count => values.Length;

    /// <summary>The values by grid point; NaN where there is none.</summary>
    public ReadOnlySpan<double> Values => values;

    internal ReadOnlyMemory<double> ValuesMemory => values;

    /// <summary>Number of grid points that have a value.</summary>
    public int ValueCount => values.Length - values.AsSpan().Count(double.NaN);

    /// <summary>The seasonality columns, in data order.</summary>
    public ValueList<SeasonalityColumn> Columns { get; }

    /// <summary>What became of the rows it was made from.</summary>
    public GridReport Report { get; }

    /// <summary>The stamp of a grid point in milliseconds since 1970-01-01 UTC.</summary>
    /// <param name="index">The grid point, from 0; beyond the series is allowed.</param>
    /// <returns>The stamp.</returns>
    public long MillisecondsAt(int index) => StartMilliseconds + (index * 1000L * IntervalSeconds);

    /// <summary>The stamp of a grid point in UTC.</summary>
    /// <param name="index">The grid point, from 0.</param>
    /// <returns>The stamp.</returns>
    public DateTime StampAt(int index) => DateTime.UnixEpoch.AddMilliseconds(MillisecondsAt(index));

    internal SeasonalityColumn? FindColumn(string name) => Columns.FirstOrDefault(c => c.Name == name);

    /// <summary>
    /// Puts rows on the grid that starts at the earliest stamp and ends at the latest, or the first grid stamp after it. Rows off the grid are dropped, of rows with
    /// one stamp the last given wins, a missing stamp and an infinite value are NaN.
    /// </summary>
    /// <param name="milliseconds">The rows' stamps, in milliseconds since 1970-01-01 UTC, in any order.</param>
    /// <param name="values">The rows' values, NaN where NULL.</param>
    /// <param name="intervalSeconds">The grid's step in seconds, above 0.</param>
    /// <param name="calendarColumns">Seasonality columns to derive from the stamps (<c>hour</c>, <c>day_of_week</c>, ..).</param>
    /// <param name="providedColumns">Seasonality columns given by the query: name and one text per row (null for none).</param>
    /// <param name="origin">What decides where the grid's stamps lie: with <see cref="GridOrigin.MostRows"/> it starts and ends at rows of the phase that most have.</param>
    /// <returns>The series; empty where there are no rows.</returns>
    /// <exception cref="ArgumentException">Lengths differ, the interval is not positive, a calendar column is unknown or the grid would exceed 100 million points.</exception>
    public static MetricSeries FromRows(
        ReadOnlySpan<long> milliseconds,
        ReadOnlySpan<double> values,
        int intervalSeconds,
        IReadOnlyList<string> calendarColumns,
        IReadOnlyList<KeyValuePair<string, IReadOnlyList<string?>>>? providedColumns = null,
        GridOrigin origin = GridOrigin.FirstRow)
    {
        var grid = GridPlacement.Place(milliseconds, values, intervalSeconds, origin, keepsRows: providedColumns is { Count: > 0 });
        var columns = new List<SeasonalityColumn>();
        foreach (var name in calendarColumns)
        {
            columns.Add(CalendarColumns.Derive(name, grid.StartMilliseconds, intervalSeconds, grid.Values.Length));
        }

        foreach (var provided in providedColumns ?? [])
        {
            columns.Add(grid.Provide(provided.Key, provided.Value));
        }

        return new MetricSeries(grid.StartMilliseconds, intervalSeconds, grid.Values, columns.ToValueList(), grid.Report);
    }

    /// <summary>A part of the series with the same columns; its report is that of the whole.</summary>
    internal MetricSeries Slice(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count - start);
        return new MetricSeries(MillisecondsAt(start), IntervalSeconds, values.AsSpan(start, count).ToArray(), Cut(start, count), Report);
    }

    /// <summary>The same series without what was worked out of its stamps, for keeping: that follows again when it is looked at.</summary>
    internal MetricSeries ForKeeping() => new(StartMilliseconds, IntervalSeconds, values, Cut(0, Count), Report);

    /// <summary>So many of the newest points at most.</summary>
    internal MetricSeries Newest(int count) => count >= Count ? this : Slice(Count - count, count);

    private ValueList<SeasonalityColumn> Cut(int start, int count) => Columns
        .Select(c => c.IsCalendar
            ? CalendarColumns.Derive(c.Name, MillisecondsAt(start), IntervalSeconds, count)
            : start == 0 && count == Count ? c : CalendarColumns.Renumber(c, start, count))
        .ToValueList();
}
