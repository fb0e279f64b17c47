namespace Detectkit.Detectors;

/// <summary>First positions of time windows over sequences that follow each other.</summary>
internal static class WindowStarts
{
    /// <summary>For each position the first one of its sequence that is at most <paramref name="windowSize"/> grid points older.</summary>
    /// <param name="grid">Grid points by position, ascending within a sequence.</param>
    /// <param name="bounds">First position of every sequence; empty for one sequence.</param>
    /// <param name="windowSize">Window in grid points.</param>
    /// <param name="wanted">The grid points whose windows are wanted, ascending and apart, others being left empty; null for all.</param>
    /// <param name="start">Receives the first positions.</param>
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
