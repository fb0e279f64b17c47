using System.Buffers;

namespace Detectkit.Statistics;

/// <summary>
/// Mean and standard deviation of every window of a <see cref="SlidingSample"/>, unweighted or under exponential weights. The
/// window is a queue of two halves: suffix moments of the older half are prepared when it is filled, the newer half grows by one
/// value at a time, and each answer merges the two. Nothing is subtracted, so the error does not depend on how far the window has
/// slid: it is that of one pass over at most w values. The mean carries its rounding error along, so that a large common offset costs no
/// digits. O(1) amortised per point.
/// </summary>
internal static class MomentsPass
{
    /// <summary>Runs the pass; outputs are indexed by grid point, windows without values are left alone.</summary>
    /// <param name="sample">The values and windows.</param>
    /// <param name="weights">Equal or exponential weights.</param>
    /// <param name="mean">Receives the means.</param>
    /// <param name="deviation">Receives the standard deviations.</param>
    public static void Run(SlidingSample sample, AgeWeights weights, Span<double> mean, Span<double> deviation)
    {
        var older = ArrayPool<SlidingMoments>.Shared.Rent(Math.Max(1, sample.Count));
        var (split, end) = (0, 0);
        var newer = default(SlidingMoments);
        var (values, grid) = (sample.Values, sample.GridIndex);
        var newest = 0;
        for (var p = 0; p < sample.Count; p++)
        {
            var (start, until) = (sample.Start[p], sample.End[p]);
            if (until <= start)
            {
                continue;
            }

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

            var merged = newer;
            if (start < split)
            {
                var suffix = older[start];
                suffix.Scale(weights.At(grid[end - 1] - grid[split - 1]));
                merged = SlidingMoments.Merge(suffix, newer);
            }

            mean[grid[p]] = merged.Mean;
            deviation[grid[p]] = merged.Deviation;
        }

        ArrayPool<SlidingMoments>.Shared.Return(older);
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
