using System.Globalization;
using System.Text;

namespace Detectkit.Statistics;

/// <summary>Floating-point numbers as Python writes them.</summary>
internal static class PythonNumber
{
    private const int LeastFixedExponent = -4;
    private const int LeastExponential = 16;
    private const double LeastFixed = 1e-4;
    private const double LeastWithExponent = 1e16;

    /// <summary>
    /// The shortest text that reads back as the same number: <c>2.5</c>, <c>3.0</c>; in exponent form below 1e-4 and from 1e16
    /// (<c>1e-05</c>, <c>1e+16</c>).
    /// </summary>
    public static string Repr(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        if (Math.Abs(value) is >= LeastFixed and < LeastWithExponent && !shortest.Contains('E', StringComparison.Ordinal))
        {
            return shortest.Contains('.', StringComparison.Ordinal) ? shortest : shortest + ".0";
        }

        var sign = shortest[0] == '-' ? "-" : "";
        var (digits, exponent) = Split(shortest.TrimStart('-'));
        if (digits.Length == 0)
        {
            return sign + "0.0";
        }

        if (exponent < LeastFixedExponent || exponent >= LeastExponential)
        {
            var fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return sign + digits[0] + fraction + "e" + (exponent < 0 ? "-" : "+") + Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);
        }

        if (exponent < 0)
        {
            return sign + "0." + new string('0', -exponent - 1) + digits;
        }

        var padded = digits.PadRight(exponent + 2, '0');
        return sign + padded[..(exponent + 1)] + "." + padded[(exponent + 1)..];
    }

    // Significant digits without zeros at either end, and the decimal exponent of the first.
    private static (string Digits, int Exponent) Split(string text)
    {
        var at = text.IndexOf('E', StringComparison.Ordinal);
        var power = at < 0 ? 0 : int.Parse(text.AsSpan(at + 1), CultureInfo.InvariantCulture);
        var mantissa = at < 0 ? text : text[..at];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? mantissa.Length : point;
        var digits = new StringBuilder(mantissa).Replace(".", "").ToString();
        var leading = digits.Length - digits.TrimStart('0').Length;
        return (digits.Trim('0'), whole - leading - 1 + power);
    }
}
