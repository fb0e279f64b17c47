using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Engine.Tests.Statistics;
using Detectkit.Series;
using Detectkit.Statistics;

namespace Detectkit.Engine.Tests.Detectors;

/// <summary>
/// Checks a detector's bands by exact arithmetic over the windows of the definition, stage by stage: slope, centre and spread are each
/// held to their <see cref="Yardstick"/>, given what the stage before has found, because a centre's last bit may decide between tied
/// deviations of unequal weight, and then the spread jumps.
/// </summary>
internal sealed class ExactDetector(WindowedDetector detector, MetricSeries series)
{
    private readonly AgeWeights weighting = AgeWeighting.Of(detector, series.IntervalSeconds, series.Count).For(detector.WindowSize);
    private readonly double[] values = series.Values.ToArray();

    /// <summary>Checks which points have a band, and of some of them the band.</summary>
    /// <param name="looks">About how many.</param>
    public void Check(int looks)
    {
        using var analysis = new SeriesAnalysis(series);
        var bands = analysis.Bands(detector);
        var result = Detection.Detect(detector, analysis);
        var step = 1 + (values.Length / looks);
        for (var i = 0; i < values.Length; i++)
        {
            var members = MembersOf(i);
            if (double.IsNaN(values[i]) || members.Length < detector.MinSamples)
            {
                Assert.True(double.IsNaN(result.Lower[i]) && double.IsNaN(result.Upper[i]), $"at {i}: {members.Length} values give a band");
            }
            else if (i % step == 0)
            {
                var slope = bands.SlopeAt(i);
                CheckSlope(members, i, slope);
                var sample = members.Select(k => slope == 0 ? values[k] : values[k] + (slope * (i - k))).ToArray();
                var weights = members.Select(k => weighting.At(i - k)).ToArray();
                var isSame = Ranges(sample, weights, bands.CenterAt(i)).Any(r => r.Holds(result.Lower[i], result.Upper[i]));
                Assert.True(isSame, $"at {i}: band {result.Lower[i]:R} to {result.Upper[i]:R} of {members.Length} values");
            }
        }
    }

    private int[] MembersOf(int i) =>
        [.. Enumerable.Range(Math.Max(0, i - detector.WindowSize), Math.Min(i, detector.WindowSize)).Where(k => !double.IsNaN(values[k]))];

    private IEnumerable<BandRange> Ranges(double[] sample, double[] weights, double center)
    {
        switch (detector)
        {
            case MadDetector:
                Yardstick.Percentile(sample, weights, 0.5, center);

                // On a bound the band is computed again in the reference's order of operations, from a centre that differs in its last bits.
                foreach (var middle in new[] { center, WeightedStatistics.Median(sample, weights) })
                {
                    var deviations = sample.Select(v => Math.Abs(v - middle)).ToArray();
                    yield return new BandRange((middle, middle), (middle, middle), Yardstick.PercentileRange(deviations, weights, 0.5), detector.Threshold * WeightedStatistics.MadToSigma);
                }

                break;
            case IqrDetector:
                var (lower, upper) = (Yardstick.PercentileRange(sample, weights, 0.25), Yardstick.PercentileRange(sample, weights, 0.75));
                yield return new BandRange(lower, upper, (upper.Low - lower.High, upper.High - lower.Low), detector.Threshold);
                break;
            default:
                var (mean, magnitude) = ExactStatistics.Mean(sample, weights);
                var room = magnitude * Yardstick.Tolerance;
                yield return new BandRange((mean - room, mean + room), (mean - room, mean + room), Yardstick.DeviationRange(sample, weights), detector.Threshold);
                break;
        }
    }

    private void CheckSlope(int[] members, int i, double slope)
    {
        var middle = members.Length == 0 ? 0 : ((i - members[0]) + (i - members[^1])) / 2.0;
        var (old, recent) = (members.Where(k => i - k > middle).ToArray(), members.Where(k => i - k <= middle).ToArray());
        if (detector.Detrend == Detrend.None || members.Length < 4 || old.Length < 2 || recent.Length < 2)
        {
            Assert.Equal(0, slope);
            return;
        }

        var (before, after) = (MedianOf(old, i, k => values[k]), MedianOf(recent, i, k => values[k]));
        var (oldest, newest) = (MedianOf([.. old.Reverse()], i, k => i - k), MedianOf([.. recent.Reverse()], i, k => i - k));
        var (low, high) = (after.Low - before.High, after.High - before.Low);
        var (least, most) = (oldest.Low - newest.High, oldest.High - newest.Low);
        var room = ((Dyadic.Abs(low) + Dyadic.Abs(high)) * Yardstick.Tolerance) + (most * double.Epsilon);
        (low, high) = (low - room, high + room);
        Assert.True(
            (slope * least >= low || slope * most >= low) && (slope * least <= high || slope * most <= high),
            $"at {i}: slope {slope:R}, values rise by {low} to {high} in {least} to {most} points");
    }

    private (Dyadic Low, Dyadic High) MedianOf(int[] half, int i, Func<int, double> of) =>
        Yardstick.PercentileRange([.. half.Select(of)], [.. half.Select(k => weighting.At(i - k))], 0.5);

    /// <summary>What a band may be; without a spread where that must be infinite.</summary>
    private sealed record BandRange((Dyadic Low, Dyadic High) Bottom, (Dyadic Low, Dyadic High) Top, (Dyadic Low, Dyadic High)? Spread, double Threshold)
    {
        private const double LeastHalfWidth = 1e-10;

        public bool Holds(double lower, double upper)
        {
            if (Spread is not var (low, high))
            {
                return double.IsNegativeInfinity(lower) && double.IsPositiveInfinity(upper);
            }

            // No spread at all is a narrow band: where it cannot be told from one that has vanished, either will do.
            var (least, most) = (low * Threshold, high * Threshold);
            (least, most) = (low > Dyadic.Zero ? least : Dyadic.Zero, low > Dyadic.Zero || most > LeastHalfWidth ? most : LeastHalfWidth);
            var room = (Dyadic.Abs(Bottom.Low) + Dyadic.Abs(Top.High) + most) * Yardstick.Tolerance;
            return lower >= Bottom.Low - most - room && lower <= Bottom.High - least + room
                && upper >= Top.Low + least - room && upper <= Top.High + most + room;
        }
    }
}
