using System.Runtime.CompilerServices;

namespace Detectkit.Statistics.Sliding;

/// <summary>One distinct value of a chunk, where it occurs in positions from the chunk's start.</summary>
internal struct WeightedCell
{
    public double Value;

    public CompensatedSum Weight;

    public int Oldest;

    public int Newest;
}

/// <summary>A half-open range of ranks that keeps its weight while values enter and leave the window.</summary>
internal struct WeighedRange
{
    public int Low;

    public int High;

    public CompensatedSum Weight;

    /// <summary>Follows a value that enters, or leaves with a negative weight; without a branch, as nothing predicts on which side it lies.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Follow(int rank, double weight)
    {
        long mask = ((Low - 1 - rank) & (rank - High)) >> 31;
        Weight.Add(BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(weight) & mask));
    }
}

/// <summary>
/// The window inside one chunk with a weight per value. Weights grow with time by one factor, so that none ever changes; equal values
/// share a rank. What lies below a percentile, and what lies nearest to the median, are ranges of ranks that follow every change.
/// </summary>
internal unsafe ref struct WeightedChunkWindow(
    ulong* words, WeightedCell* cells, int* rankOfPosition, int* nextAlike, double* weightOfPosition, double* growth) : IChunkWindow
{
    private readonly RankSet set = new(words);
    private int origin;
    private int size;
    private int start;
    private int end;
    private CompensatedSum total;
    private WeighedRange below;
    private WeighedRange other;

    public int Count { get; private set; }

    public void Load(SlidingSample sample, RankedChunks chunks, int chunk)
    {
        var byRank = chunks.ByRank(chunk);
        origin = chunks.UniverseStart(chunk);
        var gridOrigin = byRank.Length == 0 ? 0 : sample.GridIndex[origin];
        size = 0;
        var previous = -1;
        foreach (var at in byRank)
        {
            var position = at - origin;
            var value = sample.Values[at];
            if (previous >= 0 && cells[size - 1].Value == value)
            {
                nextAlike[previous] = position;
            }
            else
            {
                cells[size++] = new WeightedCell { Value = value };
            }

            rankOfPosition[position] = size - 1;
            weightOfPosition[position] = growth[sample.GridIndex[at] - gridOrigin];
            previous = position;
        }

        new Span<ulong>(words, RankSet.WordsFor(size)).Clear();
        start = end = origin;
        Count = 0;
        total = default;
        below = new WeighedRange { High = size / 2 };
        other = new WeighedRange { High = size / 2 };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SlideTo(int newStart, int newEnd)
    {
        for (; end < newEnd; end++)
        {
            Enter(end - origin);
        }

        for (; start < newStart; start++)
        {
            Leave(start - origin);
        }

        Count = newEnd - newStart;
        if (Count == 0)
        {
            total = below.Weight = other.Weight = default;
        }
    }

    public double Median() => Percentile(ref below, 0.5);

    public (double Lower, double Upper) Quartiles() => (Percentile(ref below, 0.25), Percentile(ref other, 0.75));

    public double Deviation(double median)
    {
        var nearest = new NearestRanks(set, cells, size, median, ref other);
        return nearest.Deviation(0.5 * total.Value, total.Value, weightOfPosition, below.High);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Enter(int position)
    {
        var rank = rankOfPosition[position];
        var weight = weightOfPosition[position];
        if (!set.Contains(rank))
        {
            set.Add(rank);
            cells[rank].Oldest = position;
        }

        cells[rank].Newest = position;
        cells[rank].Weight.Add(weight);
        total.Add(weight);
        below.Follow(rank, weight);
        other.Follow(rank, weight);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Leave(int position)
    {
        var rank = rankOfPosition[position];
        var weight = -weightOfPosition[position];
        if (cells[rank].Newest == position)
        {
            set.Remove(rank);
            cells[rank].Weight = default;
        }
        else
        {
            cells[rank].Oldest = nextAlike[position];
            cells[rank].Weight.Add(weight);
        }

        total.Add(weight);
        below.Follow(rank, weight);
        other.Follow(rank, weight);
    }

    // The range ends before the value at which the running sum first exceeds the goal.
    private readonly double Percentile(ref WeighedRange range, double target)
    {
        var sum = total.Value;
        var goal = target * sum;
        var at = set.AtOrAfter(range.High, size);
        while (at == size || range.Weight.Value > goal)
        {
            var previous = set.AtOrBefore(at - 1);
            if (previous < 0)
            {
                break;
            }

            range.Weight.Subtract(cells[previous].Weight);
            at = previous;
        }

        var (before, weight) = (range.Weight.Value, cells[at].Weight.Value);
        while (before + weight <= goal)
        {
            var next = set.AtOrAfter(at + 1, size);
            if (next == size)
            {
                break;
            }

            range.Weight.Add(cells[at].Weight);
            at = next;
            (before, weight) = (range.Weight.Value, cells[at].Weight.Value);
        }

        range.High = at;
        var value = cells[at].Value;
        var first = before + (0.5 * weightOfPosition[cells[at].Oldest]);
        if (goal < first)
        {
            var previous = set.AtOrBefore(at - 1);
            return previous < 0
                ? value
                : PercentileRule.Between(goal, before - (0.5 * weightOfPosition[cells[previous].Newest]), cells[previous].Value, first, value, sum);
        }

        var last = before + weight - (0.5 * weightOfPosition[cells[at].Newest]);
        var following = goal <= last ? size : set.AtOrAfter(at + 1, size);
        return following == size
            ? value
            : PercentileRule.Between(goal, last, value, before + weight + (0.5 * weightOfPosition[cells[following].Oldest]), cells[following].Value, sum);
    }
}
