using System.Runtime.CompilerServices;

namespace Detectkit.Statistics.Sliding;

/// <summary>The window inside one chunk: which ranks are in it, and the fingers that follow its order statistics.</summary>
internal unsafe ref struct ChunkWindow(ulong* words, int* rankOfPosition, double* valueOfRank) : IChunkWindow
{
    // Beyond this many single steps the deviations' block is searched by bisection.
    private const int StepsBeforeBisection = 12;

    private readonly RankSet set = new(words);
    private int origin;
    private int start;
    private int end;
    private EqualWeightPercentile medianRule = new(50);
    private EqualWeightPercentile lowerRule = new(25);
    private EqualWeightPercentile upperRule = new(75);
    private RankFinger center;
    private RankFinger lower;
    private RankFinger upper;
    private RankFinger blockLow;
    private RankFinger blockHigh;

    public int Count { get; private set; }

    public void Load(SlidingSample sample, RankedChunks chunks, int chunk)
    {
        var byRank = chunks.ByRank(chunk);
        origin = chunks.UniverseStart(chunk);
        for (var rank = 0; rank < byRank.Length; rank++)
        {
            rankOfPosition[byRank[rank] - origin] = rank;
            valueOfRank[rank] = sample.Values[byRank[rank]];
        }

        new Span<ulong>(words, RankSet.WordsFor(byRank.Length)).Clear();
        start = end = origin;
        Count = 0;
        center = lower = upper = blockLow = blockHigh = default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SlideTo(int newStart, int newEnd)
    {
        for (; end < newEnd; end++)
        {
            var rank = rankOfPosition[end - origin];
            set.Add(rank);
            center.Added(rank);
            lower.Added(rank);
            upper.Added(rank);
            blockLow.Added(rank);
            blockHigh.Added(rank);
        }

        for (; start < newStart; start++)
        {
            var rank = rankOfPosition[start - origin];
            set.Remove(rank);
            center.Removed(rank);
            lower.Removed(rank);
            upper.Removed(rank);
            blockLow.Removed(rank);
            blockHigh.Removed(rank);
        }

        Count = newEnd - newStart;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Median()
    {
        medianRule.SetCount(Count);
        return Percentile(ref center, in medianRule);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (double Lower, double Upper) Quartiles()
    {
        lowerRule.SetCount(Count);
        upperRule.SetCount(Count);
        return (Percentile(ref lower, in lowerRule), Percentile(ref upper, in upperRule));
    }

    /// <summary>
    /// The k + 1 smallest deviations are a block of k + 1 neighbours in sorted order; it lies right when its lower neighbour is no nearer
    /// to the median than its highest member.
    /// </summary>
    public double Deviation(double median)
    {
        var k = medianRule.Index;
        var low = Math.Clamp(blockLow.Index, 0, Count - 1 - k);
        blockLow.MoveTo(set, low);
        blockHigh.MoveTo(set, low + k);
        PlaceBlock(median, k);

        var (first, last) = (valueOfRank[blockLow.Rank], valueOfRank[blockHigh.Rank]);
        var largest = Math.Max(median - first, last - median);
        if (medianRule.IsExact)
        {
            return largest;
        }

        var next = double.PositiveInfinity;
        if (blockLow.Index > 0)
        {
            next = median - valueOfRank[set.Before(blockLow.Rank)];
        }

        if (blockHigh.Index < Count - 1)
        {
            next = Math.Min(next, valueOfRank[set.After(blockHigh.Rank)] - median);
        }

        return medianRule.Between(largest, next);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly double Percentile(ref RankFinger finger, in EqualWeightPercentile rule)
    {
        finger.MoveTo(set, rule.Index);
        var left = valueOfRank[finger.Rank];
        return rule.IsExact ? left : rule.Between(left, valueOfRank[set.After(finger.Rank)]);
    }

    private void PlaceBlock(double median, int k)
    {
        for (var step = 0; step < StepsBeforeBisection; step++)
        {
            if (blockLow.Index > 0)
            {
                var before = set.Before(blockLow.Rank);
                if (median - valueOfRank[before] < valueOfRank[blockHigh.Rank] - median)
                {
                    blockLow.Rank = before;
                    blockLow.Index--;
                    blockHigh.Rank = set.Before(blockHigh.Rank);
                    blockHigh.Index--;
                    continue;
                }
            }

            if (blockHigh.Index < Count - 1)
            {
                var after = set.After(blockHigh.Rank);
                if (median - valueOfRank[blockLow.Rank] >= valueOfRank[after] - median)
                {
                    blockHigh.Rank = after;
                    blockHigh.Index++;
                    blockLow.Rank = set.After(blockLow.Rank);
                    blockLow.Index++;
                    continue;
                }
            }

            return;
        }

        Bisect(median, k);
    }

    // The highest block that is not too high: too high is one whose lower neighbour is nearer than its highest member.
    private void Bisect(double median, int k)
    {
        var (low, high) = (0, Count - 1 - k);
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            blockLow.MoveTo(set, middle - 1);
            blockHigh.MoveTo(set, middle + k);
            if (median - valueOfRank[blockLow.Rank] < valueOfRank[blockHigh.Rank] - median)
            {
                high = middle - 1;
            }
            else
            {
                low = middle;
            }
        }

        blockLow.MoveTo(set, low);
        blockHigh.MoveTo(set, low + k);
    }
}
