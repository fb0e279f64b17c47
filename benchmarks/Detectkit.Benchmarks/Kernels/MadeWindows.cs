using Detectkit.Detectors;
using Detectkit.Statistics;
using Detectkit.Statistics.Sliding;

namespace Detectkit.Benchmarks.Kernels;

/// <summary>A made series in which every hundredth point is missing, and a window before each of its values.</summary>
internal sealed class MadeWindows
{
    private const int PointsPerGap = 100;

    private readonly int[] sorted;

    public MadeWindows(int points, int window)
    {
        (Points, Window) = (points, window);
        var made = KernelTable.Made(points);
        Grid = [.. Enumerable.Range(0, points).Where(i => i % PointsPerGap != PointsPerGap - 1)];
        Values = [.. Grid.Select(i => made[i])];
        Start = new int[Grid.Length];
        WindowStarts.Fill(Grid, [], window, null, Start);
        End = [.. Enumerable.Range(0, Grid.Length)];
        sorted = new int[Grid.Length];
    }

    /// <summary>Grid points, which outputs are indexed by.</summary>
    public int Points { get; }

    /// <summary>The windows' size in grid points.</summary>
    public int Window { get; }

    /// <summary>The values in time order.</summary>
    public double[] Values { get; }

    /// <summary>The grid point of each.</summary>
    public int[] Grid { get; }

    /// <summary>The first position of each window.</summary>
    public int[] Start { get; }

    /// <summary>The position after the last of each window.</summary>
    public int[] End { get; }

    /// <summary>The sample with its values sorted, which is part of what a pass costs; chunks are ranked when a pass asks for them.</summary>
    public SlidingSample Sort(Buffers buffers)
    {
        SortedOrder.Fill(Values, sorted);
        return Sample(buffers);
    }

    /// <summary>The sample as <see cref="Sort"/> left it, with its chunks not yet ranked.</summary>
    public SlidingSample Sample(Buffers buffers) => new(Values.Length, Values, Grid, sorted, Start, End, buffers);
}
