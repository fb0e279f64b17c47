using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Detectkit.Detectors.Kinds;
using Detectkit.Statistics;
using Detectkit.Statistics.Sliding;

namespace Detectkit.Detectors;

/// <summary>
/// Centre and spread of every point's window after seasonality, from which a threshold makes a band. Each component multiplies
/// every statistic by the ratio of its group's to the whole window's.
/// </summary>
internal sealed class BandStatistics(
    ProcessedSeries source, SlidingSample windows, WindowKind kind, double[] center, double[]? upperQuartile, double[] spread, double[]? slopes)
{
    // A window without spread gets a band this wide, as in the reference.
    private const double LeastHalfWidth = 1e-10;

    /// <summary>The series that is judged.</summary>
    public ProcessedSeries Source { get; } = source;

    /// <summary>The windows, one per valid point.</summary>
    public SlidingSample Windows { get; } = windows;

    /// <summary>The same bands, read off other windows.</summary>
    public BandStatistics Over(SlidingSample others) => new(Source, others, kind, center, upperQuartile, spread, slopes);

    /// <summary>Copies the whole window's statistics in.</summary>
    public void Start(double[] first, double[] second)
    {
        for (var i = 0; i < Source.Length; i++)
        {
            StartAt(i, first[i], second[i]);
        }
    }

    /// <summary>Sets the whole window's statistics at a grid point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StartAt(int i, double first, double second)
    {
        center[i] = first;
        spread[i] = upperQuartile is null ? second : second - first;
        if (upperQuartile is not null)
        {
            upperQuartile[i] = second;
        }
    }

    /// <summary>Multiplies by one component's ratios, where its group is large enough.</summary>
    public void Multiply(double[] first, double[] second, double[] groupFirst, double[] groupSecond, int[] groupCounts, int minSamplesPerGroup)
    {
        var grid = Windows.GridIndex;
        for (var p = 0; p < Windows.Count; p++)
        {
            var i = grid[p];
            if (groupCounts[i] >= minSamplesPerGroup && Windows.Start[p] != p)
            {
                MultiplyAt(i, first[i], second[i], groupFirst[i], groupSecond[i]);
            }
        }
    }

    /// <summary>Multiplies by one component's ratios at a grid point.</summary>
    public void MultiplyAt(int i, double first, double second, double groupFirst, double groupSecond)
    {
        center[i] *= first != 0 ? groupFirst / first : 1;
        if (upperQuartile is null)
        {
            spread[i] *= second > 0 ? groupSecond / second : 1;
            return;
        }

        upperQuartile[i] *= second != 0 ? groupSecond / second : 1;
        var range = second - first;
        spread[i] *= range > 0 ? (groupSecond - groupFirst) / range : 1;
    }

    /// <summary>The trend that was taken out of the window of a grid point.</summary>
    public double SlopeAt(int i) => slopes is null ? 0 : slopes[i];

    /// <summary>The band at a grid point whose window holds enough values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (double Lower, double Upper) BandAt(int i, double threshold)
    {
        return Band(kind, center[i], upperQuartile is null ? center[i] : upperQuartile[i], spread[i], threshold);
    }

    /// <summary>The band around one point's statistics.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (double Lower, double Upper) Band(WindowKind kind, double low, double high, double spread, double threshold)
    {
        var half = spread == 0 ? LeastHalfWidth : threshold * kind.SpreadUnit * spread;
        var (lower, upper) = (low - half, high + half);
        return lower > upper ? (upper, lower) : (lower, upper);
    }

    /// <summary>The bands at four successive grid points, to the last bit those of <see cref="BandAt"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Vector256<double> Lower, Vector256<double> Upper) FourBandsAt(int i, double threshold)
    {
        var (low, spreads) = (Vector256.Create(center.AsSpan(i, 4)), Vector256.Create(spread.AsSpan(i, 4)));
        var high = upperQuartile is null ? low : Vector256.Create(upperQuartile.AsSpan(i, 4));
        var half = Vector256.ConditionalSelect(
            Vector256.Equals(spreads, Vector256<double>.Zero), Vector256.Create(LeastHalfWidth), Vector256.Create(threshold * kind.SpreadUnit) * spreads);
        var (lower, upper) = (low - half, high + half);
        var isSwapped = Vector256.GreaterThan(lower, upper);
        return (Vector256.ConditionalSelect(isSwapped, upper, lower), Vector256.ConditionalSelect(isSwapped, lower, upper));
    }

    /// <summary>At which of four successive grid points the value is the middle of a band whose window has no spread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> AreFourConstantAt(int i, Vector256<double> values) =>
        Vector256.Equals(values, Vector256.Create(center.AsSpan(i, 4))) & Vector256.Equals(Vector256.Create(spread.AsSpan(i, 4)), Vector256<double>.Zero);

    /// <summary>The middle of the band at a grid point: the median, the mean or the lower quartile.</summary>
    public double CenterAt(int i) => center[i];

    /// <summary>What one unit of severity is at a grid point.</summary>
    public double SeverityUnitAt(int i) => kind.SpreadUnit * spread[i];
}
