using Detectkit.Engine.Tests.Statistics;

namespace Detectkit.Engine.Tests.Detectors;

/// <summary>What a detector's statistics of one window may be.</summary>
/// <param name="Bottom">What the band's lower end is measured from: centre or lower quartile.</param>
/// <param name="Top">What its upper end is measured from: centre or upper quartile.</param>
/// <param name="Spread">The spread; null where it must be infinite.</param>
internal sealed record StatisticsRange((Dyadic Low, Dyadic High) Bottom, (Dyadic Low, Dyadic High) Top, (Dyadic Low, Dyadic High)? Spread)
{
    private const double LeastHalfWidth = 1e-10;

    // What an underflow costs a product or a ratio; and where a ratio overflows, or what it multiplies to.
    private const double LeastValue = 1e-323;
    private const double Overflowing = 1e300;

    private static readonly Dyadic One = 1.0;

    /// <summary>Whether one of them may be a ratio to next to nothing, and infinite.</summary>
    public bool MayOverflow { get; private init; }

    /// <summary>Whether a band may be that of these statistics.</summary>
    /// <param name="factor">The half-width of a band per unit of spread.</param>
    /// <param name="lower">The lower end.</param>
    /// <param name="upper">The upper end.</param>
    public bool Holds(double factor, double lower, double upper)
    {
        if (Spread is not var (low, high))
        {
            return double.IsNegativeInfinity(lower) && double.IsPositiveInfinity(upper);
        }

        if (!double.IsFinite(lower) || !double.IsFinite(upper))
        {
            return MayOverflow;
        }

        // No spread at all is a narrow band: where it cannot be told from one that has vanished, either will do.
        var (least, most) = (low * factor, high * factor);
        (least, most) = (low > Dyadic.Zero ? least : Dyadic.Zero, low > Dyadic.Zero || most > LeastHalfWidth ? most : LeastHalfWidth);
        var room = ((Dyadic.Abs(Bottom.Low) + Dyadic.Abs(Top.High) + most) * Yardstick.Tolerance) + LeastValue;
        bool IsBottom(double end) => end >= Bottom.Low - most - room && end <= Bottom.High - least + room;
        bool IsTop(double end) => end >= Top.Low + least - room && end <= Top.High + most + room;

        // Quartiles have each their own ratio in a season, which may turn the band over.
        return (IsBottom(lower) && IsTop(upper)) || (IsTop(lower) && IsBottom(upper));
    }

    /// <summary>
    /// What these statistics of a whole window may become when each group multiplies them by the ratio of its own to theirs. Where a ratio
    /// is to a number that cannot be told from nothing, or leaves the range of a double, nothing is known of the product: null.
    /// </summary>
    public IEnumerable<StatisticsRange?> AdjustedBy(StatisticsRange[] groups)
    {
        if (groups.Length == 0)
        {
            return [this];
        }

        if (Spread is not { } spread || groups.Any(g => g.Spread is null))
        {
            return [null];
        }

        return from bottom in Products(Bottom, [.. groups.Select(g => g.Bottom)])
            from top in Products(Top, [.. groups.Select(g => g.Top)])
            from width in Products(spread, [.. groups.Select(g => g.Spread!.Value)])
            select bottom is { } b && top is { } t && width is { } w
                ? new StatisticsRange(b.Range, t.Range, w.Range) { MayOverflow = b.MayOverflow || t.MayOverflow || w.MayOverflow }
                : null;
    }

    private static IEnumerable<((Dyadic Low, Dyadic High) Range, bool MayOverflow)?> Products((Dyadic Low, Dyadic High) whole, (Dyadic Low, Dyadic High)[] groups)
    {
        // Nothing has no ratio: it stays as it is. What may be nothing may also be the least double, and a ratio to it infinite.
        var isNothing = whole.Low <= Dyadic.Zero && whole.High >= Dyadic.Zero;
        if (isNothing)
        {
            yield return (whole, false);
        }

        if (!isNothing)
        {
            yield return Product(whole, groups) is { } product ? (product, false) : null;
        }
        else if (whole.Low < whole.High)
        {
            yield return groups.Length == 1 ? (groups[0], true) : null;
        }
    }

    // The first group's ratio takes the whole window's statistic out of the product.
    private static (Dyadic Low, Dyadic High)? Product((Dyadic Low, Dyadic High) whole, (Dyadic Low, Dyadic High)[] groups)
    {
        var ends = new[] { Dyadic.Abs(whole.Low), Dyadic.Abs(whole.High) };
        var (product, room) = (groups[0], LeastValue * (One + ends.Max()));
        for (var g = 0; g < groups.Length; g++)
        {
            var (low, high) = groups[g];
            var ratio = (Dyadic.Abs(low) > Dyadic.Abs(high) ? Dyadic.Abs(low) : Dyadic.Abs(high)) / ends.Min();
            room *= One + ratio;
            if (g > 0)
            {
                Dyadic[] products = [.. from a in new[] { product.Low, product.High } from b in new[] { low, high } from c in new[] { whole.Low, whole.High } select a * b / c];
                product = (products.Min(), products.Max());
            }

            if (ratio > Overflowing || Dyadic.Abs(product.Low) > Overflowing || Dyadic.Abs(product.High) > Overflowing)
            {
                return null;
            }
        }

        return product.Low.Mantissa.IsZero && product.High.Mantissa.IsZero ? product : (product.Low - room, product.High + room);
    }
}
