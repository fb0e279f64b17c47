using Detectkit.Configuration;
using Detectkit.Series;

namespace Detectkit.Autotune.Robust;

/// <summary>
/// Scores every configuration of a grid: one pass per window and smoothing gives the scores from which all thresholds follow. Disposing takes
/// the counts of its outcome back.
/// </summary>
internal sealed class RobustSearch(
    MetricSeries series, RobustGrid grid, TrainingGround ground, AutotuneSettings settings, CancellationToken cancellation) : IDisposable
{
    private readonly List<CountRoom> rooms = [];

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
        var found = new List<ScoredThreshold>();
        foreach (var smoothing in grid.Smoothings)
        {
            // A fresh scan each, so that its arrays go back to the pool.
            using var scan = NewScan();
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

                    var scored = scan.Measure(detector);
                    foreach (var rule in grid.Rules)
                    {
                        var configuration = shape with { Rule = rule };
                        scan.Apply(rule, type);
                        if (standard is null)
                        {
                            standard = scan.Count(configuration, Pinned(type) ?? Rounded(scan.DefaultThreshold(scored)), null);
                            defaultScored = scored;
                            isScorable &= scan.NormalScores() >= RobustSpace.FewestScores;
                        }

                        if (!isScorable)
                        {
                            return new Outcome(standard, defaultScored, false, []);
                        }

                        scan.Sweep(configuration, found);
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
        using var scan = NewScan();
        scan.Measure((WindowedDetector)DetectorParameters.Read(configuration.Type, grid.Parameters(configuration, threshold)).Detector!);
        scan.Apply(configuration.Rule, configuration.Type);
        return scan.Count(configuration, threshold, allowance);
    }

    /// <summary>A threshold to the decimals that are emitted.</summary>
    public static double Rounded(double threshold) => Math.Round(threshold, RobustSpace.ThresholdDecimals);

    /// <summary>The pinned threshold in standard deviations, or null.</summary>
    public double? Pinned(DetectorType type) => SmoothingScan.Pinned(settings, type);

    public void Dispose() => rooms.ForEach(r => r.Dispose());

    private SmoothingScan NewScan()
    {
        var room = new CountRoom(ground.Figures);
        rooms.Add(room);
        return new SmoothingScan(series, ground, settings, room);
    }
}
