using System.Runtime.CompilerServices;

namespace Detectkit.Statistics.Sliding;

/// <summary>A half-open range of ranks that keeps its weight while values enter and leave the window.</summary>
internal struct WeighedRange
{
    /// <summary>The first rank.</summary>
    public int Low;

    /// <summary>The rank after the last.</summary>
    public int High;

    /// <summary>What the range weighs.</summary>
    public CompensatedSum Weight;

    /// <summary>Follows a value that enters, or leaves with a negative weight; without a branch, as nothing predicts on which side it lies.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Follow(int rank, double weight)
    {
        long mask = ((Low - 1 - rank) & (rank - High)) >> 31;
        Weight.Add(BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(weight) & mask));
    }
}
