using System.Buffers;
using Detectkit.Autotune.Resampling;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;
using Detectkit.Statistics;

namespace Detectkit.Autotune.Robust;

/// <summary>
/// The part of a search that one smoothing is: its statistics, and the scores of one configuration at a time. Nothing in it is shared with
/// another part, so that parts may run side by side.
/// </summary>
internal sealed class SmoothingScan(MetricSeries series, LabelledBlocks ground, AutotuneSettings settings, CountPool room) : IDisposable
{
    private const int SecondsPerDay = 86_400;

    private readonly SeriesAnalysis analysis = new(series);
    private readonly double[] sigmas = SeriesColumns.Numbers.Rent(series.Count);
    private readonly double[] scores = SeriesColumns.Numbers.Rent(series.Count);
    private readonly int[] points = SeriesColumns.Indices.Rent(series.Count);
    private readonly double[] peaks = ArrayPool<double>.Shared.Rent(Math.Max(1, ground.Incidents));
    private readonly double[] repeatPeaks = ArrayPool<double>.Shared.Rent(Math.Max(1, ground.Incidents));
    private readonly double[] repeated = SeriesColumns.Numbers.Rent(series.Count);
    private readonly double[] repeatScores = SeriesColumns.Numbers.Rent(series.Count);
    private readonly double[] thresholds = new double[RobustSpace.Allowances.Count];
    private WindowedDetector? measured;
    private int flaggable;

    /// <summary>The statistics of the series.</summary>
    public SeriesAnalysis Analysis => analysis;

    private Span<double> Sigmas => sigmas.AsSpan(0, series.Count);

    private Span<double> Scores => scores.AsSpan(0, series.Count);

    // All that any threshold can flag.
    private ReadOnlySpan<int> Points => points.AsSpan(0, flaggable);

    private Span<double> Peaks => peaks.AsSpan(0, ground.Incidents);

    /// <summary>Computes a detector's distances from the centre, and returns how many there are.</summary>
    public int Measure(WindowedDetector detector)
    {
        measured = detector;
        return SigmaScores.Fill(detector, analysis, Sigmas);
    }

    /// <summary>Distances outside incidents.</summary>
    public int NormalScores()
    {
        var normal = 0;
        for (var i = 0; i < series.Count; i++)
        {
            normal += !ground.Marked[i] && !double.IsNaN(sigmas[i]) ? 1 : 0;
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

        ground.Peaks(Points, Scores, Peaks);
        RepeatPeaks(rule, type);
    }

    // An incident comes again at the same time on a later day, as long as the window still holds the first.
    private void RepeatPeaks(RuleShape rule, DetectorType type)
    {
        var day = Math.Max(1, SecondsPerDay / series.IntervalSeconds);
        for (var k = 0; k < ground.Incidents; k++)
        {
            repeatPeaks[k] = double.NaN;
            var incident = ground.Incident(k);
            var later = day * ((incident.Length / day) + 1);

            // A rule of several points looks at those before the incident too, as they are on that day.
            var before = Math.Min(rule.Points - 1, incident.Start + later);
            if (later >= measured!.WindowSize || incident.Start + later >= series.Count || before + incident.Length > series.Count
                || !SigmaScores.FillRepeated(measured, analysis, incident, later, Sigmas, repeated.AsSpan(before, incident.Length)))
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

    /// <summary>The threshold that the scores themselves suggest.</summary>
    public double DefaultThreshold(int scored) => Robust.DefaultThreshold.Of(Scores, scored, settings.Robust.DefaultQuantile);

    /// <summary>Counts a configuration, whose rule is applied, at every threshold worth trying.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="count">How it is counted.</param>
    /// <param name="found">Receives what was counted.</param>
    public void Sweep(RobustConfiguration configuration, Func<RobustConfiguration, double, int?, ScoredThreshold> count, List<ScoredThreshold> found)
    {
        if (Pinned(settings, configuration.Type) is { } pinned)
        {
            found.Add(count(configuration, pinned, null));
            return;
        }

        var (low, high) = (settings.Robust.LowestThreshold, RobustSpace.HighestThreshold);
        ThresholdSweep.Lowest(Scores, ground.Marked, low, RobustSpace.Allowances, thresholds);
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
        var counts = room.Take();
        ground.Count(Points, Scores, threshold, counts.Span);
        for (var k = 0; k < ground.Incidents; k++)
        {
            if (!double.IsNaN(repeatPeaks[k]))
            {
                ground.SetRepeat(counts.Span, k, repeatPeaks[k] > threshold);
            }
        }

        var weakest = double.NaN;
        foreach (var peak in Peaks)
        {
            weakest = peak > threshold && !(weakest <= peak) ? peak : weakest;
        }

        return new ScoredThreshold(configuration, threshold, allowance, counts, ground.Sum(counts.Span).Score(settings), weakest) { Measured = measured! };
    }

    /// <summary>The pinned threshold in standard deviations, or null.</summary>
    public static double? Pinned(AutotuneSettings settings, DetectorType type) => settings.FixedParams.Find("threshold") switch
    {
        FloatValue { Value: > 0 } value => DetectorConfig.WindowOf(type).ToSigmas(value.Value),
        IntegerValue { Value: > 0 } value => DetectorConfig.WindowOf(type).ToSigmas(value.Value),
        _ => null,
    };

    public void Dispose()
    {
        analysis.Dispose();
        SeriesColumns.Numbers.Return(sigmas);
        SeriesColumns.Numbers.Return(scores);
        SeriesColumns.Indices.Return(points);
        SeriesColumns.Numbers.Return(repeated);
        SeriesColumns.Numbers.Return(repeatScores);
        ArrayPool<double>.Shared.Return(peaks);
        ArrayPool<double>.Shared.Return(repeatPeaks);
    }

    /// <summary>Forgets the smoothing that was looked at: the next one asks for passes of its own.</summary>
    public void Restart() => analysis.Clear();

    private double Floor(DetectorType type) =>
        Math.Min(Pinned(settings, type) ?? RobustSpace.DefaultThresholds.Low, RobustSpace.DefaultThresholds.Low) * 0.999;
}
