using System.Runtime.CompilerServices;
using Detectkit.Configuration;
using Detectkit.Statistics;

namespace Detectkit.Detectors;

/// <summary>
/// Centre and spread of every point's window after seasonality, from which a threshold makes a band. Each component multiplies
/// every statistic by the ratio of its group's to the whole window's.
/// </summary>
internal sealed class BandStatistics(
    ProcessedSeries source, SlidingSample windows, StatisticsKind kind, double[] center, double[]? upperQuartile, double[] spread)
{
    // A window without spread gets a band this wide, as in the reference.
    private const double LeastHalfWidth = 1e-10;

    /// <summary>The series that is judged.</summary>
    public ProcessedSeries Source { get; } = source;

    /// <summary>The windows, one per valid point.</summary>
    public SlidingSample Windows { get; } = windows;

    /// <summary>Copies the whole window's statistics in.</summary>
    public void Start(double[] first, double[] second)
    {
        var n = Source.Length;
        first.AsSpan(0, n).CopyTo(center);
        if (upperQuartile is null)
        {
            second.AsSpan(0, n).CopyTo(spread);
            return;
        }

        second.AsSpan(0, n).CopyTo(upperQuartile);
        for (var i = 0; i < n; i++)
        {
            spread[i] = second[i] - first[i];
        }
    }

    /// <summary>Multiplies by one component's ratios, where its group is large enough.</summary>
    public void Multiply(double[] first, double[] second, double[] groupFirst, double[] groupSecond, int[] groupCounts, int minSamplesPerGroup)
    {
        var grid = Windows.GridIndex;
        for (var p = 0; p < Windows.Count; p++)
        {
            var i = grid[p];
            if (groupCounts[i] < minSamplesPerGroup || Windows.Start[p] == p)
            {
                continue;
            }

            center[i] *= first[i] != 0 ? groupFirst[i] / first[i] : 1;
            if (upperQuartile is null)
            {
                spread[i] *= second[i] > 0 ? groupSecond[i] / second[i] : 1;
                continue;
            }

            upperQuartile[i] *= second[i] != 0 ? groupSecond[i] / second[i] : 1;
            var range = second[i] - first[i];
            spread[i] *= range > 0 ? (groupSecond[i] - groupFirst[i]) / range : 1;
        }
    }

    /// <summary>The band at a grid point whose window holds enough values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (double Lower, double Upper) BandAt(int i, double threshold)
    {
        var type = kind == StatisticsKind.MedianDeviation ? DetectorType.Mad : kind == StatisticsKind.Quartiles ? DetectorType.Iqr : DetectorType.ZScore;
        return Band(type, center[i], upperQuartile is null ? center[i] : upperQuartile[i], spread[i], threshold);
    }

    /// <summary>The band around one point's statistics.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (double Lower, double Upper) Band(DetectorType type, double low, double high, double spread, double threshold)
    {
        var half = spread == 0 ? LeastHalfWidth : type == DetectorType.Mad ? threshold * WeightedStatistics.MadToSigma * spread : threshold * spread;
        var (lower, upper) = (low - half, high + half);
        return lower > upper ? (upper, lower) : (lower, upper);
    }

    /// <summary>The middle of the band at a grid point: the median, the mean or the lower quartile.</summary>
    public double CenterAt(int i) => center[i];

    /// <summary>What one unit of severity is at a grid point.</summary>
    public double SeverityUnitAt(int i) => kind == StatisticsKind.MedianDeviation ? WeightedStatistics.MadToSigma * spread[i] : spread[i];
}
