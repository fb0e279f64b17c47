using System.Globalization;

namespace Detectkit.Series;

/// <summary>Puts rows on a regular grid.</summary>
internal sealed class GridPlacement
{
    private const int LargestGrid = 100_000_000;

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

    /// <summary>Places rows.</summary>
    /// <param name="stamps">Their stamps, in milliseconds since 1970-01-01 UTC.</param>
    /// <param name="values">Their values.</param>
    /// <param name="intervalSeconds">The grid's step in seconds.</param>
    /// <param name="origin">What decides where the grid's stamps lie.</param>
    /// <param name="keepsRows">Whether <see cref="Provide"/> is going to ask which row each point is of.</param>
    /// <exception cref="ArgumentException">Lengths differ, the interval is not positive or the grid would be too large.</exception>
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
        var earliest = isOfMost ? EarlyRows.FirstOfOthers(stamps, intervalSeconds * 1000L) : long.MinValue;
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

    /// <summary>A column that the query provides, one text per row.</summary>
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
