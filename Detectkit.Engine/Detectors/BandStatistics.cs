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
    ProcessedSeries source, SlidingSample windows, WindowKind kind, double[] center, double[]? upperQuartile, double[] spread, double[]? slopes, int offset)
{
    // A window without spread gets a band this wide, as in the reference.
    private const double LeastHalfWidth = 1e-10;

    // Where the upper quartiles begin, or the spreads where there are none: in the array of a pass after all first statistics.
    private readonly int upperStart = offset;
    private readonly int spreadStart = upperQuartile is null ? offset : 0;

    public ProcessedSeries Source { get; } = source;

    public SlidingSample Windows { get; } = windows;

    /// <summary>Bands that are filled in point by point.</summary>
    public static BandStatistics Unfilled(WindowKind kind, ProcessedSeries source, SlidingSample windows, double[]? slopes, Buffers buffers)
    {
        var length = source.Length;
        var upper = kind.Statistics.HasTwoCenters() ? buffers.Rent<double>(length) : null;
        return new(source, windows, kind, buffers.Rent<double>(length), upper, buffers.Rent<double>(length), slopes, 0);
    }

    /// <summary>Bands of the whole window's statistics, in the array of their pass.</summary>
    public static BandStatistics Of(
        WindowKind kind, ProcessedSeries source, SlidingSample windows, double[]? slopes, PassResult whole, Buffers buffers)
    {
        if (!kind.Statistics.HasTwoCenters())
        {
            return new(source, windows, kind, whole.Both, null, whole.Both, slopes, whole.Points);
        }

        var distances = buffers.Rent<double>(source.Length);
        for (var i = 0; i < source.Length; i++)
        {
            distances[i] = whole.Both[whole.Points + i] - whole.Both[i];
        }

        return new(source, windows, kind, whole.Both, whole.Both, distances, slopes, whole.Points);
    }

    public void Start(PassResult whole)
    {
        for (var i = 0; i < Source.Length; i++)
        {
            StartAt(i, whole.First[i], whole.Second[i]);
        }
    }

    public BandStatistics Over(SlidingSample others) => new(Source, others, kind, center, upperQuartile, spread, slopes, upperStart);

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

    /// <summary>Multiplies by the ratios of one season, where its group is large enough.</summary>
    public void Multiply(PassResult whole, PassResult season, SlidingSample seasonWindows, int minSamplesPerGroup)
    {
        for (var p = 0; p < seasonWindows.Count; p++)
        {
            if (p - seasonWindows.Start[p] >= minSamplesPerGroup)
            {
                var i = seasonWindows.GridIndex[p];
                MultiplyAt(i, whole.First[i], whole.Second[i], season.First[i], season.Second[i]);
            }
        }
    }

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

    public double SlopeAt(int i) => slopes is null ? 0 : slopes[i];

    /// <summary>The band at a grid point whose window holds enough values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (double Lower, double Upper) BandAt(int i, double threshold)
    {
        return Band(kind, center[i], upperQuartile is null ? center[i] : upperQuartile[upperStart + i], spread[spreadStart + i], threshold);
    }

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
        var (low, spreads) = (Vector256.Create(center.AsSpan(i, 4)), Vector256.Create(spread.AsSpan(spreadStart + i, 4)));
        var high = upperQuartile is null ? low : Vector256.Create(upperQuartile.AsSpan(upperStart + i, 4));
        var half = Vector256.ConditionalSelect(
            Vector256.Equals(spreads, Vector256<double>.Zero), Vector256.Create(LeastHalfWidth), Vector256.Create(threshold * kind.SpreadUnit) * spreads);
        var (lower, upper) = (low - half, high + half);
        var isSwapped = Vector256.GreaterThan(lower, upper);
        return (Vector256.ConditionalSelect(isSwapped, upper, lower), Vector256.ConditionalSelect(isSwapped, lower, upper));
    }

    /// <summary>At which of four successive grid points the value is the middle of a band whose window has no spread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> AreFourConstantAt(int i, Vector256<double> values) =>
        Vector256.Equals(values, Vector256.Create(center.AsSpan(i, 4))) & Vector256.Equals(Vector256.Create(spread.AsSpan(spreadStart + i, 4)), Vector256<double>.Zero);

    /// <summary>The middle of the band at a grid point: the median, the mean or the lower quartile.</summary>
    public double CenterAt(int i) => center[i];

    public double SeverityUnitAt(int i) => kind.SpreadUnit * spread[spreadStart + i];
}
