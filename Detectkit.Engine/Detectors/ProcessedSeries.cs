using Detectkit.Statistics;
using Detectkit.Statistics.Sliding;

namespace Detectkit.Detectors;

/// <summary>A processed series: its valid values in time order and by value, and the windows over them.</summary>
internal sealed class ProcessedSeries
{
    private readonly double[] values;

    public ProcessedSeries(ReadOnlySpan<double> series, Preprocessing preprocessing, Range[]? wanted, Buffers buffers)
    {
        Length = series.Length;
        values = buffers.Rent<double>(Length);
        preprocessing.Apply(series, values.AsSpan(0, Length));
        var (validValues, grid) = (buffers.Rent<double>(Length), buffers.Rent<int>(Length));
        for (var i = 0; i < Length; i++)
        {
            if (!double.IsNaN(values[i]))
            {
                validValues[ValidCount] = values[i];
                grid[ValidCount++] = i;
            }
        }

        var (sorted, positions) = (buffers.Rent<int>(ValidCount), buffers.Rent<int>(ValidCount));
        SortedOrder.Fill(validValues.AsSpan(0, ValidCount), sorted);
        for (var p = 0; p < ValidCount; p++)
        {
            positions[p] = p;
        }

        Valid = new SampleWindows(ValidCount, validValues, grid, sorted, positions, default, wanted, buffers);
    }

    public int Length { get; }

    public int ValidCount { get; }

    /// <summary>By grid point, NaN where there is none.</summary>
    public ReadOnlySpan<double> Values => values.AsSpan(0, Length);

    public SampleWindows Valid { get; }

    public void CopyInOrder(Span<double> target)
    {
        for (var rank = 0; rank < ValidCount; rank++)
        {
            target[rank] = Valid.Values[Valid.Sorted[rank]];
        }
    }
}
