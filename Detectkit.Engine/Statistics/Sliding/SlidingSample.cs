namespace Detectkit.Statistics.Sliding;

/// <summary>
/// A sequence of values in time order with one window per position: the values [Start[p], End[p]) are the sample that position p
/// looks back on. A window nobody asks for is empty, at its own position; the bounds of the others never fall. Several sequences (the
/// groups of a season) may follow each other, windows never reaching across. Arrays may be longer than <see cref="Count"/>: they are pooled.
/// </summary>
internal sealed class SlidingSample(int count, double[] values, int[] gridIndex, int[] sorted, int[] start, int[] end, Buffers buffers)
{
    // 2^1000: the sum of as many values as fit into an array stays finite.
    private const double LargestValue = 1.0715086071862673e301;

    // 2^460: so does the sum of as many squares, of values that a trend has moved too.
    private const double LargestSquared = 2.977131414714805e138;

    private RankedChunks? chunks;

    public int Count { get; } = count;

    public int Longest
    {
        get
        {
            var longest = 0;
            for (var p = 0; p < Count; p++)
            {
                longest = Math.Max(longest, End[p] - Start[p]);
            }

            return longest;
        }
    }

    /// <summary>The chunks of windows with their ranks, which passes of any kind share.</summary>
    public RankedChunks Chunks => chunks ??= RankedChunks.Plan(this, buffers);

    public double[] Values { get; } = values;

    public int[] GridIndex { get; } = gridIndex;

    /// <summary>Positions in ascending order of value; equal values of one sequence in time order.</summary>
    public int[] Sorted { get; } = sorted;

    public int[] Start { get; } = start;

    public int[] End { get; } = end;

    /// <summary>Whether the statistics cannot overflow on the way; infinite values (relative changes from zero) make NaN of differences.</summary>
    public bool IsSummable(StatisticsKind kind) => AreSummable(Values.AsSpan(0, Count), kind);

    public static bool AreSummable(ReadOnlySpan<double> values, StatisticsKind kind)
    {
        var largest = kind.IsRanked() ? LargestValue : LargestSquared;
        foreach (var value in values)
        {
            if (!(Math.Abs(value) <= largest))
            {
                return false;
            }
        }

        return true;
    }
}
