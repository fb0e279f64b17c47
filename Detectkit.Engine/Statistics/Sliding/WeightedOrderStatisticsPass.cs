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

    /// <summary>Runs the pass as <see cref="OrderStatisticsPass.Run"/> does; not where the windows span too many half-lives.</summary>
    public static bool TryRun(
        SlidingSample sample, double halfLife, Span<double> median, Span<double> deviation, Span<double> lowerQuartile, Span<double> upperQuartile)
    {
        var span = LargestSpan(sample);
        if (span / halfLife > LongestSpan)
        {
            return false;
        }

        using var scratch = new Buffers();
        var growth = scratch.Rent<double>(span + 1);
        for (var age = 0; age <= span; age++)
        {
            growth[age] = Math.Pow(2, age / halfLife);
        }

        var largest = sample.Chunks.Largest;
        fixed (ulong* words = scratch.Rent<ulong>(RankSet.WordsFor(largest) + 2))
        fixed (WeightedCell* cells = scratch.Rent<WeightedCell>(largest + 1))
        fixed (int* ranks = scratch.Rent<int>(largest + 1), alike = scratch.Rent<int>(largest + 1))
        fixed (double* weights = scratch.Rent<double>(largest + 1), growthPointer = growth)
        {
            var window = new WeightedChunkWindow(words, cells, ranks, alike, weights, growthPointer);
            OrderStatisticsPass.Slide(sample, ref window, median, deviation, lowerQuartile, upperQuartile);
        }

        return true;
    }

    private static int LargestSpan(SlidingSample sample)
    {
        var (chunks, span) = (sample.Chunks, 0);
        for (var chunk = 0; chunk < chunks.Count; chunk++)
        {
            var (first, length) = (chunks.UniverseStart(chunk), chunks.ByRank(chunk).Length);
            if (length > 0)
            {
                span = Math.Max(span, sample.GridIndex[first + length - 1] - sample.GridIndex[first]);
            }
        }

        return span;
    }
}
