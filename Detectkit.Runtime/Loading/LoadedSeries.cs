using Detectkit.Series;

namespace Detectkit.Runtime.Loading;

/// <summary>A metric's history and how it came about.</summary>
internal sealed record LoadedSeries(MetricSeries Series, LoadingReport Report)
{
    /// <summary>The part that tuning looks at: what it trains on, and the hold-out behind that.</summary>
    public LoadedSeries Newest(int trained, double holdout) => this with { Series = Series.Newest((int)Math.Min(int.MaxValue, Math.Ceiling(trained / (1 - holdout)))) };
}

/// <summary>What was read from the database and what became of it.</summary>
internal sealed record LoadingReport(
    HistoryOrigin Origin, string Profile, DateTime? From, DateTime? To, int RowsRead, int RowsOutsideRange, int RowsWithoutStamp, GridReport Grid)
{
    /// <summary>Points on the grid, from the first row of the range to the last, whatever is made of them.</summary>
    public required int Points { get; init; }

    /// <summary>Rows in the range that are not in the series.</summary>
    public int RowsLost => RowsWithoutStamp + Grid.OffGridRows + Grid.DuplicateRows + Grid.EarlyRows;
}
