using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;

namespace Detectkit.Autotune.Robust;

/// <summary>Scores every configuration of a grid: one pass per window and smoothing gives the scores from which all thresholds follow.</summary>
internal sealed class RobustSearch(MetricSeries series, RobustGrid grid, TrainingGround ground, AutotuneSettings settings, CancellationToken cancellation)
{
    private readonly double[] sigmas = new double[series.Count];
    private readonly double[] scores = new double[series.Count];
    private readonly bool[] alerts = new bool[series.Count];
    private readonly List<ScoredThreshold> found = [];
    private readonly double[] thresholds = new double[RobustSpace.Allowances.Count];

    /// <summary>What a search found.</summary>
    /// <param name="Default">The default, which labels have no part in.</param>
    /// <param name="Scored">Points at which the default has a score.</param>
    /// <param name="IsScorable">Whether there are enough scores outside incidents to compare anything.</param>
    /// <param name="Candidates">Every configuration at every threshold worth trying, in order.</param>
    public sealed record Outcome(ScoredThreshold Default, int Scored, bool IsScorable, IReadOnlyList<ScoredThreshold> Candidates);

    /// <summary>Runs the search; without labels the default is all there is to it.</summary>
    /// <param name="isSupervised">Whether there are labels.</param>
    /// <param name="failure">Why no configuration is viable.</param>
    public Outcome? Run(bool isSupervised, out string? failure)
    {
        failure = null;
        ScoredThreshold? standard = null;
        var defaultScored = 0;
        var isScorable = isSupervised;
        foreach (var smoothing in grid.Smoothings)
        {
            // A fresh analysis each, so that its arrays go back to the pool.
            using var analysis = new SeriesAnalysis(series);
            foreach (var type in grid.Types)
            {
                foreach (var (history, season) in grid.Windows())
                {
                    cancellation.ThrowIfCancellationRequested();
                    var shape = new RobustConfiguration(type, history, smoothing, season, grid.Rules[0]);
                    var reading = DetectorParameters.Read(type, grid.Parameters(shape, RobustSpace.FallbackThreshold));
                    if (reading.Detector is not WindowedDetector detector)
                    {
                        failure ??= reading.Faults.Count > 0 ? reading.Faults[0].Message : "not a windowed detector";
                        continue;
                    }

                    var scored = SigmaScores.Fill(detector, analysis, sigmas);
                    foreach (var rule in grid.Rules)
                    {
                        var configuration = shape with { Rule = rule };
                        rule.Score(sigmas, settings.Direction, Floor(type), scores);
                        if (standard is null)
                        {
                            standard = Count(configuration, Pinned(type) ?? Rounded(DefaultThreshold.Of(scores, scored, settings.Robust.DefaultQuantile)), null);
                            defaultScored = scored;
                            isScorable &= NormalScores() >= RobustSpace.FewestScores;
                        }

                        if (!isScorable)
                        {
                            return new Outcome(standard, defaultScored, false, []);
                        }

                        Sweep(configuration);
                    }
                }
            }
        }

        return standard is null ? null : new Outcome(standard, defaultScored, isScorable, found);
    }

    /// <summary>A configuration at a threshold of one's own choice.</summary>
    /// <param name="configuration">The configuration, one of the grid.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="allowance">The allowance that led to it.</param>
    public ScoredThreshold At(RobustConfiguration configuration, double threshold, int? allowance)
    {
        var detector = (WindowedDetector)DetectorParameters.Read(configuration.Type, grid.Parameters(configuration, threshold)).Detector!;
        using var analysis = new SeriesAnalysis(series);
        SigmaScores.Fill(detector, analysis, sigmas);
        configuration.Rule.Score(sigmas, settings.Direction, Floor(configuration.Type), scores);
        return Count(configuration, threshold, allowance);
    }

    /// <summary>A threshold to the decimals that are emitted.</summary>
    public static double Rounded(double threshold) => Math.Round(threshold, RobustSpace.ThresholdDecimals);

    /// <summary>The pinned threshold in standard deviations, or null.</summary>
    public double? Pinned(DetectorType type) => settings.FixedParams.Find("threshold") switch
    {
        FloatValue { Value: > 0 } value => SigmaScores.FromParameter(type, value.Value),
        IntegerValue { Value: > 0 } value => SigmaScores.FromParameter(type, value.Value),
        _ => null,
    };

    private double Floor(DetectorType type) => Math.Min(Pinned(type) ?? RobustSpace.DefaultThresholds.Low, RobustSpace.DefaultThresholds.Low) * 0.999;

    private int NormalScores()
    {
        var count = 0;
        for (var i = 0; i < sigmas.Length; i++)
        {
            count += !ground.Marked[i] && !double.IsNaN(sigmas[i]) ? 1 : 0;
        }

        return count;
    }

    private void Sweep(RobustConfiguration configuration)
    {
        if (Pinned(configuration.Type) is { } pinned)
        {
            found.Add(Count(configuration, pinned, null));
            return;
        }

        var (low, high) = (settings.Robust.LowestThreshold, RobustSpace.HighestThreshold);
        ThresholdSweep.Lowest(scores, ground.Marked, low, RobustSpace.Allowances, thresholds);
        var previous = double.NaN;
        for (var a = 0; a < thresholds.Length; a++)
        {
            var threshold = Math.Clamp(thresholds[a], low, high);
            if (threshold != previous)
            {
                found.Add(Count(configuration, threshold, RobustSpace.Allowances[a]));
            }

            previous = threshold;
        }
    }

    private ScoredThreshold Count(RobustConfiguration configuration, double threshold, int? allowance)
    {
        for (var i = 0; i < scores.Length; i++)
        {
            alerts[i] = scores[i] > threshold;
        }

        var counts = ground.Count(alerts);
        var caught = ground.Peaks(scores).Where(peak => peak > threshold).ToList();
        return new ScoredThreshold(
            configuration, threshold, allowance, counts, ground.Sum(counts).Score(settings), caught.Count == 0 ? null : caught.Min());
    }
}
