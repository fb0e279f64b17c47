namespace Detectkit.Build.Pages.Packing;

/// <summary>A series of numbers with gaps as a page carries it: multiples of a round step, so that readouts show round numbers.</summary>
/// <param name="Count">How many points, gaps included.</param>
/// <param name="Offset">The value that multiple 0 stands for.</param>
/// <param name="Step">1, 2 or 5 times a power of ten.</param>
/// <param name="Gaps">Points without a finite value, as pairs of start and length.</param>
/// <param name="Multiples">Those of the other points, packed by <see cref="PackedIntegers"/>.</param>
internal sealed record PackedSeries(int Count, double Offset, double Step, IReadOnlyList<int> Gaps, string Multiples)
{
    /// <summary>The finest steps, for values that a reader zooms into: at most a millionth of the usual spread.</summary>
    public const double Fine = 1e6;

    /// <summary>Steps of at most a thousandth of the usual spread, for a series that is only looked at.</summary>
    public const double Drawn = 1e3;

    /// <summary>Steps of at most a pixel of a tall chart, for the bounds of a band.</summary>
    public const double Outline = 400;

    private static readonly int[] RoundDigits = [1, 2, 5];

    /// <summary>Each value is off by at most half a step.</summary>
    /// <param name="values">What is not finite becomes a gap.</param>
    /// <param name="steps">How many steps the usual spread (between the 1st and the 99th percentile) has at least.</param>
    public static PackedSeries Pack(ReadOnlySpan<double> values, double steps)
    {
        var (gaps, finite) = SplitGaps(values);
        var (offset, step) = ChooseScale(finite, steps);
        var multiples = new long[finite.Length];
        for (var i = 0; i < finite.Length; i++)
        {
            var multiple = Math.Round((finite[i] - offset) / step, MidpointRounding.ToEven);
            multiples[i] = (long)Math.Clamp(multiple, -PackedIntegers.Limit, PackedIntegers.Limit);
        }

        return new PackedSeries(values.Length, offset, step, gaps, PackedIntegers.Pack(multiples));
    }

    private static (List<int> Gaps, double[] Finite) SplitGaps(ReadOnlySpan<double> values)
    {
        var gaps = new List<int>();
        var finite = new List<double>(values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsFinite(values[i]))
            {
                finite.Add(values[i]);
            }
            else if (gaps.Count > 0 && gaps[^2] + gaps[^1] == i)
            {
                gaps[^1]++;
            }
            else
            {
                gaps.AddRange([i, 1]);
            }
        }

        return (gaps, [.. finite]);
    }

    private static (double Offset, double Step) ChooseScale(double[] finite, double steps)
    {
        if (finite.Length == 0)
        {
            return (0, 1);
        }

        var sorted = (double[])finite.Clone();
        Array.Sort(sorted);
        var last = sorted.Length - 1;
        var spread = sorted[last - (last / 100)] - sorted[last / 100];
        spread = spread > 0 && double.IsFinite(spread) ? spread : sorted[last] - sorted[0];
        var median = sorted[sorted.Length / 2];

        // Below and above, powers of ten leave the range of a double; such a series is drawn as flat or cut, which its scale would hide anyway.
        if (!(spread / steps is > 1e-290 and < 1e290))
        {
            return (median, 1);
        }

        var exponent = (int)Math.Floor(Math.Log10(spread / steps));
        var power = Math.Pow(10, Math.Abs(exponent));
        var digit = RoundDigits.Last(d => d == 1 || Scaled(d) <= spread / steps);
        var step = Scaled(digit);

        // An offset that is itself a multiple of the step keeps every value a short decimal.
        var offset = Math.Round(median / step, MidpointRounding.ToEven) * step;
        return (double.IsFinite(offset) ? offset : median, step);

        double Scaled(int d) => exponent < 0 ? d / power : d * power;
    }
}
