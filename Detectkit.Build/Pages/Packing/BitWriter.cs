namespace Detectkit.Build.Pages.Packing;

/// <summary>Appends numbers of a given width to a byte sequence, lowest bit first.</summary>
internal sealed class BitWriter
{
    private readonly List<byte> bytes = [];
    private int usedBits;

    /// <summary>Appends the lowest bits of a number.</summary>
    /// <param name="value">The number; bits above <paramref name="width"/> must be zero.</param>
    /// <param name="width">How many bits, 0 to 64.</param>
    public void Write(ulong value, int width)
    {
        while (width > 0)
        {
            if (usedBits == 0)
            {
                bytes.Add(0);
            }

            var taken = Math.Min(8 - usedBits, width);
            bytes[^1] |= (byte)((value & ((1UL << taken) - 1)) << usedBits);
            value >>= taken;
            width -= taken;
            usedBits = (usedBits + taken) & 7;
        }
    }

    /// <summary>Everything written, the last byte filled with zeros.</summary>
    /// <returns>The bytes in base 64.</returns>
    public string ToBase64() => Convert.ToBase64String(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes));
}
