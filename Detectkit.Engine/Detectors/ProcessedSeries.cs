using System.Buffers;
using Detectkit.Statistics;

namespace Detectkit.Detectors;

/// <summary>A processed series: its valid values in time order and by value, and the windows over them, each computed once.</summary>
internal sealed class ProcessedSeries : IDisposable
{
    private readonly Range[]? wanted;
    private readonly double[] values;
    private readonly double[] memberValues;
    private readonly int[] memberGrid;
    private readonly int[] sorted;
    private readonly int[] positions;
    private readonly Dictionary<int, SlidingSample> windows = [];
    private readonly List<int[]> starts = [];

    public ProcessedSeries(ReadOnlySpan<double> series, Preprocessing preprocessing, Range[]? wanted = null)
    {
        this.wanted = wanted;
        Length = series.Length;
        values = SeriesColumns.Numbers.Rent(Math.Max(1, Length));
        preprocessing.Apply(series, values.AsSpan(0, Length));
        memberValues = SeriesColumns.Numbers.Rent(Math.Max(1, Length));
        memberGrid = SeriesColumns.Indices.Rent(Math.Max(1, Length));
        for (var i = 0; i < Length; i++)
        {
            if (!double.IsNaN(values[i]))
            {
                memberValues[ValidCount] = values[i];
                memberGrid[ValidCount++] = i;
            }
        }

        sorted = SeriesColumns.Indices.Rent(Math.Max(1, ValidCount));
        SortedOrder.Fill(memberValues.AsSpan(0, ValidCount), sorted);
        positions = SeriesColumns.Indices.Rent(Math.Max(1, ValidCount));
        for (var p = 0; p < ValidCount; p++)
        {
            positions[p] = p;
        }
    }

    /// <summary>Grid points.</summary>
    public int Length { get; }

    /// <summary>Grid points with a value.</summary>
    public int ValidCount { get; }

    /// <summary>The processed values by grid point, NaN where there is none.</summary>
    public ReadOnlySpan<double> Values => values.AsSpan(0, Length);

    /// <summary>The valid values in time order.</summary>
    public ReadOnlySpan<double> ValidValues => memberValues.AsSpan(0, ValidCount);

    /// <summary>The grid points of the valid values.</summary>
    public ReadOnlySpan<int> ValidPoints => memberGrid.AsSpan(0, ValidCount);

    /// <summary>Positions among the valid values in ascending order of value.</summary>
    public ReadOnlySpan<int> Sorted => sorted.AsSpan(0, ValidCount);

    /// <summary>Copies the valid values in ascending order.</summary>
    public void CopyInOrder(Span<double> target)
    {
        for (var rank = 0; rank < ValidCount; rank++)
        {
            target[rank] = memberValues[sorted[rank]];
        }
    }

    /// <summary>The windows of the last <paramref name="windowSize"/> grid points before each valid one.</summary>
    public SlidingSample Windows(int windowSize)
    {
        if (!windows.TryGetValue(windowSize, out var sample))
        {
            var start = SeriesColumns.Indices.Rent(Math.Max(1, ValidCount));
            starts.Add(start);
            WindowStarts.Fill(memberGrid.AsSpan(0, ValidCount), [], windowSize, wanted, start);
            sample = new SlidingSample(ValidCount, memberValues, memberGrid, sorted, start, positions);
            windows.Add(windowSize, sample);
        }

        return sample;
    }

    /// <summary>The same values sorted by group, then time; windows stay within a group.</summary>
    public SeasonGroups GroupBy(SeasonKeys keys) => new(ValidValues, memberGrid, sorted, keys, wanted);

    public void Dispose()
    {
        SeriesColumns.Numbers.Return(values);
        SeriesColumns.Numbers.Return(memberValues);
        SeriesColumns.Indices.Return(memberGrid);
        SeriesColumns.Indices.Return(sorted);
        SeriesColumns.Indices.Return(positions);
        foreach (var sample in windows.Values)
        {
            sample.Dispose();
        }

        foreach (var array in starts)
        {
            SeriesColumns.Indices.Return(array);
        }
    }
}
