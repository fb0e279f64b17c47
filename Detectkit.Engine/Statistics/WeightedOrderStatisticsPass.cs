using System.Buffers;

namespace Detectkit.Statistics;

/// <summary>
/// Median, median absolute deviation and quartiles of every window of a <see cref="SlidingSample"/> under exponential weights.
/// All weights decay by one factor, so a value keeps the weight it entered with and only their scale moves: per chunk a tree of sums
/// over ranks serves every window. O(log w) per point plus the ranks that the deviation moves by. Values must be finite and the
/// windows span no more than <see cref="LongestSpan"/> half-lives.
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

        using var chunks = RankedChunks.Plan(sample);
        var span = LargestSpan(sample, chunks);
        if (span / halfLife > LongestSpan)
        {
            return false;
        }

        var doubles = ArrayPool<double>.Shared;
        var words = ArrayPool<ulong>.Shared.Rent(RankSet.WordsFor(chunks.Largest) + 2);
        var ranks = ArrayPool<int>.Shared.Rent(chunks.Largest + 1);
        var positions = ArrayPool<int>.Shared.Rent(chunks.Largest + 1);
        var values = doubles.Rent(chunks.Largest + 1);
        var cells = doubles.Rent(SumTree.CellsFor(chunks.Largest));
        var growth = doubles.Rent(span + 1);
        for (var age = 0; age <= span; age++)
        {
            growth[age] = Math.Pow(2, age / halfLife);
        }

        fixed (ulong* wordPointer = words)
        fixed (int* rankPointer = ranks, positionPointer = positions)
        fixed (double* valuePointer = values, cellPointer = cells, growthPointer = growth)
        fixed (double* medianPointer = median, deviationPointer = deviation, lowerPointer = lowerQuartile, upperPointer = upperQuartile)
        fixed (int* start = sample.Start, end = sample.End, grid = sample.GridIndex)
        {
            var window = new WeightedChunkWindow(wordPointer, rankPointer, valuePointer, positionPointer, cellPointer, growthPointer);
            for (var chunk = 0; chunk < chunks.Count; chunk++)
            {
                window.Load(sample, chunks, chunk);
                var (first, last) = chunks.Windows(chunk);
                for (var p = first; p < last; p++)
                {
                    window.SlideTo(start[p], end[p], grid);
                    if (window.Count == 0)
                    {
                        continue;
                    }

                    if (medianPointer != null)
                    {
                        var center = window.Percentile(0.5);
                        medianPointer[grid[p]] = center;
                        if (deviationPointer != null)
                        {
                            deviationPointer[grid[p]] = window.Deviation(center);
                        }
                    }

                    if (lowerPointer != null)
                    {
                        lowerPointer[grid[p]] = window.Percentile(0.25);
                        upperPointer[grid[p]] = window.Percentile(0.75);
                    }
                }
            }
        }

        ArrayPool<ulong>.Shared.Return(words);
        ArrayPool<int>.Shared.Return(ranks);
        ArrayPool<int>.Shared.Return(positions);
        doubles.Return(values);
        doubles.Return(cells);
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
