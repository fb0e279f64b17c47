namespace Detectkit.Statistics.Sliding;

/// <summary>
/// The window of <see cref="MomentsPass"/>, a queue of two halves: suffix moments of the older half are prepared when it is filled,
/// the newer half grows by one value at a time, and each answer merges the two. Nothing is subtracted, so the error does not depend
/// on how far the window has slid: it is that of one pass over at most w values. The mean carries its rounding error along, so that a large
/// common offset costs no digits. Values are read once the window reaches them, so those ahead may still change.
/// </summary>
internal struct MomentsQueue
{
    private int split;
    private int end;
    private int newest;
    private SlidingMoments newer;

    /// <summary>The moments of a position's window, which holds a value and does not lie before the last one.</summary>
    /// <param name="sample">The values and windows.</param>
    /// <param name="weights">Equal or exponential weights.</param>
    /// <param name="older">Room for a suffix per position; queues over different sequences of one sample may share it.</param>
    /// <param name="position">The position.</param>
    public SlidingMoments SlideTo(SlidingSample sample, AgeWeights weights, SlidingMoments[] older, int position)
    {
        var (values, grid) = (sample.Values, sample.GridIndex);
        var (start, until) = (sample.Start[position], sample.End[position]);
        if (start >= end)
        {
            // The window has left everything behind it: a new sequence, or the far side of a gap.
            (split, end, newer) = (start, start, default);
        }

        for (; end < until; end++)
        {
            if (newer.Weight > 0)
            {
                newer.Scale(weights.At(grid[end] - newest));
            }

            newest = grid[end];
            newer.Add(values[end], 1);
        }

        if (start >= split)
        {
            Fill(older, start, end, values, grid, weights);
            (split, newer) = (end, default);
        }

        if (start >= split)
        {
            return newer;
        }

        var suffix = older[start];
        suffix.Scale(weights.At(grid[end - 1] - grid[split - 1]));
        return SlidingMoments.Merge(suffix, newer);
    }

    // Moments of [i, end) for every i, weights relative to the last value.
    private static void Fill(SlidingMoments[] older, int start, int end, double[] values, int[] grid, AgeWeights weights)
    {
        var moments = default(SlidingMoments);
        var last = grid[end - 1];
        for (var i = end - 1; i >= start; i--)
        {
            moments.Add(values[i], weights.At(last - grid[i]));
            older[i] = moments;
        }
    }
}
