using System.Runtime.CompilerServices;

namespace Detectkit.Statistics;

/// <summary>Where ascending values pass an edge: false for the ranks before it, true from it on.</summary>
internal interface IRankEdge
{
    /// <summary>Whether a value lies past the edge.</summary>
    static abstract bool IsPast(double value, double median, double deviation);
}

/// <summary>Searches for edges that move little from one search to the next.</summary>
internal static unsafe class RankEdge
{
    /// <summary>The first rank past the edge, <paramref name="size"/> where there is none: O(log of the distance from <paramref name="near"/>).</summary>
    public static int Find<TEdge>(double* valueOfRank, int size, double median, double deviation, int near)
        where TEdge : struct, IRankEdge
    {
        var (from, to) = (0, size);
        var step = 1;
        if (near < size && TEdge.IsPast(valueOfRank[near], median, deviation))
        {
            to = near;
            while (to - step >= 0 && TEdge.IsPast(valueOfRank[to - step], median, deviation))
            {
                to -= step;
                step <<= 1;
            }

            from = Math.Max(0, to - step + 1);
        }
        else if (near < size)
        {
            from = near + 1;
            while (from + step <= size && !TEdge.IsPast(valueOfRank[from + step - 1], median, deviation))
            {
                from += step;
                step <<= 1;
            }

            to = Math.Min(size, from + step - 1);
        }

        while (from < to)
        {
            var middle = (from + to) >> 1;
            if (TEdge.IsPast(valueOfRank[middle], median, deviation))
            {
                to = middle;
            }
            else
            {
                from = middle + 1;
            }
        }

        return from;
    }

    /// <summary>Below the median, nearer than the deviation.</summary>
    public readonly struct NearerBelow : IRankEdge
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool IsPast(double value, double median, double deviation) => median - value < deviation;
    }

    /// <summary>Below the median, as near as the deviation or nearer.</summary>
    public readonly struct WithinBelow : IRankEdge
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool IsPast(double value, double median, double deviation) => median - value <= deviation;
    }

    /// <summary>Above the median, as far as the deviation or farther.</summary>
    public readonly struct BeyondAbove : IRankEdge
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool IsPast(double value, double median, double deviation) => value - median >= deviation;
    }

    /// <summary>Above the median, farther than the deviation.</summary>
    public readonly struct FartherAbove : IRankEdge
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool IsPast(double value, double median, double deviation) => value - median > deviation;
    }
}
