using System.Globalization;
using System.Numerics;

namespace Detectkit.Engine.Tests.Statistics;

/// <summary>A whole number times a power of two: what doubles are, and sums, differences and products of them without rounding.</summary>
internal readonly record struct Dyadic(BigInteger Mantissa, int Exponent) : IComparable<Dyadic>
{
    // What quotients and roots are cut to, which have no end.
    private const int Digits = 240;

    public static Dyadic Zero => default;

    public static implicit operator Dyadic(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var (exponent, fraction) = ((int)((bits >> 52) & 0x7FF), bits & 0xFFFFFFFFFFFFF);
        Assert.NotEqual(0x7FF, exponent);
        var mantissa = exponent == 0 ? fraction : fraction | 0x10000000000000;
        return new Dyadic(bits < 0 ? -mantissa : mantissa, Math.Max(exponent, 1) - 1075);
    }

    /// <summary>The nearest double, to the last bit or the one before it.</summary>
    public static explicit operator double(Dyadic value)
    {
        // A long becomes the nearest double; a BigInteger would be cut off.
        var shift = Math.Max(0, (int)BigInteger.Abs(value.Mantissa).GetBitLength() - 62);
        return Math.ScaleB((long)(value.Mantissa >> shift), value.Exponent + shift);
    }

    public static Dyadic operator +(Dyadic a, Dyadic b)
    {
        if (a.Mantissa.IsZero || b.Mantissa.IsZero)
        {
            return a.Mantissa.IsZero ? b : a;
        }

        var exponent = Math.Min(a.Exponent, b.Exponent);
        return new Dyadic((a.Mantissa << (a.Exponent - exponent)) + (b.Mantissa << (b.Exponent - exponent)), exponent);
    }

    public static Dyadic operator -(Dyadic a) => a with { Mantissa = -a.Mantissa };

    public static Dyadic operator -(Dyadic a, Dyadic b) => a + -b;

    public static Dyadic operator *(Dyadic a, Dyadic b) => new(a.Mantissa * b.Mantissa, a.Exponent + b.Exponent);

    public static Dyadic operator /(Dyadic a, Dyadic b)
    {
        var shift = (int)Math.Max(0, Digits + b.Mantissa.GetBitLength() - a.Mantissa.GetBitLength());
        return new Dyadic((a.Mantissa << shift) / b.Mantissa, a.Exponent - b.Exponent - shift);
    }

    public static bool operator <(Dyadic a, Dyadic b) => a.CompareTo(b) < 0;

    public static bool operator >(Dyadic a, Dyadic b) => a.CompareTo(b) > 0;

    public static bool operator <=(Dyadic a, Dyadic b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Dyadic a, Dyadic b) => a.CompareTo(b) >= 0;

    public static Dyadic Abs(Dyadic a) => a with { Mantissa = BigInteger.Abs(a.Mantissa) };

    /// <summary>The square root of a number that is not negative, by Newton's method on whole numbers.</summary>
    public static Dyadic Sqrt(Dyadic a)
    {
        if (a.Mantissa.IsZero)
        {
            return a;
        }

        var shift = (int)Math.Max(0, (2 * Digits) - a.Mantissa.GetBitLength());
        shift += (a.Exponent - shift) & 1;
        var square = a.Mantissa << shift;
        var root = BigInteger.One << (int)((square.GetBitLength() / 2) + 1);
        for (var next = (root + (square / root)) >> 1; next < root; next = (root + (square / root)) >> 1)
        {
            root = next;
        }

        return new Dyadic(root, (a.Exponent - shift) / 2);
    }

    public int CompareTo(Dyadic other) => (this - other).Mantissa.Sign;

    /// <summary>Near enough to read.</summary>
    public override string ToString() => ((double)this).ToString("R", CultureInfo.InvariantCulture);
}
