using System.Buffers;
using Detectkit.Statistics;
using Detectkit.Statistics.Sliding;

namespace Detectkit.Detectors;

/// <summary>A processed series: its valid values in time order and by value, and the windows over them, each computed once.</summary>
internal sealed class ProcessedSeries : IDisposable
{
    private readonly double[] values;
    private readonly double[] memberValues;
    private readonly int[] memberGrid;
    private readonly int[] sorted;
    private readonly int[] positions;
    private readonly SampleWindows windows;

    public ProcessedSeries(ReadOnlySpan<double> series, Preprocessing preprocessing, Range[]? wanted = null)
    {
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

        windows = new SampleWindows(ValidCount, memberValues, memberGrid, sorted, positions, wanted);
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
    public SlidingSample Windows(int windowSize) => windows.Of(windowSize, []);

    /// <summary>The same values sorted by group, then time; windows stay within a group.</summary>
    public SeasonGroups GroupBy(SeasonKeys keys) => new(ValidValues, memberGrid, sorted, keys, windows.Wanted);

    public void Dispose()
    {
        SeriesColumns.Numbers.Return(values);
        SeriesColumns.Numbers.Return(memberValues);
        SeriesColumns.Indices.Return(memberGrid);
        SeriesColumns.Indices.Return(sorted);
        SeriesColumns.Indices.Return(positions);
        windows.Dispose();
    }
}
