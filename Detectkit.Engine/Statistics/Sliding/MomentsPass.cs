namespace Detectkit.Statistics.Sliding;

/// <summary>
/// Mean and standard deviation of every window of a <see cref="SlidingSample"/>, unweighted or under exponential weights; O(1)
/// amortised per point.
/// </summary>
internal static class MomentsPass
{
    public static void Run(SlidingSample sample, AgeWeights weights, Span<double> mean, Span<double> deviation)
    {
        using var scratch = new Buffers();
        var older = scratch.Rent<SlidingMoments>(sample.Count);
        var queue = default(MomentsQueue);
        for (var p = 0; p < sample.Count; p++)
        {
            if (sample.End[p] > sample.Start[p])
            {
                var moments = queue.SlideTo(sample, weights, older, p);
                mean[sample.GridIndex[p]] = moments.Mean;
                deviation[sample.GridIndex[p]] = moments.Deviation;
            }
        }
    }
}

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

    /// <summary>
    /// The moments of a position's window, which holds a value and does not lie before the last one. Queues over different sequences of one
    /// sample may share the older moments, one per position.
    /// </summary>
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
