using Detectkit.Statistics;
using Detectkit.Statistics.Sliding;

namespace Detectkit.Detectors;

/// <summary>
/// The valid values of a series in time order, or one group of a season after the other, and the windows over them, by their size. Of
/// positions, the sorted ones are in ascending order of value, bounds the first of every group; wanted are grid points, null for all.
/// </summary>
internal sealed class SampleWindows(
    int count, double[] values, int[] grid, int[] sorted, int[] positions, ReadOnlyMemory<int> bounds, Range[]? wanted, Buffers buffers)
{
    // Mostly of one size, and a handful at most.
    private readonly List<(int Size, SlidingSample Sample)> samples = new(1);

    public ReadOnlySpan<double> Values => values.AsSpan(0, count);

    public ReadOnlySpan<int> Points => grid.AsSpan(0, count);

    public ReadOnlySpan<int> Sorted => sorted.AsSpan(0, count);

    public ReadOnlySpan<int> Bounds => bounds.Span;

    /// <summary>The windows of the last <paramref name="size"/> grid points before each value, none reaching into another group.</summary>
    public SlidingSample Of(int size)
    {
        foreach (var known in samples)
        {
            if (known.Size == size)
            {
                return known.Sample;
            }
        }

        var start = buffers.Rent<int>(count);
        WindowStarts.Fill(Points, Bounds, size, wanted, start);
        var sample = new SlidingSample(count, values, grid, sorted, start, positions, buffers);
        samples.Add((size, sample));
        return sample;
    }

    public SampleWindows GroupBy(SeasonKeys keys)
    {
        var (groupedValues, groupedGrid, groupedSorted) = (buffers.Rent<double>(count), buffers.Rent<int>(count), buffers.Rent<int>(count));
        var starts = buffers.Rent<int>(keys.Groups).AsMemory(0, keys.Groups);
        starts.Span.Clear();
        foreach (var point in Points)
        {
            starts.Span[keys.GroupOfPoint[point]]++;
        }

        var sum = 0;
        foreach (ref var start in starts.Span)
        {
            (start, sum) = (sum, sum + start);
        }

        using var scratch = new Buffers();
        var (cursor, slotOfPosition) = (scratch.Rent<int>(keys.Groups), scratch.Rent<int>(count));
        starts.Span.CopyTo(cursor);
        for (var position = 0; position < count; position++)
        {
            var slot = cursor[keys.GroupOfPoint[grid[position]]]++;
            slotOfPosition[position] = slot;
            (groupedValues[slot], groupedGrid[slot]) = (values[position], grid[position]);
        }

        for (var rank = 0; rank < count; rank++)
        {
            groupedSorted[rank] = slotOfPosition[sorted[rank]];
        }

        return new SampleWindows(count, groupedValues, groupedGrid, groupedSorted, positions, starts, wanted, buffers);
    }
}
