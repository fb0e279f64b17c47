using System.Globalization;

namespace Detectkit.Series;

/// <summary>Puts rows on a regular grid.</summary>
internal sealed class GridPlacement
{
    private const int LargestGrid = 100_000_000;

    private readonly int[] rowOfPoint;

    private GridPlacement(long start, double[] values, int[] rowOfPoint, GridReport report)
    {
        StartMilliseconds = start;
        Values = values;
        this.rowOfPoint = rowOfPoint;
        Report = report;
    }

    public long StartMilliseconds { get; }

    public double[] Values { get; }

    public GridReport Report { get; }

    public static GridPlacement Place(ReadOnlySpan<long> stamps, ReadOnlySpan<double> values, int intervalSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(intervalSeconds);
        if (stamps.Length != values.Length)
        {
            throw new ArgumentException("There must be one value per stamp.", nameof(values));
        }

        if (stamps.IsEmpty)
        {
            return new GridPlacement(0, [], [], new GridReport(0, 0, 0, 0, null));
        }

        var (first, last) = (long.MaxValue, long.MinValue);
        foreach (var stamp in stamps)
        {
            first = Math.Min(first, stamp);
            last = Math.Max(last, stamp);
        }

        var step = intervalSeconds * 1000L;
        // A last row off the grid still lies before the grid's end, as in the reference, whose range ends one interval after it.
        var length = ((last - first + step - 1) / step) + 1;
        if (length > LargestGrid)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"A grid of {length} points is more than the {LargestGrid} that are supported."), nameof(stamps));
        }

        var grid = new double[length];
        Array.Fill(grid, double.NaN);
        var rows = new int[length];
        Array.Fill(rows, -1);
        var (offGrid, duplicates) = (0, 0);
        var offsets = new SortedDictionary<long, int>();
        for (var row = 0; row < stamps.Length; row++)
        {
            var (point, offset) = Math.DivRem(stamps[row] - first, step);
            if (offset != 0)
            {
                offGrid++;
                offsets[offset] = offsets.GetValueOrDefault(offset) + 1;
                continue;
            }

            duplicates += rows[point] >= 0 ? 1 : 0;
            rows[point] = row;
            grid[point] = values[row];
        }

        var missing = grid.AsSpan().Count(double.NaN);
        var frequent = offsets.Count == 0 ? (TimeSpan?)null : TimeSpan.FromMilliseconds(offsets.MaxBy(o => o.Value).Key);
        return new GridPlacement(first, grid, rows, new GridReport(stamps.Length, offGrid, duplicates, missing, frequent));
    }

    /// <summary>A column that the query provides, one text per row.</summary>
    public SeasonalityColumn Provide(string name, IReadOnlyList<string?> texts)
    {
        var labels = new List<string>();
        var keyOfLabel = new Dictionary<string, int>(StringComparer.Ordinal);
        var keys = new int[rowOfPoint.Length];
        for (var point = 0; point < keys.Length; point++)
        {
            var text = rowOfPoint[point] < 0 ? null : texts[rowOfPoint[point]];
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
