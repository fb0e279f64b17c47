namespace Detectkit.Detectors;

internal static class WindowStarts
{
    /// <summary>
    /// For each position the first one of its sequence that is at most <paramref name="windowSize"/> grid points older.
    /// Bounds are the first position of every sequence, empty for one; wanted grid points are ascending and apart, null for all, and
    /// windows of others are left empty.
    /// </summary>
    public static void Fill(ReadOnlySpan<int> grid, ReadOnlySpan<int> bounds, int windowSize, Range[]? wanted, Span<int> start)
    {
        var (first, sequence, range) = (0, 0, 0);
        for (var p = 0; p < grid.Length; p++)
        {
            for (; sequence < bounds.Length && bounds[sequence] <= p; sequence++)
            {
                first = Math.Max(first, bounds[sequence]);
                range = 0;
            }

            while (grid[p] - grid[first] > windowSize)
            {
                first++;
            }

            while (wanted is not null && range < wanted.Length && wanted[range].End.Value <= grid[p])
            {
                range++;
            }

            var isWanted = wanted is null || (range < wanted.Length && wanted[range].Start.Value <= grid[p]);
            start[p] = isWanted ? first : p;
        }
    }
}
