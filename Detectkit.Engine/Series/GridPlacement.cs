using System.Globalization;

namespace Detectkit.Series;

/// <summary>What decides where the stamps of a series' grid lie.</summary>
public enum GridOrigin
{
    /// <summary>The first row, as in the reference: where it lies off the others, they are lost.</summary>
    FirstRow,

    /// <summary>The phase that most rows have; a few rows long before all others are left out.</summary>
    MostRows,
}

/// <summary>What became of the rows when a series was put on its grid.</summary>
/// <param name="Rows">Rows given.</param>
/// <param name="OffGridRows">Rows whose stamp is not on the grid, dropped.</param>
/// <param name="DuplicateRows">Rows replaced by a later row of the same stamp.</param>
/// <param name="MissingPoints">Grid points without a value (no row, NULL, NaN or infinity).</param>
/// <param name="OffGridOffset">The most frequent distance of an off-grid row from the grid stamp before it; null without off-grid rows.</param>
public sealed record GridReport(int Rows, int OffGridRows, int DuplicateRows, int MissingPoints, TimeSpan? OffGridOffset)
{
    /// <summary>Rows whose value is infinite: they count as missing, and among <see cref="MissingPoints"/> unless a later row has replaced them.</summary>
    public int InfiniteValues { get; init; }

    /// <summary>Rows left out because they lie long before all others.</summary>
    public int EarlyRows { get; init; }
}

/// <summary>Puts rows on a regular grid.</summary>
internal sealed class GridPlacement
{
    private const int LargestGrid = 100_000_000;
    private const int FewestRows = 20;
    private const int RowsPerEarlyOne = 100;

    private readonly int[]? rowOfPoint;

    private GridPlacement(long start, double[] values, int[]? rowOfPoint, GridReport report)
    {
        StartMilliseconds = start;
        Values = values;
        this.rowOfPoint = rowOfPoint;
        Report = report;
    }

    public long StartMilliseconds { get; }

    public double[] Values { get; }

    public GridReport Report { get; }

    public static GridPlacement Place(ReadOnlySpan<long> stamps, ReadOnlySpan<double> values, int intervalSeconds, GridOrigin origin, bool keepsRows)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(intervalSeconds);
        if (stamps.Length != values.Length)
        {
            throw new ArgumentException("There must be one value per timestamp.", nameof(values));
        }

        if (stamps.IsEmpty)
        {
            return new GridPlacement(0, [], [], new GridReport(0, 0, 0, 0, null));
        }

        var step = intervalSeconds * 1000L;
        var (first, last, earliest, isAscending) = Bounds(stamps, intervalSeconds, origin);
        // A last row off the grid still lies before the grid's end, as in the reference, whose range ends one interval after it.
        var length = ((last - first + step - 1) / step) + 1;
        if (length > LargestGrid)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"A grid of {length} points is more than the {LargestGrid} that are supported."), nameof(stamps));
        }

        var grid = GC.AllocateUninitializedArray<double>((int)length);
        Array.Fill(grid, double.NaN);
        int[]? rows = null;
        if (keepsRows || !isAscending)
        {
            // Without it, ascending stamps say themselves that none is there twice.
            rows = new int[length];
            Array.Fill(rows, -1);
        }

        var (offGrid, duplicates, early, infinite) = (0, 0, 0, 0);
        var offsets = new SortedDictionary<long, int>();
        var (next, nextStamp) = (0L, first);
        for (var row = 0; row < stamps.Length; row++)
        {
            if (stamps[row] < earliest)
            {
                early++;
                continue;
            }

            // Most rows follow the one before by one step, and a division costs more than all else.
            var (point, offset) = stamps[row] == nextStamp ? (next, 0) : Math.DivRem(stamps[row] - first, step);
            if (offset != 0)
            {
                offGrid++;
                offset = (offset + step) % step;
                offsets[offset] = offsets.GetValueOrDefault(offset) + 1;
                continue;
            }

            if (rows is not null)
            {
                duplicates += rows[point] >= 0 ? 1 : 0;
                rows[point] = row;
            }

            infinite += double.IsInfinity(values[row]) ? 1 : 0;
            grid[point] = double.IsInfinity(values[row]) ? double.NaN : values[row];
            (next, nextStamp) = (point + 1, stamps[row] + step);
        }

        var missing = grid.AsSpan().Count(double.NaN);
        var frequent = offsets.Count == 0 ? (TimeSpan?)null : TimeSpan.FromMilliseconds(offsets.MaxBy(o => o.Value).Key);
        return new GridPlacement(first, grid, rows, new GridReport(stamps.Length, offGrid, duplicates, missing, frequent) { InfiniteValues = infinite, EarlyRows = early });
    }

    // Of most rows' phase the grid's first and last stamp are rows of it; what lies beyond is off the grid anyway.
    private static (long First, long Last, long Earliest, bool IsAscending) Bounds(ReadOnlySpan<long> stamps, int intervalSeconds, GridOrigin origin)
    {
        var (first, last) = (long.MaxValue, long.MinValue);
        var (isAscending, previous) = (true, long.MinValue);
        var isOfMost = origin == GridOrigin.MostRows;
        var earliest = isOfMost ? FirstOfOthers(stamps, intervalSeconds * 1000L) : long.MinValue;
        var phase = isOfMost ? GridPhase.OfMost(stamps, intervalSeconds, earliest).Milliseconds : 0;
        foreach (var stamp in stamps)
        {
            isAscending &= stamp > previous;
            previous = Math.Max(previous, stamp);
            if (stamp >= earliest && (!isOfMost || stamp == last + (intervalSeconds * 1000L) || GridPhase.Of(stamp, intervalSeconds) == phase))
            {
                first = Math.Min(first, stamp);
                last = Math.Max(last, stamp);
            }
        }

        return (first, last, earliest, isAscending);
    }

    // Without the rows that lie long before all others, such as those of the stamp 0: with them a grid begins in 1970 and is nothing but
    // gaps. They are one row in a hundred at most, and the gap behind them is longer than all that follows it.
    private static long FirstOfOthers(ReadOnlySpan<long> stamps, long step)
    {
        var (first, last) = (long.MaxValue, long.MinValue);
        foreach (var stamp in stamps)
        {
            (first, last) = (Math.Min(first, stamp), Math.Max(last, stamp));
        }

        if (stamps.Length < FewestRows || (last - first) / step < 2L * stamps.Length)
        {
            return first;
        }

        var sorted = stamps.ToArray();
        Array.Sort(sorted);
        for (var early = Math.Max(1, sorted.Length / RowsPerEarlyOne); early > 0; early--)
        {
            if (sorted[early] - sorted[early - 1] > last - sorted[early])
            {
                return sorted[early];
            }
        }

        return first;
    }

    public SeasonalityColumn Provide(string name, IReadOnlyList<string?> texts)
    {
        var labels = new List<string>();
        var keyOfLabel = new Dictionary<string, int>(StringComparer.Ordinal);
        var rows = rowOfPoint ?? throw new InvalidOperationException("The rows of the points were not kept.");
        var keys = new int[rows.Length];
        for (var point = 0; point < keys.Length; point++)
        {
            var text = rows[point] < 0 ? null : texts[rows[point]];
            if (text is null)
            {
                keys[point] = -1;
                continue;
            }

            if (!keyOfLabel.TryGetValue(text, out var key))
            {
                key = labels.Count;
                labels.Add(text);
                keyOfLabel.Add(text, key);
            }

            keys[point] = key;
        }

        return new SeasonalityColumn(name, labels, keys);
    }
}
