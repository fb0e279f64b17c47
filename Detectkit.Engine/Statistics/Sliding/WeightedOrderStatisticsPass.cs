using System.Buffers;

namespace Detectkit.Statistics.Sliding;

/// <summary>
/// Median and median absolute deviation, or quartiles, of every window of a <see cref="SlidingSample"/> under exponential weights.
/// All weights decay by one factor, so a value keeps the weight it entered with and only their scale moves. Constant cost per point
/// plus the ranks that each statistic moves by, about as many as a half-life of points divides the window into. Values must be finite
/// and the windows span no more than <see cref="LongestSpan"/> half-lives.
/// </summary>
internal static unsafe class WeightedOrderStatisticsPass
{
    /// <summary>Half-lives that a chunk may span before its weights leave the range of a double, or the reference's floor of 2^-1000 shows.</summary>
    public const double LongestSpan = 900;

    /// <summary>Runs the pass. Outputs are indexed by grid point; an empty span is not computed; windows without values are left alone.</summary>
    /// <returns>False, with nothing computed, where the windows span too many half-lives.</returns>
    public static bool TryRun(
        SlidingSample sample, double halfLife, Span<double> median, Span<double> deviation, Span<double> lowerQuartile, Span<double> upperQuartile)
    {
        if (sample.Count == 0)
        {
            return true;
        }

        var chunks = sample.Chunks;
        var span = LargestSpan(sample, chunks);
        if (span / halfLife > LongestSpan)
        {
            return false;
        }

        var (doubles, integers) = (ArrayPool<double>.Shared, ArrayPool<int>.Shared);
        var words = ArrayPool<ulong>.Shared.Rent(RankSet.WordsFor(chunks.Largest) + 2);
        var cells = ArrayPool<WeightedCell>.Shared.Rent(chunks.Largest + 1);
        var (ranks, alike) = (integers.Rent(chunks.Largest + 1), integers.Rent(chunks.Largest + 1));
        var weights = doubles.Rent(chunks.Largest + 1);
        var growth = doubles.Rent(span + 1);
        for (var age = 0; age <= span; age++)
        {
            growth[age] = Math.Pow(2, age / halfLife);
        }

        fixed (ulong* wordPointer = words)
        fixed (WeightedCell* cellPointer = cells)
        fixed (int* rankPointer = ranks, alikePointer = alike)
        fixed (double* weightPointer = weights, growthPointer = growth)
        fixed (double* medianPointer = median, deviationPointer = deviation, lowerPointer = lowerQuartile, upperPointer = upperQuartile)
        fixed (int* start = sample.Start, end = sample.End, grid = sample.GridIndex)
        {
            var window = new WeightedChunkWindow(wordPointer, cellPointer, rankPointer, alikePointer, weightPointer, growthPointer);
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

                    if (medianPointer == null)
                    {
                        (lowerPointer[grid[p]], upperPointer[grid[p]]) = window.Quartiles();
                        continue;
                    }

                    var center = window.Median();
                    medianPointer[grid[p]] = center;
                    if (deviationPointer != null)
                    {
                        deviationPointer[grid[p]] = window.Deviation(center);
                    }
                }
            }
        }

        ArrayPool<ulong>.Shared.Return(words);
        ArrayPool<WeightedCell>.Shared.Return(cells);
        integers.Return(ranks);
        integers.Return(alike);
        doubles.Return(weights);
        doubles.Return(growth);
        return true;
    }

    private static int LargestSpan(SlidingSample sample, RankedChunks chunks)
    {
        var span = 0;
        for (var chunk = 0; chunk < chunks.Count; chunk++)
        {
            var length = chunks.ByRank(chunk).Length;
            if (length > 0)
            {
                var first = chunks.UniverseStart(chunk);
                span = Math.Max(span, sample.GridIndex[first + length - 1] - sample.GridIndex[first]);
            }
        }

        return span;
    }
}
