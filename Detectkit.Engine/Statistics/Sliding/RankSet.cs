using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Detectkit.Statistics.Sliding;

/// <summary>
/// A set of ranks as a bitmap. Within a chunk of the series about every second rank is in the window, so that moving to the next
/// member is a few instructions, whatever the window's size.
/// </summary>
internal readonly unsafe ref struct RankSet(ulong* words)
{
    public static int WordsFor(int ranks) => (ranks + 63) >> 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(int rank) => (words[rank >> 6] >> rank & 1) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int rank) => words[rank >> 6] |= 1UL << rank;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Remove(int rank) => words[rank >> 6] &= ~(1UL << rank);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int After(int rank)
    {
        rank++;
        var at = rank >> 6;
        var bits = words[at] & (ulong.MaxValue << rank);
        while (bits == 0)
        {
            bits = words[++at];
        }

        return (at << 6) + BitOperations.TrailingZeroCount(bits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Before(int rank)
    {
        var at = rank >> 6;
        var bits = words[at] & ~(ulong.MaxValue << rank);
        while (bits == 0)
        {
            bits = words[--at];
        }

        return (at << 6) + 63 - BitOperations.LeadingZeroCount(bits);
    }

    /// <summary>The first member at or after a rank, or <paramref name="limit"/> where there is none below it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int AtOrAfter(int rank, int limit)
    {
        if (rank >= limit)
        {
            return limit;
        }

        var at = rank >> 6;
        var last = (limit - 1) >> 6;
        var bits = words[at] & (ulong.MaxValue << rank);
        while (bits == 0)
        {
            if (++at > last)
            {
                return limit;
            }

            bits = words[at];
        }

        return Math.Min(limit, (at << 6) + BitOperations.TrailingZeroCount(bits));
    }

    /// <summary>The last member at or before a rank, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int AtOrBefore(int rank)
    {
        if (rank < 0)
        {
            return -1;
        }

        var at = rank >> 6;
        var bits = words[at] & (ulong.MaxValue >> (63 - (rank & 63)));
        while (bits == 0)
        {
            if (--at < 0)
            {
                return -1;
            }

            bits = words[at];
        }

        return (at << 6) + 63 - BitOperations.LeadingZeroCount(bits);
    }

    /// <summary>The member that is <paramref name="skip"/> members beyond the first one at or after a rank.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int SelectFrom(int rank, int skip)
    {
        var at = rank >> 6;
        var bits = words[at] & (ulong.MaxValue << rank);
        var count = BitOperations.PopCount(bits);
        while (skip >= count)
        {
            skip -= count;
            bits = words[++at];
            count = BitOperations.PopCount(bits);
        }

        return (at << 6) + SelectBit(bits, skip);
    }

    /// <summary>The member that is the <paramref name="count"/>-th one before a rank, counted from 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int SelectBefore(int rank, int count)
    {
        var at = rank >> 6;
        var bits = words[at] & ~(ulong.MaxValue << rank);
        var here = BitOperations.PopCount(bits);
        while (count > here)
        {
            count -= here;
            bits = words[--at];
            here = BitOperations.PopCount(bits);
        }

        return (at << 6) + SelectBit(bits, here - count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SelectBit(ulong bits, int index)
    {
        if (Bmi2.X64.IsSupported)
        {
            return BitOperations.TrailingZeroCount(Bmi2.X64.ParallelBitDeposit(1UL << index, bits));
        }

        for (; index > 0; index--)
        {
            bits &= bits - 1;
        }

        return BitOperations.TrailingZeroCount(bits);
    }
}

/// <summary>A place in a <see cref="RankSet"/> that knows how many members lie below it and follows changes at constant cost.</summary>
internal struct RankFinger
{
    /// <summary>A member only after <see cref="MoveTo"/>.</summary>
    public int Rank;

    public int Index;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Added(int rank) => Index += rank < Rank ? 1 : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Removed(int rank) => Index -= rank < Rank ? 1 : 0;

    /// <summary>Moves to the member with <paramref name="index"/> members below it; costs the distance over 64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MoveTo(RankSet set, int index)
    {
        Rank = index >= Index ? set.SelectFrom(Rank, index - Index) : set.SelectBefore(Rank, Index - index);
        Index = index;
    }
}
