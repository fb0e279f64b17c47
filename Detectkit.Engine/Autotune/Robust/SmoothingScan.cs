using System.Buffers;
using Detectkit.Autotune.Resampling;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;
using Detectkit.Statistics;

namespace Detectkit.Autotune.Robust;

/// <summary>The part of a search that one smoothing is: its statistics, and the scores of one configuration at a time. Nothing in it is shared with
/// another part, so that parts may run side by side.</summary>
internal sealed class SmoothingScan(SearchData data, LabelledBlocks blocks) : IDisposable
{
    private const int SecondsPerDay = 86_400;

    private readonly MetricSeries series = data.Series;
    private readonly AutotuneSettings settings = data.Settings;
    private readonly CountPool counts = new(blocks.Figures);
    private readonly double[] sigmas = ArrayPool<double>.Shared.Rent(data.Series.Count);
    private readonly double[] scores = ArrayPool<double>.Shared.Rent(data.Series.Count);
    private readonly int[] points = ArrayPool<int>.Shared.Rent(data.Series.Count);
    private readonly double[] peaks = ArrayPool<double>.Shared.Rent(Math.Max(1, blocks.Incidents));
    private readonly double[] repeatPeaks = ArrayPool<double>.Shared.Rent(Math.Max(1, blocks.Incidents));
    private readonly double[] repeated = ArrayPool<double>.Shared.Rent(data.Series.Count);
    private readonly double[] repeatScores = ArrayPool<double>.Shared.Rent(data.Series.Count);
    private readonly double[] thresholds = new double[RobustSpace.Allowances.Count];
    private WindowedDetector? measured;
    private int flaggable;

    public SeriesAnalysis Analysis { get; } = new(data.Series);

    private Span<double> Sigmas => sigmas.AsSpan(0, series.Count);

    private Span<double> Scores => scores.AsSpan(0, series.Count);

    // All that any threshold can flag.
    private ReadOnlySpan<int> Points => points.AsSpan(0, flaggable);

    private Span<double> Peaks => peaks.AsSpan(0, blocks.Incidents);

    /// <summary>Computes a detector's distances from the centre, and returns how many there are.</summary>
    public int Measure(WindowedDetector detector)
    {
        measured = detector;
        return SigmaScores.Fill(detector, Analysis, Sigmas);
    }

    /// <summary>Distances outside incidents.</summary>
    public int NormalScores()
    {
        var normal = 0;
        for (var i = 0; i < series.Count; i++)
        {
            normal += !blocks.Marked[i] && !double.IsNaN(sigmas[i]) ? 1 : 0;
        }

        return normal;
    }

    /// <summary>Turns the distances into the scores of an alert rule.</summary>
    public void Apply(RuleShape rule, DetectorType type)
    {
        rule.Score(Sigmas, settings.Direction, Floor(type), Scores);
        flaggable = 0;
        for (var i = 0; i < series.Count; i++)
        {
            points[flaggable] = i;
            flaggable += scores[i] > double.NegativeInfinity ? 1 : 0;
        }

        blocks.Peaks(Points, Scores, Peaks);
        RepeatPeaks(rule, type);
    }

    // An incident comes again at the same time on a later day, as long as the window still holds the first.
    private void RepeatPeaks(RuleShape rule, DetectorType type)
    {
        var day = Math.Max(1, SecondsPerDay / series.IntervalSeconds);
        for (var k = 0; k < blocks.Incidents; k++)
        {
            repeatPeaks[k] = double.NaN;
            var incident = blocks.Incident(k);
            var later = day * ((incident.Length / day) + 1);

            // A rule of several points looks at those before the incident too, as they are on that day.
            var before = Math.Min(rule.Points - 1, incident.Start + later);
            if (later >= measured!.WindowSize || incident.Start + later >= series.Count || before + incident.Length > series.Count
                || !SigmaScores.FillRepeated(measured, Analysis, incident, later, Sigmas, repeated.AsSpan(before, incident.Length)))
            {
                continue;
            }

            var values = repeated.AsSpan(0, before + incident.Length);
            Sigmas.Slice(incident.Start + later - before, before).CopyTo(values);
            var judged = repeatScores.AsSpan(0, values.Length);
            rule.Score(values, settings.Direction, Floor(type), judged);
            repeatPeaks[k] = double.NegativeInfinity;
            foreach (var score in judged[before..])
            {
                repeatPeaks[k] = Math.Max(repeatPeaks[k], score);
            }
        }
    }

