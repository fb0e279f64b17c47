using Detectkit.Statistics;
using Detectkit.Statistics.Sliding;

namespace Detectkit.Engine.Tests.Statistics;

/// <summary>One window of a sample as the definition sees it.</summary>
/// <param name="At">Its grid point.</param>
/// <param name="Values">Its values, oldest first.</param>
/// <param name="Weights">Their weights.</param>
internal sealed record WindowLook(int At, double[] Values, double[] Weights)
{
    /// <summary>About as many windows as are asked for, spread over the sample, those without values left out.</summary>
    /// <param name="slopes">Per grid point the trend that is taken out, or empty.</param>
    public static IEnumerable<WindowLook> Some(SlidingSample sample, AgeWeights weights, int count, double[]? slopes = null)
    {
        var step = 1 + (sample.Count / count);
        for (var p = sample.Count - 1; p >= 0; p -= step)
        {
            var (start, end, at) = (sample.Start[p], sample.End[p], sample.GridIndex[p]);
            if (start < end)
            {
                var (slope, members) = (slopes?[at] ?? 0, Enumerable.Range(start, end - start).ToArray());
                yield return new WindowLook(
                    at,
                    [.. members.Select(m => slope == 0 ? sample.Values[m] : sample.Values[m] + (slope * (at - sample.GridIndex[m])))],
                    [.. members.Select(m => weights.At(at - sample.GridIndex[m]))]);
            }
        }
    }

    /// <summary>Absolute deviations from a centre, which are doubles: some that differ round to one.</summary>
    public double[] DeviationsFrom(double center) => [.. Values.Select(v => Math.Abs(v - center))];
}
