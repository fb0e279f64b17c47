using System.Text;

namespace Detectkit.Build.Pages.Packing;

/// <summary>
/// Whole numbers as differences from one to the next, in base-64 digits: five bits each, the lowest first, and a sixth bit where more
/// follow. A neighbour is a good guess for a point of a series, so most differences are small. A general compressor would do better, but its
/// output differs between processors, and a page must not.
/// </summary>
internal static class PackedIntegers
{
    /// <summary>The largest magnitude that survives: differences must fit into the 53 bits a script's numbers hold.</summary>
    public const long Limit = 1L << 50;

    // None of them is escaped in JSON.
    private const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    public static string Pack(ReadOnlySpan<long> numbers)
    {
        var text = new StringBuilder(numbers.Length * 2);
        var previous = 0L;
        foreach (var number in numbers)
        {
            var difference = number - previous;
            previous = number;
            // Small magnitudes of either sign become small numbers: 0, -1, 1, -2, 2 are 0, 1, 2, 3, 4.
            var rest = (ulong)((difference << 1) ^ (difference >> 63));
            while (rest >= 32)
            {
                text.Append(Digits[32 + (int)(rest & 31)]);
                rest >>= 5;
            }

            text.Append(Digits[(int)rest]);
        }

        return text.ToString();
    }
}
