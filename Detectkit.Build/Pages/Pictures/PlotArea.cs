using System.Globalization;

namespace Detectkit.Build.Pages.Pictures;

/// <summary>A rectangle of a picture, in user units, onto which points and values are mapped: the first of count points at its left, low at its bottom, high at its top.</summary>
internal sealed record PlotArea(double Left, double Top, double Width, double Height, int Count, double Low, double High)
{
    private static readonly int[] RoundMultiples = [1, 2, 5, 10];

    private static readonly (double Size, string Unit)[] LargeUnits = [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e4, "k")];

    public double Right => Left + Width;

    public double Bottom => Top + Height;

    /// <summary>Fractions are between points.</summary>
    public double X(double point) => Left + (Width * (point + 0.5) / Count);

    /// <summary>Cut to the area.</summary>
    public double Y(double value) => Math.Clamp(Bottom - (Height * (value - Low) / (High - Low)), Top, Bottom);

    /// <summary>A coordinate to a fraction of a pixel.</summary>
    public static string Number(double coordinate) => Math.Round(coordinate, 1).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Round values between the bottom and the top, rising, with as many decimals as tell them apart.</summary>
    public IEnumerable<(double Value, string Text)> Ticks(int most)
    {
        var raw = (High - Low) / most;
        var power = Math.Floor(Math.Log10(raw));
        var unit = Math.Pow(10, power);
        var step = RoundMultiples.Select(m => m * unit).First(s => s >= raw * 0.999);
        var decimals = (int)Math.Clamp(step >= 10 * unit ? -power - 1 : -power, 0, 12);
        var first = Math.Ceiling(Low / step);
        for (var i = first; i * step <= High && i <= first + most; i++)
        {
            // Adding zero turns the negative zero that rounding up from below leaves into the plain one.
            var tick = (i * step) + 0.0;
            yield return (tick, TickText(tick, decimals));
        }
    }

    private static string TickText(double tick, int decimals)
    {
        foreach (var (size, unit) in LargeUnits)
        {
            if (Math.Abs(tick) >= size)
            {
                return (tick / (unit == "k" ? 1e3 : size)).ToString("0.###", CultureInfo.InvariantCulture) + unit;
            }
        }

        return tick.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}

internal static class ValueRange
{
    /// <summary>What a vertical axis shows: all values, and as much of the bands as does not press them flat.</summary>
    public static (double Low, double High) Of(ReadOnlySpan<double> values, params IReadOnlyList<ReadOnlyMemory<double>> bands)
    {
        var (low, high) = Extremes(values);
        if (low > high)
        {
            return (0, 1);
        }

        var room = high > low ? (high - low) * 0.4 : Math.Max(Math.Abs(high), 1) * 0.1;
        var (bottom, top) = (low, high);
        foreach (var bound in bands)
        {
            var (least, greatest) = Extremes(bound.Span);
            bottom = Math.Min(bottom, Math.Max(least, low - room));
            top = Math.Max(top, Math.Min(greatest, high + room));
        }

        var margin = top > bottom ? (top - bottom) * 0.04 : room;
        return (bottom - margin, top + margin);
    }

    private static (double Low, double High) Extremes(ReadOnlySpan<double> values)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            if (double.IsFinite(value))
            {
                low = Math.Min(low, value);
                high = Math.Max(high, value);
            }
        }

        return (low, high);
    }
}
