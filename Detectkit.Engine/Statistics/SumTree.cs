using System.Runtime.CompilerServices;

namespace Detectkit.Statistics;

/// <summary>
/// Weights by rank with sums over ranges: every node is the fresh sum of its eight children, so that nothing is ever subtracted and
/// rounding does not build up however long the window slides. Setting and reading cost O(log8 n).
/// </summary>
internal unsafe ref struct SumTree
{
    // Ten levels of eight hold 2^30 ranks.
    private fixed long levelStart[10];
    private readonly double* cells;
    private int levels;

    public SumTree(double* cells) => this.cells = cells;

    /// <summary>Doubles needed for a tree over some ranks.</summary>
    public static int CellsFor(int ranks)
    {
        var total = 0;
        for (var width = Padded(ranks); ; width = Padded(width >> 3))
        {
            total += width;
            if (width == 8)
            {
                return total;
            }
        }
    }

    /// <summary>The sum of all weights.</summary>
    public readonly double Total
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Sum8(cells + levelStart[levels - 1]);
    }

    /// <summary>Empties the tree and sets its size.</summary>
    public void Clear(int ranks)
    {
        levels = 0;
        long at = 0;
        for (var width = Padded(ranks); ; width = Padded(width >> 3))
        {
            levelStart[levels++] = at;
            at += width;
            if (width == 8)
            {
                break;
            }
        }

        new Span<double>(cells, (int)at).Clear();
    }

    /// <summary>The weight of a rank.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly double At(int rank) => cells[rank];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Set(int rank, double weight)
    {
        cells[rank] = weight;
        for (var level = 1; level < levels; level++)
        {
            var block = rank >> 3;
            cells[levelStart[level] + block] = Sum8(cells + levelStart[level - 1] + (block << 3));
            rank = block;
        }
    }

    /// <summary>The sum over ranks below one.</summary>
    public readonly double Below(int rank)
    {
        var sum = 0.0;
        for (var level = 0; level < levels; level++)
        {
            var row = cells + levelStart[level];
            for (var i = rank & ~7; i < rank; i++)
            {
                sum += row[i];
            }

            rank >>= 3;
        }

        return sum;
    }

    /// <summary>The sum over a half-open range of ranks.</summary>
    public readonly double Between(int from, int to)
    {
        var sum = 0.0;
        for (var level = 0; from < to; level++)
        {
            var row = cells + levelStart[level];
            if (to - from < 16 || level == levels - 1)
            {
                for (; from < to; from++)
                {
                    sum += row[from];
                }

                break;
            }

            for (; (from & 7) != 0; from++)
            {
                sum += row[from];
            }

            for (var i = to & ~7; i < to; i++)
            {
                sum += row[i];
            }

            from >>= 3;
            to >>= 3;
        }

        return sum;
    }

    /// <summary>The rank at which the running sum first exceeds a target, and the sum over the ranks before it.</summary>
    public readonly int Find(double target, out double below)
    {
        below = 0;
        var rank = 0;
        for (var level = levels - 1; level >= 0; level--)
        {
            var row = cells + levelStart[level] + ((long)rank << 3);
            var child = 0;
            var lastFilled = 0;
            var belowLast = below;
            for (; child < 8; child++)
            {
                if (row[child] > 0)
                {
                    if (below + row[child] > target)
                    {
                        break;
                    }

                    (lastFilled, belowLast) = (child, below);
                }

                below += row[child];
            }

            if (child == 8)
            {
                // The parent's sum exceeded the target by rounding only: the last child with weight is the one.
                (child, below) = (lastFilled, belowLast);
            }

            rank = (rank << 3) + child;
        }

        return rank;
    }

    private static int Padded(int width) => Math.Max(8, (width + 7) & ~7);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum8(double* cell) =>
        ((cell[0] + cell[1]) + (cell[2] + cell[3])) + ((cell[4] + cell[5]) + (cell[6] + cell[7]));
}
