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
    private const int TypicalThresholds = 3;

    private readonly List<CountRoom> rooms = [];
    private readonly Stack<SmoothingScan> idle = [];
    private string? refusal;

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
        var viable = grid.Smoothings.SelectMany(ShapesOf).FirstOrDefault();
        failure = refusal;
        if (viable is not { Configuration: var configuration, Detector: var detector })
        {
            return null;
        }

        var first = Take();
        var scored = first.Measure(detector);
        first.Apply(configuration.Rule, configuration.Type);
        var threshold = Pinned(configuration.Type) ?? Rounded(first.DefaultThreshold(scored));
        var standard = CountOf(first)(configuration, threshold, null);
        var outcome = isSupervised && first.NormalScores() >= RobustSpace.FewestScores
            ? new Outcome(standard, scored, true, Sweep(first))
            : new Outcome(standard, scored, false, []);
        Leave(first);
        return outcome;
    }

    /// <summary>A configuration at a threshold of one's own choice.</summary>
    /// <param name="configuration">The configuration, one of the grid.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="allowance">The allowance that led to it.</param>
    public ScoredThreshold At(RobustConfiguration configuration, double threshold, int? allowance)
    {
        var scan = Take();
        scan.Measure((WindowedDetector)grid.Read(configuration, threshold).Detector!);
        scan.Apply(configuration.Rule, configuration.Type);
        var counted = scan.Count(configuration, threshold, allowance);
        Leave(scan);
        return counted;
    }

    /// <summary>
    /// What was found with <c>stabilization: clamp</c>, each at its own threshold, since no other follows from it; none where it is no
    /// candidate.
    /// </summary>
    /// <param name="found">What was found without it.</param>
    public IReadOnlyList<ScoredThreshold> Clamped(IReadOnlyList<ScoredThreshold> found) => grid.Clamping != Clamping.Candidate ? [] : [.. found.Select(c =>
    {
        cancellation.ThrowIfCancellationRequested();
        return At(c.Configuration with { IsClamped = true }, Rounded(c.Threshold), c.Allowance);
    })];

    /// <summary>A threshold to the decimals that are emitted.</summary>
    public static double Rounded(double threshold) => Math.Round(threshold, RobustSpace.ThresholdDecimals);

    /// <summary>The pinned threshold in standard deviations, or null.</summary>
    public double? Pinned(DetectorType type) => SmoothingScan.Pinned(settings, type);

    public void Dispose()
    {
        foreach (var scan in idle)
        {
            scan.Dispose();
        }

        rooms.ForEach(r => r.Dispose());
    }

    // Each smoothing by itself, and what they find in the order of the grid, whichever is ready first.
    private List<ScoredThreshold> Sweep(SmoothingScan first)
    {
        var parts = grid.Smoothings.Select(s => ShapesOf(s).ToList()).Where(p => p.Count > 0).ToList();
        var found = parts.ConvertAll(p => new List<ScoredThreshold>(p.Count * grid.Rules.Count * TypicalThresholds));
        void SweepPart(int part, SmoothingScan scan)
        {
            var count = CountOf(scan);
            foreach (var (shape, detector) in parts[part])
            {
                cancellation.ThrowIfCancellationRequested();
                scan.Measure(detector);
                foreach (var rule in grid.Rules)
                {
                    scan.Apply(rule, shape.Type);
                    scan.Sweep(rule == shape.Rule ? shape : shape with { Rule = rule }, count, found[part]);
                }
            }
        }

        if (settings.Threads == 1)
        {
            // One after the other, so that a part's arrays serve the next.
            for (var part = 0; part < parts.Count; part++)
            {
                SweepPart(part, first);
                first.Restart();
            }
        }
        else
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = settings.Threads, CancellationToken = cancellation };
            Parallel.For(0, parts.Count, options, part =>
            {
                if (part == 0)
                {
                    SweepPart(0, first);
                    return;
                }

                var scan = Take();
                SweepPart(part, scan);
                Leave(scan);
            });
        }

        return [.. found.SelectMany(f => f)];
    }

    private IEnumerable<Shape> ShapesOf(SmoothingStep smoothing)
    {
        foreach (var type in grid.Types)
        {
            foreach (var (history, season) in grid.Windows)
            {
                var shape = new RobustConfiguration(type, history, smoothing, season, grid.Rules[0]);
                var reading = grid.Read(shape, RobustSpace.FallbackThreshold);
                if (reading.Detector is WindowedDetector detector)
                {
                    yield return new Shape(shape, detector);
                }
                else
                {
                    refusal ??= reading.Faults.Count > 0 ? reading.Faults[0].Message : "not a windowed detector";
                }
            }
        }
    }

    // Thresholds are those of the series as it is; what they catch is what they would with anomalies clamped, if that is pinned, and clamping
    // depends on the very threshold that is emitted.
    private Func<RobustConfiguration, double, int?, ScoredThreshold> CountOf(SmoothingScan scan) => grid.Clamping == Clamping.Always
        ? (configuration, threshold, allowance) => At(configuration with { IsClamped = true }, Pinned(configuration.Type) ?? Rounded(threshold), allowance)
        : scan.Count;

    /// <summary>A scan that nobody looks at: one that an earlier part has left, with all the room that it took, or a new one.</summary>
    public SmoothingScan Take()
    {
        lock (rooms)
        {
            if (idle.Count == 0)
            {
                rooms.Add(new CountRoom(ground.Figures));
#pragma warning disable CA2000 // The stack owns it, and is disposed with the search.
                idle.Push(new SmoothingScan(series, ground, settings, rooms[^1]));
#pragma warning restore CA2000
            }

            return idle.Pop();
        }
    }

    /// <summary>Takes a scan back.</summary>
    /// <param name="scan">The scan; what it measured is forgotten.</param>
    public void Leave(SmoothingScan scan)
    {
        scan.Restart();
        lock (rooms)
        {
            idle.Push(scan);
        }
    }

    private sealed record Shape(RobustConfiguration Configuration, WindowedDetector Detector);
}
