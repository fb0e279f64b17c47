using System.Runtime.CompilerServices;

namespace Detectkit.Statistics;

/// <summary>The window inside one chunk with a weight per value. Weights grow with time by one factor, so that none ever changes.</summary>
internal unsafe ref struct WeightedChunkWindow(ulong* words, int* rankOfPosition, double* valueOfRank, int* positionOfRank, double* cells, double* growth)
{
    private const int StepsBeforeBisection = 64;

    private readonly RankSet set = new(words);
    private SumTree tree = new(cells);
    private int origin;
    private int gridOrigin;
    private int size;
    private int start;
    private int end;
    private double total;

    /// <summary>Values in the window.</summary>
    public int Count { get; private set; }

    // Where the last search for a deviation ended; the next one starts there.
    private double lastDeviation;
    private int lastLow;
    private int lastHigh;

    public void Load(SlidingSample sample, RankedChunks chunks, int chunk)
    {
        var byRank = chunks.ByRank(chunk);
        size = byRank.Length;
        origin = chunks.UniverseStart(chunk);
        gridOrigin = size == 0 ? 0 : sample.GridIndex[origin];
        for (var rank = 0; rank < size; rank++)
        {
            rankOfPosition[byRank[rank] - origin] = rank;
            valueOfRank[rank] = sample.Values[byRank[rank]];
            positionOfRank[rank] = byRank[rank];
        }

        new Span<ulong>(words, RankSet.WordsFor(size)).Clear();
        tree.Clear(size);
        start = end = origin;
        Count = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SlideTo(int newStart, int newEnd, int* grid)
    {
        for (; end < newEnd; end++)
        {
            var rank = rankOfPosition[end - origin];
            set.Add(rank);
            tree.Set(rank, growth[grid[end] - gridOrigin]);
        }

        for (; start < newStart; start++)
        {
            var rank = rankOfPosition[start - origin];
            set.Remove(rank);
            tree.Set(rank, 0);
        }

        Count = newEnd - newStart;
        total = tree.Total;
    }

    /// <summary>The weighted percentile of the values, <paramref name="target"/> from 0 to 1.</summary>
    public readonly double Percentile(double target)
    {
        var at = tree.Find(target * total, out var below);
        var weight = tree.At(at);
        var position = (below + weight - (0.5 * weight)) / total;
        if (position == target)
        {
            return valueOfRank[at];
        }

        if (position < target)
        {
            if (set.AtOrAfter(at + 1, size) == size)
            {
                return valueOfRank[at];
            }

            var next = set.After(at);
            var nextWeight = tree.At(next);
            return PercentileRule.Interpolate(
                target, position, valueOfRank[at], (below + weight + nextWeight - (0.5 * nextWeight)) / total, valueOfRank[next]);
        }

        var previous = set.AtOrBefore(at - 1);
        if (previous < 0)
        {
            return valueOfRank[at];
        }

        return PercentileRule.Interpolate(
            target, (below - (0.5 * tree.At(previous))) / total, valueOfRank[previous], position, valueOfRank[at]);
    }

    /// <summary>The weighted median of the absolute deviations from the median.</summary>
    public double Deviation(double median)
    {
        const double Target = 0.5;
        var goal = Target * total;
        var deviation = lastDeviation;
        var ring = RingAt(median, deviation);
        if (!(ring.Inside <= goal && goal < ring.Inside + ring.On))
        {
            deviation = Walk(median, goal, ring);
            ring = RingAt(median, deviation);
            ring = Settle(median, goal, ring, ref deviation);
        }

        lastDeviation = deviation;
        return InterpolateRing(median, deviation, ring);
    }

    // Ranks whose deviation equals d lie in [OuterLow, Low) and [High, OuterHigh); those nearer lie between.
    private readonly struct Ring(int outerLow, int low, int high, int outerHigh, double inside, double on)
    {
        public int OuterLow { get; } = outerLow;

        public int Low { get; } = low;

        public int High { get; } = high;

        public int OuterHigh { get; } = outerHigh;

        public double Inside { get; } = inside;

        public double On { get; } = on;
    }

    // Rings that are asked for one after the other lie close together, so each search starts from where the last one ended.
    private Ring RingAt(double median, double deviation)
    {
        var low = RankEdge.Find<RankEdge.NearerBelow>(valueOfRank, size, median, deviation, lastLow);
        var outerLow = low > 0 && median - valueOfRank[low - 1] <= deviation
            ? RankEdge.Find<RankEdge.WithinBelow>(valueOfRank, size, median, deviation, low - 1)
            : low;
        var high = RankEdge.Find<RankEdge.BeyondAbove>(valueOfRank, size, median, deviation, lastHigh);
        var outerHigh = high < size && valueOfRank[high] - median <= deviation
            ? RankEdge.Find<RankEdge.FartherAbove>(valueOfRank, size, median, deviation, high)
            : high;
        (lastLow, lastHigh) = (low, high);
        high = Math.Max(high, low);
        outerHigh = Math.Max(outerHigh, high);
        return new Ring(outerLow, low, high, outerHigh, tree.Between(low, high), tree.Between(outerLow, low) + tree.Between(high, outerHigh));
    }

    // Steps outwards or inwards value by value; sums are running here, the caller checks with fresh ones.
    private double Walk(double median, double goal, in Ring ring)
    {
        var sum = ring.Inside + ring.On;
        var (low, high) = (ring.OuterLow - 1, ring.OuterHigh);
        if (sum <= goal)
        {
            for (var step = 0; step < StepsBeforeBisection; step++)
            {
                low = PresentAtOrBelow(low);
                high = PresentAtOrAbove(high);
                if (low < 0 && high >= size)
                {
                    break;
                }

                var takeLow = high >= size || (low >= 0 && median - valueOfRank[low] <= valueOfRank[high] - median);
                sum += tree.At(takeLow ? low : high);
                if (sum > goal)
                {
                    return takeLow ? median - valueOfRank[low] : valueOfRank[high] - median;
                }

                if (takeLow)
                {
                    low--;
                }
                else
                {
                    high++;
                }
            }

            return Bisect(median, goal);
        }

        (low, high) = (ring.OuterLow, ring.OuterHigh - 1);
        for (var step = 0; step < StepsBeforeBisection; step++)
        {
            low = PresentAtOrAbove(low);
            high = PresentAtOrBelow(high);
            if (low > high)
            {
                break;
            }

            var takeLow = median - valueOfRank[low] >= valueOfRank[high] - median;
            sum -= tree.At(takeLow ? low : high);
            if (sum <= goal)
            {
                return takeLow ? median - valueOfRank[low] : valueOfRank[high] - median;
            }

            if (takeLow)
            {
                low++;
            }
            else
            {
                high--;
            }
        }

        return Bisect(median, goal);
    }

    private readonly int PresentAtOrAbove(int rank) => set.AtOrAfter(rank, size);

    private readonly int PresentAtOrBelow(int rank) => set.AtOrBefore(rank);

    // The smallest deviation, of values right and left of the median, at which the weights within exceed the goal.
    private double Bisect(double median, double goal)
    {
        var middle = RankEdge.Find<RankEdge.BeyondAbove>(valueOfRank, size, median, 0, lastHigh);
        var (from, to) = (middle, size);
        while (from < to)
        {
            var rank = (from + to) >> 1;
            var ring = RingAt(median, valueOfRank[rank] - median);
            if (ring.Inside + ring.On > goal)
            {
                to = rank;
            }
            else
            {
                from = rank + 1;
            }
        }

        var best = from < size ? valueOfRank[from] - median : double.PositiveInfinity;
        (from, to) = (0, middle);
        while (from < to)
        {
            var rank = (from + to) >> 1;
            var ring = RingAt(median, median - valueOfRank[rank]);
            if (ring.Inside + ring.On > goal)
            {
                from = rank + 1;
            }
            else
            {
                to = rank;
            }
        }

        return from > 0 ? Math.Min(best, median - valueOfRank[from - 1]) : best;
    }

    // Running and fresh sums may differ in the last bit: move to the neighbouring ring until the fresh ones agree.
    private Ring Settle(double median, double goal, Ring ring, ref double deviation)
    {
        for (var step = 0; step < size; step++)
        {
            if (ring.Inside > goal)
            {
                var (low, high) = (PresentAtOrAbove(ring.Low), PresentAtOrBelow(ring.High - 1));
                deviation = Math.Max(median - valueOfRank[low], valueOfRank[high] - median);
            }
            else if (ring.Inside + ring.On <= goal)
            {
                var (low, high) = (PresentAtOrBelow(ring.OuterLow - 1), PresentAtOrAbove(ring.OuterHigh));
                if (low < 0 && high >= size)
                {
                    return ring;
                }

                deviation = Math.Min(
                    low >= 0 ? median - valueOfRank[low] : double.PositiveInfinity, high < size ? valueOfRank[high] - median : double.PositiveInfinity);
            }
            else
            {
                return ring;
            }

            ring = RingAt(median, deviation);
        }

        return ring;
    }

    // Values of one ring are ordered by time: its oldest comes first, its newest last.
    private double InterpolateRing(double median, double deviation, in Ring ring)
    {
        const double Target = 0.5;
        var (oldest, newest) = EndsInTime(ring);
        var first = (ring.Inside + tree.At(oldest) - (0.5 * tree.At(oldest))) / total;
        if (Target < first)
        {
            if (ring.Inside <= 0)
            {
                return deviation;
            }

            var (low, high) = (PresentAtOrAbove(ring.Low), PresentAtOrBelow(ring.High - 1));
            var inner = Math.Max(median - valueOfRank[low], valueOfRank[high] - median);
            var last = EndsInTime(RingAt(median, inner)).Newest;
            return PercentileRule.Interpolate(Target, (ring.Inside - (0.5 * tree.At(last))) / total, inner, first, deviation);
        }

        var sum = ring.Inside + ring.On;
        var end = (sum - (0.5 * tree.At(newest))) / total;
        if (Target <= end)
        {
            return deviation;
        }

        var (below, above) = (PresentAtOrBelow(ring.OuterLow - 1), PresentAtOrAbove(ring.OuterHigh));
        if (below < 0 && above >= size)
        {
            return deviation;
        }

        var outer = Math.Min(
            below >= 0 ? median - valueOfRank[below] : double.PositiveInfinity, above < size ? valueOfRank[above] - median : double.PositiveInfinity);
        var next = tree.At(EndsInTime(RingAt(median, outer)).Oldest);
        return PercentileRule.Interpolate(Target, end, deviation, (sum + next - (0.5 * next)) / total, outer);
    }

    private readonly (int Oldest, int Newest) EndsInTime(in Ring ring)
    {
        var (oldest, newest) = (-1, -1);
        Extend(ring.OuterLow, ring.Low, ref oldest, ref newest);
        Extend(ring.High, ring.OuterHigh, ref oldest, ref newest);
        return (oldest, newest);
    }

    private readonly void Extend(int from, int to, ref int oldest, ref int newest)
    {
        if (from >= to)
        {
            return;
        }

        // Equal values are in time order, so the ends of a run suffice; deviations of unequal values may round to one, hence the check.
        var step = valueOfRank[from] == valueOfRank[to - 1] ? Math.Max(1, PresentAtOrBelow(to - 1) - PresentAtOrAbove(from)) : 1;
        for (var rank = PresentAtOrAbove(from); rank < to; rank = PresentAtOrAbove(rank + step))
        {
            oldest = oldest < 0 || positionOfRank[rank] < positionOfRank[oldest] ? rank : oldest;
            newest = newest < 0 || positionOfRank[rank] > positionOfRank[newest] ? rank : newest;
        }
    }
}
