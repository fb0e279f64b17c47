namespace Detectkit.Series;

/// <summary>
/// Rows that lie long before all others, such as those of the stamp 0: with them a grid begins in 1970 and is nothing but gaps. They are
/// one row in a hundred at most, and the gap behind them is longer than all that follows it.
/// </summary>
internal static class EarlyRows
{
    private const int FewestRows = 20;
    private const int RowsPerEarlyOne = 100;

    /// <summary>The first stamp that is not among them.</summary>
    /// <param name="stamps">The rows' stamps, in any order, at least one.</param>
    /// <param name="step">The grid's step; rows without gaps need no closer look.</param>
    public static long FirstOfOthers(ReadOnlySpan<long> stamps, long step)
    {
        var (first, last) = (long.MaxValue, long.MinValue);
        foreach (var stamp in stamps)
        {
            (first, last) = (Math.Min(first, stamp), Math.Max(last, stamp));
        }

        if (stamps.Length < FewestRows || (last - first) / step < 2L * stamps.Length)
        {
            return first;
        }

        var sorted = stamps.ToArray();
        Array.Sort(sorted);
        for (var early = Math.Max(1, sorted.Length / RowsPerEarlyOne); early > 0; early--)
        {
            if (sorted[early] - sorted[early - 1] > last - sorted[early])
            {
                return sorted[early];
            }
        }

        return first;
    }
}
