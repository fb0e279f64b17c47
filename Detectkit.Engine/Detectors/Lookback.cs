using System.Buffers;
using Detectkit.Statistics;
using Detectkit.Statistics.Direct;
using Detectkit.Statistics.Sliding;

namespace Detectkit.Detectors;

/// <summary>
/// Windows over values of which each may be replaced once it is judged, before any window sees it: of the whole series, or each within
/// its group of a season. Asked in the order of time.
/// </summary>
internal sealed class Lookback : IDisposable
{
    private readonly StatisticsKind kind;
    private readonly AgeWeights weights;
    private readonly SeasonKeys? keys;
    private readonly int[] positionOfPoint;
    private readonly MomentsQueue[] queues;
    private readonly int longest = 1;
    private SlidingMoments[]? older;
    private DirectWindow? direct;

    /// <summary>Copies a sample's values.</summary>
    /// <param name="sample">The values.</param>
    /// <param name="bounds">First position of every group; empty for one.</param>
    /// <param name="keys">The groups; null for one.</param>
    /// <param name="points">Grid points.</param>
    /// <param name="windowSize">Window in grid points.</param>
    /// <param name="kind">The statistics.</param>
    /// <param name="weights">The weights by age.</param>
    /// <param name="hasTrend">Whether a trend is taken out.</param>
    public Lookback(
        SlidingSample sample, ReadOnlySpan<int> bounds, SeasonKeys? keys, int points, int windowSize, StatisticsKind kind, AgeWeights weights, bool hasTrend)
    {
        (this.kind, this.weights, this.keys) = (kind, weights, keys);
        var (values, start) = (SeriesColumns.Numbers.Rent(Math.Max(1, sample.Count)), SeriesColumns.Indices.Rent(Math.Max(1, sample.Count)));
        sample.Values.AsSpan(0, sample.Count).CopyTo(values);
        WindowStarts.Fill(sample.GridIndex.AsSpan(0, sample.Count), bounds, windowSize, null, start);
        Sample = new SlidingSample(sample.Count, values, sample.GridIndex, sample.Sorted, start, sample.End);
        positionOfPoint = SeriesColumns.Indices.Rent(Math.Max(1, points));
        for (var p = 0; p < sample.Count; p++)
        {
            positionOfPoint[sample.GridIndex[p]] = p;
            longest = Math.Max(longest, p - start[p]);
        }

        queues = new MomentsQueue[keys?.Groups ?? 1];
        if (kind == StatisticsKind.Moments && !hasTrend && WindowStatistics.CanSlide(Sample, weights, kind))
        {
            older = ArrayPool<SlidingMoments>.Shared.Rent(Math.Max(1, sample.Count));
        }
        else
        {
            direct = new DirectWindow(Sample, weights, longest);
        }
    }

    /// <summary>The values by now, and the windows over them.</summary>
    public SlidingSample Sample { get; }

    /// <summary>Values in the window of a grid point.</summary>
    public int CountAt(int i) => positionOfPoint[i] - Sample.Start[positionOfPoint[i]];

    /// <summary>The trend in the window of a grid point.</summary>
    public double SlopeAt(int i) => TrendSlopes.At(Sample, weights, Sample.Start[positionOfPoint[i]], positionOfPoint[i], i, direct!);

    /// <summary>The statistics of the window of a grid point, which holds a value.</summary>
    public (double First, double Second) At(int i, double slope)
    {
        var position = positionOfPoint[i];
        if (older is null)
        {
            return direct!.Compute(kind, Sample.Start[position], position, i, slope);
        }

        var moments = queues[keys?.GroupOfPoint[i] ?? 0].SlideTo(Sample, weights, older, position);
        return (moments.Mean, moments.Deviation);
    }

    /// <summary>Replaces the value of a grid point in all windows to come.</summary>
    public void Replace(int i, double value)
    {
        if (older is not null && !SlidingSample.AreSummable([value], kind))
        {
            // What an infinite bound does to a sum stays in it.
            ArrayPool<SlidingMoments>.Shared.Return(older);
            older = null;
            direct = new DirectWindow(Sample, weights, longest);
        }

        if (direct is null)
        {
            Sample.Values[positionOfPoint[i]] = value;
        }
        else
        {
            direct.Replace(positionOfPoint[i], value);
        }
    }

    public void Dispose()
    {
        SeriesColumns.Numbers.Return(Sample.Values);
        SeriesColumns.Indices.Return(Sample.Start);
        SeriesColumns.Indices.Return(positionOfPoint);
        direct?.Dispose();
        if (older is not null)
        {
            ArrayPool<SlidingMoments>.Shared.Return(older);
        }
    }
}
