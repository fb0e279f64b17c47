using Detectkit.Statistics.Sliding;

namespace Detectkit.Statistics.Direct;

/// <summary>
/// Statistics of every window computed from its values one window at a time: for detrended windows, whose order differs at every
/// point, for linear weights, and for values or weights outside the sliding passes' range. O(w) per point.
/// </summary>
internal static class DirectPass
{
    /// <summary>Runs the pass; outputs are indexed by grid point, windows without values are left alone.</summary>
    /// <param name="sample">The values and windows.</param>
    /// <param name="weights">The weights by age.</param>
    /// <param name="slopes">Per grid point the trend that is taken out of its window, or empty.</param>
    /// <param name="kind">What to compute.</param>
    /// <param name="first">Receives median, mean or lower quartile.</param>
    /// <param name="second">Receives median absolute deviation, standard deviation or upper quartile.</param>
    public static void Run(
        SlidingSample sample, AgeWeights weights, ReadOnlySpan<double> slopes, StatisticsKind kind, Span<double> first, Span<double> second)
    {
        var longest = 1;
        for (var p = 0; p < sample.Count; p++)
        {
            longest = Math.Max(longest, sample.End[p] - sample.Start[p]);
        }

        using var window = new DirectWindow(sample, weights, longest);
        for (var p = 0; p < sample.Count; p++)
        {
            if (sample.End[p] <= sample.Start[p])
            {
                continue;
            }

            var at = sample.GridIndex[p];
            var (a, b) = window.Compute(kind, sample.Start[p], sample.End[p], at, slopes.IsEmpty ? 0 : slopes[at]);
            first[at] = a;
            if (!second.IsEmpty)
            {
                second[at] = b;
            }
        }
    }
}