    public double DefaultThreshold(int scored) => ThresholdSweep.Default(Scores, scored, settings.Robust.DefaultQuantile);

    /// <summary>Counts a configuration, whose rule is applied, at every threshold worth trying.</summary>
    public void Sweep(RobustConfiguration configuration, Func<RobustConfiguration, double, int?, ScoredThreshold> count, List<ScoredThreshold> found)
    {
        if (Pinned(settings, configuration.Type) is { } pinned)
        {
            found.Add(count(configuration, pinned, null));
            return;
        }

        var (low, high) = (settings.Robust.LowestThreshold, RobustSpace.HighestThreshold);
        ThresholdSweep.Lowest(Scores, blocks.Marked, low, RobustSpace.Allowances, thresholds);
        var previous = double.NaN;
        for (var a = 0; a < thresholds.Length; a++)
        {
            var threshold = Math.Clamp(thresholds[a], low, high);
            if (threshold != previous)
            {
                found.Add(count(configuration, threshold, RobustSpace.Allowances[a]));
            }

            previous = threshold;
        }
    }

    /// <summary>Counts a configuration, whose rule is applied, at a threshold.</summary>
    public ScoredThreshold Count(RobustConfiguration configuration, double threshold, int? allowance)
    {
        var counted = counts.Rent();
        blocks.Count(Points, Scores, threshold, counted.Span);
        for (var k = 0; k < blocks.Incidents; k++)
        {
            if (!double.IsNaN(repeatPeaks[k]))
            {
                blocks.SetRepeat(counted.Span, k, repeatPeaks[k] > threshold);
            }
        }

        var weakest = double.NaN;
        foreach (var peak in Peaks)
        {
            weakest = peak > threshold && !(weakest <= peak) ? peak : weakest;
        }

        return new ScoredThreshold(configuration, threshold, allowance, counted, blocks.Sum(counted.Span).Score(settings), weakest) { Measured = measured! };
    }

    public static double? Pinned(AutotuneSettings settings, DetectorType type) => settings.FixedParams.Find("threshold") switch
    {
        FloatValue { Value: > 0 } value => DetectorConfig.WindowOf(type).ToSigmas(value.Value),
        IntegerValue { Value: > 0 } value => DetectorConfig.WindowOf(type).ToSigmas(value.Value),
        _ => null,
    };

    public void Dispose()
    {
        Analysis.Dispose();
        counts.Dispose();
        ArrayPool<double>.Shared.Return(sigmas);
        ArrayPool<double>.Shared.Return(scores);
        ArrayPool<int>.Shared.Return(points);
        ArrayPool<double>.Shared.Return(repeated);
        ArrayPool<double>.Shared.Return(repeatScores);
        ArrayPool<double>.Shared.Return(peaks);
        ArrayPool<double>.Shared.Return(repeatPeaks);
    }

    /// <summary>Forgets the smoothing that was looked at: the next one asks for passes of its own.</summary>
    public void Restart() => Analysis.Clear();

    private double Floor(DetectorType type) =>
        Math.Min(Pinned(settings, type) ?? RobustSpace.DefaultThresholds.Low, RobustSpace.DefaultThresholds.Low) * 0.999;
}

/// <summary>Buffers for the counts of hundreds of thresholds, all alive until the choice is made.</summary>
internal sealed class CountPool(int figures) : IDisposable
{
    private const int PerBlock = 64;

    private readonly List<int[]> blocks = [];
    private int used = PerBlock;

    // All zero.
    public Memory<int> Rent()
    {
        if (used == PerBlock)
        {
            blocks.Add(ArrayPool<int>.Shared.Rent(Math.Max(1, PerBlock * figures)));
            used = 0;
        }

        var count = blocks[^1].AsMemory(used++ * figures, figures);
        count.Span.Clear();
        return count;
    }

    public void Dispose()
    {
        foreach (var block in blocks)
        {
            ArrayPool<int>.Shared.Return(block);
        }
    }
}
