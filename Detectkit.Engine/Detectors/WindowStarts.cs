namespace Detectkit.Detectors;

/// <summary>First positions of time windows over sequences that follow each other.</summary>
internal static class WindowStarts
{
    /// <summary>For each position the first one of its sequence that is at most <paramref name="windowSize"/> grid points older.</summary>
    /// <param name="grid">Grid points by position, ascending within a sequence.</param>
    /// <param name="bounds">First position of every sequence; empty for one sequence.</param>
    /// <param name="windowSize">Window in grid points.</param>
    /// <param name="wanted">Whether a grid point's window is wanted, others being left empty; empty for all.</param>
    /// <param name="start">Receives the first positions.</param>
    public static void Fill(ReadOnlySpan<int> grid, ReadOnlySpan<int> bounds, int windowSize, ReadOnlySpan<bool> wanted, Span<int> start)
    {
        var (first, sequence) = (0, 0);
        for (var p = 0; p < grid.Length; p++)
        {
            for (; sequence < bounds.Length && bounds[sequence] <= p; sequence++)
            {
                first = Math.Max(first, bounds[sequence]);
            }

            while (grid[p] - grid[first] > windowSize)
            {
                first++;
            }

            start[p] = wanted.IsEmpty || wanted[grid[p]] ? first : p;
        }
    }
}
