using System.Buffers;

namespace Detectkit.Statistics.Sliding;

/// <summary>
/// Mean and standard deviation of every window of a <see cref="SlidingSample"/>, unweighted or under exponential weights; O(1)
/// amortised per point.
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

        ArrayPool<SlidingMoments>.Shared.Return(older);
    }
}
