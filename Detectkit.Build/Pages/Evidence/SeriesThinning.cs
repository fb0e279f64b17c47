using Detectkit.Build.Pages.Pictures;
using Detectkit.Series;

namespace Detectkit.Build.Pages.Evidence;

/// <summary>
/// Makes a long series short enough for a page of many metrics: of every stretch of points the least and the greatest value stay, in their
/// order, so that no spike is lost. With a factor of 1 everything stays.
/// </summary>
/// <param name="Factor">Points that become one, at least 1.</param>
internal sealed record SeriesThinning(int Factor)
{
    public static SeriesThinning ToFit(int count, int limit) => new(Math.Max(1, (int)Math.Ceiling((double)count / limit)));

    public double[] Values(ReadOnlySpan<double> values)
    {
        if (Factor == 1)
        {
            return values.ToArray();
        }

        var thinned = new double[Place(values.Length)];
        for (var i = 0; i < thinned.Length; i += 2)
        {
            var part = values[Math.Min(i * Factor, values.Length)..Math.Min((i + 2) * Factor, values.Length)];
            var (least, greatest) = SeriesPath.Extremes(part);
            thinned[i] = least < 0 ? double.NaN : part[Math.Min(least, greatest)];
            if (i + 1 < thinned.Length)
            {
                thinned[i + 1] = least < 0 ? double.NaN : part[Math.Max(least, greatest)];
            }
        }

        return thinned;
    }

    /// <summary>The widest bound in each stretch.</summary>
    public double[] Bound(ReadOnlySpan<double> bound, bool isUpper)
    {
        if (Factor == 1)
        {
            return bound.ToArray();
        }

        var thinned = new double[Place(bound.Length)];
        for (var i = 0; i < thinned.Length; i++)
        {
            thinned[i] = double.NaN;
            foreach (var value in bound[(i * Factor)..Math.Min((i + 1) * Factor, bound.Length)])
            {
                var isWider = isUpper ? value > thinned[i] : value < thinned[i];
                thinned[i] = double.IsNaN(thinned[i]) || isWider ? value : thinned[i];
            }
        }

        return thinned;
    }

    /// <summary>The range that covers it; of none an empty one.</summary>
    public PointRange Range(PointRange range) =>
        range.Length <= 0 ? default : new PointRange(range.Start / Factor, Math.Max((range.Start / Factor) + 1, Place(range.End)));

    private int Place(int point) => (point + Factor - 1) / Factor;
}
