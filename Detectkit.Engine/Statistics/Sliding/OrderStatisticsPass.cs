using System.Buffers;

namespace Detectkit.Statistics.Sliding;

/// <summary>
/// Median, median absolute deviation and quartiles of every window of a <see cref="SlidingSample"/>, unweighted and bit-identical to
/// <see cref="WeightedStatistics"/> with equal weights. Per chunk the window is a bitmap over ranks; each wanted order statistic is
/// a finger in it. A step of the window costs a constant per finger as long as statistics move by a bounded number of ranks, and
/// O(w / 64) in the worst case. Values must be finite: infinite ones (relative changes from zero) make NaN of differences.
/// </summary>
internal static unsafe class OrderStatisticsPass
{
    /// <summary>Runs the pass. Outputs are indexed by grid point; an empty span is not computed; windows without values are left alone.</summary>
    public static void Run(SlidingSample sample, Span<double> median, Span<double> deviation, Span<double> lowerQuartile, Span<double> upperQuartile)
    {
        if (sample.Count == 0)
        {
            return;
        }

        var chunks = sample.Chunks;
        var words = ArrayPool<ulong>.Shared.Rent(RankSet.WordsFor(chunks.Largest) + 2);
        var ranks = ArrayPool<int>.Shared.Rent(chunks.Largest + 1);
        var values = ArrayPool<double>.Shared.Rent(chunks.Largest + 1);
        fixed (ulong* wordPointer = words)
        fixed (int* rankPointer = ranks)
        fixed (double* valuePointer = values)
        fixed (double* medianPointer = median, deviationPointer = deviation, lowerPointer = lowerQuartile, upperPointer = upperQuartile)
        fixed (int* start = sample.Start, end = sample.End, grid = sample.GridIndex)
        {
            var window = new ChunkWindow(wordPointer, rankPointer, valuePointer);
            var center = new EqualWeightPercentile(50);
            var lower = new EqualWeightPercentile(25);
            var upper = new EqualWeightPercentile(75);
            for (var chunk = 0; chunk < chunks.Count; chunk++)
            {
                window.Load(sample, chunks, chunk);
                var (first, last) = chunks.Windows(chunk);
                for (var p = first; p < last; p++)
                {
                    window.SlideTo(start[p], end[p]);
                    var n = window.Count;
                    if (n == 0)
                    {
                        continue;
                    }

                    if (medianPointer != null)
                    {
                        center.SetCount(n);
                        var value = window.Percentile(ref window.Center, in center);
                        medianPointer[grid[p]] = value;
                        if (deviationPointer != null)
                        {
                            deviationPointer[grid[p]] = window.Deviation(value, in center);
                        }
                    }

                    if (lowerPointer != null)
                    {
                        lower.SetCount(n);
                        upper.SetCount(n);
                        lowerPointer[grid[p]] = window.Percentile(ref window.Lower, in lower);
                        upperPointer[grid[p]] = window.Percentile(ref window.Upper, in upper);
                    }
                }
            }
        }

        ArrayPool<ulong>.Shared.Return(words);
        ArrayPool<int>.Shared.Return(ranks);
        ArrayPool<double>.Shared.Return(values);
    }
}
