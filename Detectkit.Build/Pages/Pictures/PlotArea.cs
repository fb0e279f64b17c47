using System.Globalization;

namespace Detectkit.Build.Pages.Pictures;

/// <summary>A rectangle of a picture onto which points and values are mapped.</summary>
/// <param name="Left">Left edge in user units.</param>
/// <param name="Top">Top edge.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
/// <param name="Count">Points along the width, at least 1.</param>
/// <param name="Low">The value at the bottom.</param>
/// <param name="High">The value at the top, above <paramref name="Low"/>.</param>
internal sealed record PlotArea(double Left, double Top, double Width, double Height, int Count, double Low, double High)
{
    private static readonly int[] RoundMultiples = [1, 2, 5, 10];

    /// <summary>The right edge.</summary>
    public double Right => Left + Width;

    /// <summary>The bottom edge.</summary>
    public double Bottom => Top + Height;

    /// <summary>Where a point lies; fractions are between points.</summary>
    /// <param name="point">The point.</param>
    /// <returns>The horizontal coordinate.</returns>
    public double X(double point) => Left + (Width * (point + 0.5) / Count);

    /// <summary>Where a value lies, cut to the area.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The vertical coordinate.</returns>
    public double Y(double value) => Math.Clamp(Bottom - (Height * (value - Low) / (High - Low)), Top, Bottom);

    /// <summary>A coordinate with one decimal, a fraction of a pixel.</summary>
    /// <param name="coordinate">The coordinate.</param>
    /// <returns>The text.</returns>
    public static string Number(double coordinate) => Math.Round(coordinate, 1).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Round values between the bottom and the top.</summary>
    /// <param name="most">How many at most, at least 2.</param>
    /// <returns>The values, rising, with the decimals that tell them apart.</returns>
    public (IReadOnlyList<double> Values, int Decimals) Ticks(int most)
    {
        var raw = (High - Low) / most;
        var power = Math.Floor(Math.Log10(raw));
        var unit = Math.Pow(10, power);
        var step = RoundMultiples.Select(m => m * unit).First(s => s >= raw * 0.999);
        var first = Math.Ceiling(Low / step);
        var ticks = new List<double>();
        for (var i = first; i * step <= High && ticks.Count <= most; i++)
        {
            // Adding zero turns the negative zero that rounding up from below leaves into the plain one.
            ticks.Add((i * step) + 0.0);
        }

        return (ticks, (int)Math.Clamp(step >= 10 * unit ? -power - 1 : -power, 0, 12));
    }
}
