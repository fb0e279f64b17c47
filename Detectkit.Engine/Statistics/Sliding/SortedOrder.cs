namespace Detectkit.Statistics.Sliding;

/// <summary>Stable ascending order of a series by a radix sort over the bits of its values, linear in their number.</summary>
internal static class SortedOrder
{
    private const int DigitBits = 11;
    private const int Digits = 6;
    private const int Buckets = 1 << DigitBits;

    /// <summary>Writes the positions of the values in ascending order; equal values keep their order. No NaN.</summary>
    public static void Fill(ReadOnlySpan<double> values, Span<int> order)
    {
        using var scratch = new Buffers();
        var n = values.Length;
        var (keys, otherKeys) = (scratch.Rent<ulong>(n), scratch.Rent<ulong>(n));
        var (items, otherItems) = (scratch.Rent<int>(n), scratch.Rent<int>(n));
        var counts = scratch.Rent<int>(Buckets * Digits);
        counts.AsSpan(0, Buckets * Digits).Clear();
        for (var i = 0; i < n; i++)
        {
            var key = KeyOf(values[i]);
            (keys[i], items[i]) = (key, i);
            for (var digit = 0; digit < Digits; digit++)
            {
                counts[(digit * Buckets) + (int)((key >> (digit * DigitBits)) & (Buckets - 1))]++;
            }
        }

        for (var digit = 0; digit < Digits; digit++)
        {
            var count = counts.AsSpan(digit * Buckets, Buckets);
            var shift = digit * DigitBits;
            if (n == 0 || count[(int)((keys[0] >> shift) & (Buckets - 1))] == n)
            {
                continue;
            }

            var sum = 0;
            foreach (ref var bucket in count)
            {
                (bucket, sum) = (sum, sum + bucket);
            }

            for (var i = 0; i < n; i++)
            {
                var key = keys[i];
                var to = count[(int)((key >> shift) & (Buckets - 1))]++;
                otherKeys[to] = key;
                otherItems[to] = items[i];
            }

            (keys, otherKeys) = (otherKeys, keys);
            (items, otherItems) = (otherItems, items);
        }

        items.AsSpan(0, n).CopyTo(order);
    }

    // Bits whose unsigned order is that of the values; -0 counts as 0.
    private static ulong KeyOf(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value + 0.0);
        return (ulong)(bits ^ ((bits >> 63) | long.MinValue));
    }
}
