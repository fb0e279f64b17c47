namespace Detectkit.Statistics.Sliding;

/// <summary>A window that slides inside one chunk and follows its order statistics.</summary>
internal interface IChunkWindow
{
    int Count { get; }

    void Load(SlidingSample sample, RankedChunks chunks, int chunk);

    void SlideTo(int newStart, int newEnd);

    double Median();

    /// <summary>The median absolute deviation from the median, which has been asked for before.</summary>
    double Deviation(double median);

    (double Lower, double Upper) Quartiles();
}

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
        using var scratch = new Buffers();
        var largest = sample.Chunks.Largest;
        fixed (ulong* words = scratch.Rent<ulong>(RankSet.WordsFor(largest) + 2))
        fixed (int* ranks = scratch.Rent<int>(largest + 1))
        fixed (double* values = scratch.Rent<double>(largest + 1))
        {
            var window = new ChunkWindow(words, ranks, values);
            Slide(sample, ref window, median, deviation, lowerQuartile, upperQuartile);
        }
    }

    public static void Slide<TWindow>(
        SlidingSample sample, ref TWindow window, Span<double> median, Span<double> deviation, Span<double> lowerQuartile, Span<double> upperQuartile)
        where TWindow : struct, IChunkWindow, allows ref struct
    {
        var chunks = sample.Chunks;
        fixed (double* medianPointer = median, deviationPointer = deviation, lowerPointer = lowerQuartile, upperPointer = upperQuartile)
        fixed (int* start = sample.Start, end = sample.End, grid = sample.GridIndex)
        {
            for (var chunk = 0; chunk < chunks.Count; chunk++)
            {
                window.Load(sample, chunks, chunk);
                var (first, last) = chunks.Windows(chunk);
                for (var p = first; p < last; p++)
                {
                    window.SlideTo(start[p], end[p]);
                    if (window.Count == 0)
                    {
                        continue;
                    }

                    if (medianPointer != null)
                    {
                        var center = window.Median();
                        medianPointer[grid[p]] = center;
                        if (deviationPointer != null)
                        {
                            deviationPointer[grid[p]] = window.Deviation(center);
                        }
                    }

                    if (lowerPointer != null)
                    {
                        (lowerPointer[grid[p]], upperPointer[grid[p]]) = window.Quartiles();
                    }
                }
            }
        }
    }
}
