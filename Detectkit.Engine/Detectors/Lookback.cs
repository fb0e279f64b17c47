using Detectkit.Statistics;
using Detectkit.Statistics.Direct;
using Detectkit.Statistics.Sliding;

namespace Detectkit.Detectors;

/// <summary>
/// Windows over values of which each may be replaced once it is judged, before any window sees it: of the whole series, or each within
/// its group of a season. Asked in the order of time.
/// </summary>
internal sealed class Lookback
{
    private readonly StatisticsKind kind;
    private readonly AgeWeights weights;
    private readonly SeasonKeys? keys;
    private readonly Buffers buffers;
    private readonly int[] positionOfPoint;
    private readonly MomentsQueue[] queues;
    private readonly SlidingMoments[]? older;
    private DirectWindow? direct;

    public Lookback(
        SampleWindows source, SeasonKeys? keys, int points, int windowSize, StatisticsKind kind, AgeWeights weights, bool hasTrend, Buffers buffers)
    {
        (this.kind, this.weights, this.keys, this.buffers) = (kind, weights, keys, buffers);
        var sample = source.Of(windowSize);
        var (values, start) = (buffers.Rent<double>(sample.Count), buffers.Rent<int>(sample.Count));
        source.Values.CopyTo(values);
        WindowStarts.Fill(source.Points, source.Bounds, windowSize, null, start);
        Sample = new SlidingSample(sample.Count, values, sample.GridIndex, sample.Sorted, start, sample.End, buffers);
        positionOfPoint = buffers.Rent<int>(points);
        for (var p = 0; p < sample.Count; p++)
        {
            positionOfPoint[sample.GridIndex[p]] = p;
        }

        queues = new MomentsQueue[keys?.Groups ?? 1];
        if (kind == StatisticsKind.Moments && !hasTrend && WindowStatistics.CanSlide(Sample, weights, kind))
        {
            older = buffers.Rent<SlidingMoments>(sample.Count);
        }
        else
        {
            direct = Direct();
        }
    }

    /// <summary>The values by now, and the windows over them.</summary>
    public SlidingSample Sample { get; }

    public int CountAt(int i) => positionOfPoint[i] - Sample.Start[positionOfPoint[i]];

    public double SlopeAt(int i) => TrendSlopes.At(Sample, weights, Sample.Start[positionOfPoint[i]], positionOfPoint[i], i, direct!);

    public (double First, double Second) At(int i, double slope)
    {
        var position = positionOfPoint[i];
        if (direct is not null)
        {
            return direct.Compute(kind, Sample.Start[position], position, i, slope);
        }

        var moments = queues[keys?.GroupOfPoint[i] ?? 0].SlideTo(Sample, weights, older!, position);
        return (moments.Mean, moments.Deviation);
    }

    /// <summary>Replaces the value of a grid point in all windows to come.</summary>
    public void Replace(int i, double value)
    {
        if (direct is null && !SlidingSample.AreSummable([value], kind))
        {
            // What an infinite bound does to a sum stays in it.
            direct = Direct();
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

    private DirectWindow Direct() => new(Sample, weights, Math.Max(1, Sample.Longest), buffers);
}
