using System.Buffers;
using Detectkit.Statistics;
using Detectkit.Statistics.Sliding;

namespace Detectkit.Detectors;

/// <summary>The valid values of a series grouped by the keys of one seasonality component.</summary>
internal sealed class SeasonGroups : IDisposable
{
    private readonly int count;
    private readonly int groups;
    private readonly double[] values;
    private readonly int[] grid;
    private readonly int[] sorted;
    private readonly int[] positions;
    private readonly int[] bounds;
    private readonly SampleWindows windows;

    public SeasonGroups(ReadOnlySpan<double> memberValues, int[] memberGrid, int[] memberOrder, SeasonKeys keys, Range[]? wanted)
    {
        count = memberValues.Length;
        var groupOfPoint = keys.GroupOfPoint;
        var pool = SeriesColumns.Indices;
        values = SeriesColumns.Numbers.Rent(Math.Max(1, count));
        grid = pool.Rent(Math.Max(1, count));
        sorted = pool.Rent(Math.Max(1, count));
        positions = pool.Rent(Math.Max(1, count));
        groups = keys.Groups;
        bounds = pool.Rent(Math.Max(1, groups));
        bounds.AsSpan(0, groups).Clear();
        for (var member = 0; member < count; member++)
        {
            bounds[groupOfPoint[memberGrid[member]]]++;
        }

        var sum = 0;
        for (var group = 0; group < groups; group++)
        {
            (bounds[group], sum) = (sum, sum + bounds[group]);
        }

        var cursor = pool.Rent(Math.Max(1, groups));
        bounds.AsSpan(0, groups).CopyTo(cursor);
        var slotOfMember = pool.Rent(Math.Max(1, count));
        for (var member = 0; member < count; member++)
        {
            var slot = cursor[groupOfPoint[memberGrid[member]]]++;
            slotOfMember[member] = slot;
            values[slot] = memberValues[member];
            grid[slot] = memberGrid[member];
            positions[slot] = slot;
        }

        for (var rank = 0; rank < count; rank++)
        {
            sorted[rank] = slotOfMember[memberOrder[rank]];
        }

        pool.Return(cursor);
        pool.Return(slotOfMember);
        windows = new SampleWindows(count, values, grid, sorted, positions, wanted);
    }

    /// <summary>First position of every group.</summary>
    public ReadOnlySpan<int> Bounds => bounds.AsSpan(0, groups);

    /// <summary>The windows of the last <paramref name="windowSize"/> grid points before each valid one, own group only.</summary>
    public SlidingSample Windows(int windowSize) => windows.Of(windowSize, Bounds);

    public void Dispose()
    {
        SeriesColumns.Numbers.Return(values);
        var pool = SeriesColumns.Indices;
        pool.Return(grid);
        pool.Return(sorted);
        pool.Return(positions);
        pool.Return(bounds);
        windows.Dispose();
    }
}
