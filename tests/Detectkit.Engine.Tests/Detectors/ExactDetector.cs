using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Engine.Tests.Statistics;
using Detectkit.Series;
using Detectkit.Statistics;

namespace Detectkit.Engine.Tests.Detectors;

/// <summary>
/// Checks a detector's bands by exact arithmetic over the windows of the definition, stage by stage: slope, centre and spread are each
/// held to their <see cref="Yardstick"/>, given what the stage before has found, because a centre's last bit may decide between tied
/// deviations of unequal weight, and then the spread jumps. Where values are clamped, windows hold the bounds that were found.
/// </summary>
internal sealed class ExactDetector(WindowedDetector detector, MetricSeries series, Buffers buffers)
{
    private readonly AgeWeights weighting = AgeWeighting.Of(detector, series.IntervalSeconds, series.Count).For(detector.WindowSize, buffers);
    private readonly double[] values = series.Values.ToArray();
    private readonly double factor = detector is MadDetector ? detector.Threshold * NormalDistribution.MadToSigma : detector.Threshold;
    private readonly SeasonalityColumn[][] seasons =
        [.. (detector.SeasonalityComponents ?? []).Select(c => c.Columns.Select(series.FindColumn).OfType<SeasonalityColumn>().ToArray()).Where(c => c.Length > 0)];

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
            var (lower, upper) = (result.Lower[i], result.Upper[i]);
            if (double.IsNaN(values[i]) || members.Length < detector.MinSamples)
            {
                Assert.True(double.IsNaN(lower) && double.IsNaN(upper), $"at {i}: {members.Length} values give a band");
            }
            else if (members.Any(k => !double.IsFinite(values[k])) && NaiveDetector.Band(detector, series, values, i) is var naive && !double.IsFinite(naive.Lower + naive.Upper))
            {
                Assert.Equal(naive, (lower, upper));
            }
            else if (i % step == 0)
            {
                var slope = bands.SlopeAt(i);
                CheckSlope(members, i, slope);
                var isSame = Ranges(members, i, slope, bands.CenterAt(i)).Any(r => r is null || r.Holds(factor, lower, upper));
                Assert.True(isSame, $"at {i}: band {lower:R} to {upper:R} of {members.Length} values");
            }

            if (detector.Stabilization == Stabilization.Clamp)
            {
                values[i] = values[i] < lower ? lower : values[i] > upper ? upper : values[i];
            }
        }
    }

    private int[] MembersOf(int i) =>
        [.. Enumerable.Range(Math.Max(0, i - detector.WindowSize), Math.Min(i, detector.WindowSize)).Where(k => !double.IsNaN(values[k]))];

    private IEnumerable<StatisticsRange?> Ranges(int[] members, int i, double slope, double center)
    {
        if (seasons.Length == 0)
        {
            return Ranges(members, i, slope, [center]);
        }

        var groups = seasons.Select(columns => members.Where(k => columns.All(c => c.Keys.Span[k] == c.Keys.Span[i])).ToArray());
        StatisticsRange[][] products = [[]];
        foreach (var group in groups.Where(g => g.Length >= detector.MinSamplesPerGroup))
        {
            var before = products;
            products = [.. Ranges(group, i, slope, []).SelectMany(own => before.Select(others => others.Append(own).ToArray()))];
        }

        return from whole in Ranges(members, i, slope, []) from own in products from adjusted in whole.AdjustedBy(own) select adjusted;
    }

    /// <param name="centers">The centre that was found; none where it is not known.</param>
    private IEnumerable<StatisticsRange> Ranges(int[] members, int i, double slope, double[] centers)
    {
        var sample = members.Select(k => slope == 0 ? values[k] : values[k] + (slope * (i - k))).ToArray();
        var weights = members.Select(k => weighting.At(i - k)).ToArray();
        switch (detector)
        {
            // Which exact arithmetic knows nothing of: a bound that seasons have multiplied beyond all doubles.
            case var _ when !sample.All(double.IsFinite):
                var plain = NaiveDetector.Statistics(detector, sample, weights);
                yield return new StatisticsRange((plain[0], plain[0]), (plain[^2], plain[^2]), (plain[^1], plain[^1]));
                break;
            case MadDetector when centers is [var center]:
                Yardstick.Percentile(sample, weights, 0.5, center);

                // On a bound the band is computed again in the reference's order of operations, from a centre that differs in its last bits.
                foreach (var middle in new[] { center, WeightedStatistics.Median(sample, weights) })
                {
                    yield return new StatisticsRange((middle, middle), (middle, middle), DeviationRange(sample, weights, middle));
                }

                break;
            case MadDetector:
                // Deviations that tie about one centre stand in one order about all that are less, and in the other about all that are more.
                var range = Yardstick.PercentileRange(sample, weights, 0.5);
                var width = range.High - range.Low;
                foreach (var middle in new[] { (double)range.Low, WeightedStatistics.Median(sample, weights), (double)((range.Low + range.High) * 0.5), (double)range.High })
                {
                    var (least, most) = DeviationRange(sample, weights, middle);
                    yield return new StatisticsRange(range, range, width.Mantissa.IsZero ? (least, most) : (least - width, most + width));
                }

                break;
            case IqrDetector:
                var (lower, upper) = (Yardstick.PercentileRange(sample, weights, 0.25), Yardstick.PercentileRange(sample, weights, 0.75));
                yield return new StatisticsRange(lower, upper, (upper.Low - lower.High, upper.High - lower.Low));
                break;
            default:
                var (mean, magnitude) = ExactStatistics.Mean(sample, weights);
                var room = magnitude * Yardstick.Tolerance;
                yield return new StatisticsRange((mean - room, mean + room), (mean - room, mean + room), Yardstick.DeviationRange(sample, weights));
                break;
        }
    }

    private static (Dyadic Low, Dyadic High) DeviationRange(double[] sample, double[] weights, double middle) =>
        Yardstick.PercentileRange([.. sample.Select(v => Math.Abs(v - middle))], weights, 0.5);

    private void CheckSlope(int[] members, int i, double slope)
    {
        var middle = members.Length == 0 ? 0 : ((i - members[0]) + (i - members[^1])) / 2.0;
        var (old, recent) = (members.Where(k => i - k > middle).ToArray(), members.Where(k => i - k <= middle).ToArray());
        if (detector.Detrend == Detrend.None || members.Length < 4 || old.Length < 2 || recent.Length < 2)
        {
            Assert.Equal(0, slope);
            return;
        }

        if (!members.All(k => double.IsFinite(values[k])))
        {
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
}
