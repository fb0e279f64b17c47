using Detectkit.Configuration;

namespace Detectkit.Detectors;

/// <summary>
/// Bands under <c>stabilization: clamp</c>: once a point is judged anomalous, later windows see the bound it violated instead of its
/// value. So every window hangs on the verdicts before it, and points are taken one after the other.
/// </summary>
internal static class ClampedPass
{
    /// <summary>Fills in the bands and, where a trend is taken out, its slope by grid point.</summary>
    public static void Run(
        BandStatistics bands, double[]? trend, Lookback whole, IReadOnlyList<Lookback> seasons, WindowedDetector detector, BoundArbiter arbiter)
    {
        var windows = whole.Sample;
        for (var p = 0; p < windows.Count; p++)
        {
            var i = windows.GridIndex[p];
            if (whole.CountAt(i) < detector.MinSamples)
            {
                continue;
            }

            var slope = trend is null ? 0 : trend[i] = whole.SlopeAt(i);
            var (first, second) = whole.At(i, slope);
            bands.StartAt(i, first, second);
            foreach (var season in seasons)
            {
                if (season.CountAt(i) >= detector.MinSamplesPerGroup)
                {
                    var (groupFirst, groupSecond) = season.At(i, slope);
                    bands.MultiplyAt(i, first, second, groupFirst, groupSecond);
                }
            }

            var (lower, upper) = arbiter.BandAt(bands, p);
            var value = bands.Source.Values[i];
            if (value < lower || value > upper)
            {
                var bound = value < lower ? lower : upper;
                whole.Replace(i, bound);
                foreach (var season in seasons)
                {
                    season.Replace(i, bound);
                }
            }
        }
    }
}
