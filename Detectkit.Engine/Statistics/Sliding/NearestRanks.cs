using System.Runtime.CompilerServices;

namespace Detectkit.Statistics.Sliding;

/// <summary>
/// The ranks nearest to a median, as a range that weighs just more than half of the window: its outermost value is where the weighted
/// median of the deviations lies. Moves the range of the last median; costs the ranks that it passes.
/// </summary>
internal readonly unsafe ref struct NearestRanks(RankSet set, WeightedCell* cells, int size, double median, ref WeighedRange range)
{
    private readonly RankSet set = set;
    private readonly ref WeighedRange range = ref range;

    /// <summary>The deviation at which the weight of those as near exceeds the goal, half of the total, interpolated.</summary>
    public double Deviation(double goal, double total, double* weightOfPosition, int medianRank)
    {
        // Inside: lowest and highest member of the range. Below and above: the next members outside.
        var (lowest, highest) = (set.AtOrAfter(range.Low, size), set.AtOrBefore(range.High - 1));
        if (lowest > highest)
        {
            (range.Low, range.High, range.Weight) = (medianRank, medianRank + 1, cells[medianRank].Weight);
            lowest = highest = medianRank;
        }

        var (below, above) = (set.AtOrBefore(lowest - 1), set.AtOrAfter(highest + 1, size));
        Shift(ref below, ref lowest, ref highest, ref above);
        Fill(goal, ref below, ref lowest, ref highest, ref above);
        var deviation = Math.Max(From(lowest), From(highest));
        while (From(below) == deviation)
        {
            TakeBelow(ref below, ref lowest);
        }

        while (From(above) == deviation)
        {
            TakeAbove(ref above, ref highest);
        }

        (range.Low, range.High) = (lowest, highest + 1);
        var (sum, ring) = (range.Weight.Value, RingInwards(lowest, highest, deviation));
        var inside = sum - ring.Weight;
        var first = inside + (0.5 * weightOfPosition[ring.Oldest]);
        if (goal < first)
        {
            if (ring.Low > ring.High)
            {
                return deviation;
            }

            var inner = Math.Max(From(ring.Low), From(ring.High));
            var newest = RingInwards(ring.Low, ring.High, inner).Newest;
            return PercentileRule.Between(goal, inside - (0.5 * weightOfPosition[newest]), inner, first, deviation, total);
        }

        var last = sum - (0.5 * weightOfPosition[ring.Newest]);
        var outer = Math.Min(From(below), From(above));
        return goal <= last || double.IsPositiveInfinity(outer)
            ? deviation
            : PercentileRule.Between(goal, last, deviation, sum + (0.5 * weightOfPosition[OldestOutwards(below, above, outer)]), outer, total);
    }

    // Ranks beyond the ends are infinitely far.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double From(int rank) => (uint)rank < (uint)size ? Math.Abs(cells[rank].Value - median) : double.PositiveInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Under(int rank) => rank < 0 ? double.PositiveInfinity : median - cells[rank].Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Over(int rank) => rank == size ? double.PositiveInfinity : cells[rank].Value - median;

    // The median has moved: as long as one side holds a value that is farther than the next one on the other side, they change places.
    // Distances have a sign here, so that values whose deviations round to one still change places when the median has passed them.
    private void Shift(ref int below, ref int lowest, ref int highest, ref int above)
    {
        while (Under(below) < Over(highest))
        {
            TakeBelow(ref below, ref lowest);
            LeaveHighest(ref above, ref highest);
        }

        while (Over(above) < Under(lowest))
        {
            TakeAbove(ref above, ref highest);
            LeaveLowest(ref below, ref lowest);
        }
    }

    private void Fill(double goal, ref int below, ref int lowest, ref int highest, ref int above)
    {
        while (range.Weight.Value <= goal && (below >= 0 || above < size))
        {
            if (Under(below) <= Over(above))
            {
                TakeBelow(ref below, ref lowest);
            }
            else
            {
                TakeAbove(ref above, ref highest);
            }
        }

        while (lowest < highest)
        {
            var isLowest = From(lowest) >= From(highest);
            if (range.Weight.Value - cells[isLowest ? lowest : highest].Weight.Value <= goal)
            {
                break;
            }

            if (isLowest)
            {
                LeaveLowest(ref below, ref lowest);
            }
            else
            {
                LeaveHighest(ref above, ref highest);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TakeBelow(ref int below, ref int lowest)
    {
        range.Weight.Add(cells[below].Weight);
        lowest = below;
        below = set.AtOrBefore(below - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TakeAbove(ref int above, ref int highest)
    {
        range.Weight.Add(cells[above].Weight);
        highest = above;
        above = set.AtOrAfter(above + 1, size);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void LeaveLowest(ref int below, ref int lowest)
    {
        range.Weight.Subtract(cells[lowest].Weight);
        below = lowest;
        lowest = set.After(lowest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void LeaveHighest(ref int above, ref int highest)
    {
        range.Weight.Subtract(cells[highest].Weight);
        above = highest;
        highest = set.Before(highest);
    }

    // Deviations of unequal values may round to one, so a ring can have several members on each side.
    private Ring RingInwards(int low, int high, double deviation)
    {
        var (weight, oldest, newest) = (0.0, int.MaxValue, -1);
        for (; low <= high && From(low) == deviation; low = set.AtOrAfter(low + 1, size))
        {
            weight += cells[low].Weight.Value;
            (oldest, newest) = (Math.Min(oldest, cells[low].Oldest), Math.Max(newest, cells[low].Newest));
        }

        for (; high >= low && From(high) == deviation; high = set.AtOrBefore(high - 1))
        {
            weight += cells[high].Weight.Value;
            (oldest, newest) = (Math.Min(oldest, cells[high].Oldest), Math.Max(newest, cells[high].Newest));
        }

        return new Ring(low, high, weight, oldest, newest);
    }

    private int OldestOutwards(int below, int above, double deviation)
    {
        var oldest = int.MaxValue;
        for (; From(below) == deviation; below = set.AtOrBefore(below - 1))
        {
            oldest = Math.Min(oldest, cells[below].Oldest);
        }

        for (; From(above) == deviation; above = set.AtOrAfter(above + 1, size))
        {
            oldest = Math.Min(oldest, cells[above].Oldest);
        }

        return oldest;
    }

    // Members at one deviation: equal deviations are ordered by time. Low and High are the members next to it, inside.
    private readonly record struct Ring(int Low, int High, double Weight, int Oldest, int Newest);
}
