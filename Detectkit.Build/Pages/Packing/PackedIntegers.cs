using System.Numerics;

namespace Detectkit.Build.Pages.Packing;

/// <summary>
/// Whole numbers as Rice-coded differences, the form in which a page carries its arrays. A neighbour is a good guess for a point of a series,
/// so most differences are small; each block of 64 chooses how many low bits it writes plainly. A general compressor would do a little better,
/// but its output differs between processors, and a page must not.
/// </summary>
internal static class PackedIntegers
{
    private const int BlockLength = 64;
    private const int LongestQuotient = 20;
    private const int EscapedWidth = 53;

    /// <summary>The largest magnitude that survives: differences must fit into the 53 bits a script's numbers hold.</summary>
    public const long Limit = 1L << 50;

    /// <summary>Packs numbers.</summary>
    /// <param name="numbers">The numbers, each within plus or minus <see cref="Limit"/>.</param>
    /// <returns>The bits in base 64; how many numbers they hold must be kept beside them.</returns>
    public static string Pack(ReadOnlySpan<long> numbers)
    {
        var bits = new BitWriter();
        var differences = new ulong[BlockLength];
        var previous = 0L;
        for (var start = 0; start < numbers.Length; start += BlockLength)
        {
            var block = numbers.Slice(start, Math.Min(BlockLength, numbers.Length - start));
            for (var i = 0; i < block.Length; i++)
            {
                var difference = block[i] - previous;
                differences[i] = (ulong)((difference << 1) ^ (difference >> 63));
                previous = block[i];
            }

            WriteBlock(bits, differences.AsSpan(0, block.Length));
        }

        return bits.ToBase64();
    }

    private static void WriteBlock(BitWriter bits, ReadOnlySpan<ulong> differences)
    {
        var low = CheapestLowBits(differences);
        bits.Write((ulong)low, 6);
        foreach (var difference in differences)
        {
            var quotient = difference >> low;
            if (quotient >= LongestQuotient)
            {
                bits.Write((1UL << LongestQuotient) - 1, LongestQuotient);
                bits.Write(difference, EscapedWidth);
                continue;
            }

            bits.Write((1UL << (int)quotient) - 1, (int)quotient + 1);
            bits.Write(difference & ((1UL << low) - 1), low);
        }
    }

    private static int CheapestLowBits(ReadOnlySpan<ulong> differences)
    {
        var widest = 0;
        foreach (var difference in differences)
        {
            widest = Math.Max(widest, 64 - BitOperations.LeadingZeroCount(difference));
        }

        var (best, bestCost) = (0, long.MaxValue);
        for (var low = 0; low <= widest; low++)
        {
            var cost = 0L;
            foreach (var difference in differences)
            {
                var quotient = difference >> low;
                cost += quotient >= LongestQuotient ? LongestQuotient + EscapedWidth : (long)quotient + 1 + low;
            }

            if (cost < bestCost)
            {
                (best, bestCost) = (low, cost);
            }
        }

        return best;
    }
}
