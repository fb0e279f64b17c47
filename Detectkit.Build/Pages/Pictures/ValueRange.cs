namespace Detectkit.Build.Pages.Pictures;

/// <summary>What a vertical axis shows.</summary>
internal static class ValueRange
{
    /// <summary>All values, and as much of the bands as does not press them flat.</summary>
    /// <param name="values">The values, NaN where there is none.</param>
    /// <param name="bands">The bands' bounds.</param>
    /// <returns>Bottom and top, the top above the bottom.</returns>
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
