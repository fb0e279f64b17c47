using Detectkit.Build.Options;
using Detectkit.Series;

namespace Detectkit.Build.Worker.Loading;

/// <summary>A metric's history and how it came about.</summary>
/// <param name="Series">The series on its grid.</param>
/// <param name="Report">What was read.</param>
internal sealed record LoadedSeries(MetricSeries Series, LoadingReport Report)
{
    /// <summary>The part that tuning looks at: what it trains on, and the hold-out behind that.</summary>
    /// <param name="trained">Points to train on, at most.</param>
    /// <param name="holdout">Share of the newest points that is held out, below 1.</param>
    /// <returns>This where there is no more; else the newest points, so that nobody keeps the others.</returns>
    public LoadedSeries Newest(int trained, double holdout) => this with { Series = Series.Newest((int)Math.Min(int.MaxValue, Math.Ceiling(trained / (1 - holdout)))) };
}

/// <summary>What was read from the database and what became of it.</summary>
/// <param name="Origin">Where it was read from.</param>
/// <param name="Profile">The profile's name.</param>
/// <param name="From">The range's start; <c>null</c> where none was set.</param>
/// <param name="To">The range's end; <c>null</c> where none was set and none mattered: the clock is no part of a record.</param>
/// <param name="RowsRead">Rows that the database gave.</param>
/// <param name="RowsOutsideRange">Rows of these outside the range.</param>
/// <param name="RowsWithoutStamp">Rows without a stamp.</param>
/// <param name="Grid">What became of the rest.</param>
internal sealed record LoadingReport(
    HistoryOrigin Origin, string Profile, DateTime? From, DateTime? To, int RowsRead, int RowsOutsideRange, int RowsWithoutStamp, GridReport Grid)
{
    /// <summary>Points on the grid, from the first row of the range to the last, whatever is made of them.</summary>
    public required int Points { get; init; }

    /// <summary>Rows in the range that are not in the series.</summary>
    public int RowsLost => RowsWithoutStamp + Grid.OffGridRows + Grid.DuplicateRows + Grid.EarlyRows;
}
