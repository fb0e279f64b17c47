using System.Globalization;
using System.Numerics;

namespace Detectkit.Statistics;

/// <summary>Fixed-point text rounded half to even on the exact binary value, as Python's <c>.3f</c> does; .NET rounds ties away from zero.</summary>
internal static class FixedNotation
{
    private const int MantissaBits = 52;
    private const int ExponentBias = 1075;
    private const int MostNarrowDigits = 19;
    private const int WidestNarrow = 128;

    /// <summary>Culture-free; <c>nan</c>, <c>inf</c> and <c>-inf</c> where it is no number.</summary>
    public static string Format(double value, int digits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(digits);
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        var bits = BitConverter.DoubleToInt64Bits(value);
        var biased = (int)((bits >> MantissaBits) & 0x7FF);
        var mantissa = (bits & ((1L << MantissaBits) - 1)) | (biased == 0 ? 0 : 1L << MantissaBits);
        var exponent = Math.Max(biased, 1) - ExponentBias;
        var text = exponent < 0 && digits <= MostNarrowDigits ? Narrow((ulong)mantissa, exponent, digits) : Wide(mantissa, exponent, digits);
        text = text.PadLeft(digits + 1, '0');
        var sign = bits < 0 ? "-" : "";
        return digits == 0 ? sign + text : sign + text[..^digits] + "." + text[^digits..];
    }

    // 53 bits of mantissa and the power of ten fit into 128 bits.
    private static string Narrow(ulong mantissa, int exponent, int digits)
    {
        UInt128 scaled = mantissa;
        for (var digit = 0; digit < digits; digit++)
        {
            scaled *= 10;
        }

        if (-exponent >= WidestNarrow)
        {
            return "0";
        }

        var quotient = scaled >> -exponent;
        var remainder = scaled - (quotient << -exponent);
        var half = UInt128.One << (-exponent - 1);
        var isUp = remainder > half || (remainder == half && UInt128.IsOddInteger(quotient));
        return (quotient + (isUp ? 1u : 0u)).ToString(CultureInfo.InvariantCulture);
    }

    private static string Wide(long mantissa, int exponent, int digits)
    {
        var scaled = mantissa * BigInteger.Pow(10, digits);
        return (exponent >= 0 ? scaled << exponent : RoundHalfEven(scaled, -exponent)).ToString(CultureInfo.InvariantCulture);
    }

    private static BigInteger RoundHalfEven(BigInteger value, int shift)
    {
        var quotient = value >> shift;
        var remainder = value - (quotient << shift);
        var half = BigInteger.One << (shift - 1);
        return remainder > half || (remainder == half && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}
