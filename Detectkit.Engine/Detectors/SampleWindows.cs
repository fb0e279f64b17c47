using Detectkit.Statistics;
using Detectkit.Statistics.Sliding;

namespace Detectkit.Detectors;

/// <summary>The windows over one sequence of values, by their size, each made once. Disposing takes their bounds and chunks back.</summary>
/// <param name="count">Number of values.</param>
/// <param name="values">The values in time order; with groups, one group after the other.</param>
/// <param name="gridIndex">The grid point of each value.</param>
/// <param name="sorted">Positions in ascending order of value.</param>
/// <param name="positions">Every position, which is where its window ends.</param>
/// <param name="wanted">The grid points whose windows anybody asks for; null for all.</param>
internal sealed class SampleWindows(int count, double[] values, int[] gridIndex, int[] sorted, int[] positions, Range[]? wanted) : IDisposable
{
    // Mostly there is one size, and a handful at most.
    private (int Size, SlidingSample? Sample) first;
    private List<(int Size, SlidingSample Sample)>? others;

    /// <summary>The grid points whose windows anybody asks for; null for all.</summary>
    public Range[]? Wanted => wanted;

    /// <summary>The windows of the last grid points before each value, none reaching into another group.</summary>
    /// <param name="size">Grid points of a window.</param>
    /// <param name="bounds">First position of every group; empty where all values are one.</param>
    public SlidingSample Of(int size, ReadOnlySpan<int> bounds)
    {
        if (Known(size) is { } known)
        {
            return known;
        }

        var start = SeriesColumns.Indices.Rent(Math.Max(1, count));
        WindowStarts.Fill(gridIndex.AsSpan(0, count), bounds, size, wanted, start);
        var sample = new SlidingSample(count, values, gridIndex, sorted, start, positions);
        if (first.Sample is null)
        {
            first = (size, sample);
        }
        else
        {
            (others ??= []).Add((size, sample));
        }

        return sample;
    }

    public void Dispose()
    {
        Return(first.Sample);
        others?.ForEach(o => Return(o.Sample));
    }

    private static void Return(SlidingSample? sample)
    {
        if (sample is not null)
        {
            SeriesColumns.Indices.Return(sample.Start);
            sample.Dispose();
        }
    }

    private SlidingSample? Known(int size)
    {
        if (first.Sample is null || first.Size == size)
        {
            return first.Sample;
        }

        for (var i = 0; i < (others?.Count ?? 0); i++)
        {
            if (others![i].Size == size)
            {
                return others[i].Sample;
            }
        }

        return null;
    }
}
