using System.Globalization;
using Detectkit.Autotune.Resampling;
using Detectkit.Configuration;
using Detectkit.Series;

namespace Detectkit.Autotune.Robust;

/// <summary>
/// Scores every configuration of a grid: one pass per window and smoothing gives the scores from which all thresholds follow. Disposing takes
/// the counts of its outcome back.
/// </summary>
internal sealed class RobustSearch(
    MetricSeries series, RobustGrid grid, LabelledBlocks ground, AutotuneSettings settings, CancellationToken cancellation) : IDisposable
{
    private const int TypicalThresholds = 3;

    private readonly List<CountPool> rooms = [];
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
        var parts = Parts(isSupervised);
        failure = refusal;
        if (parts.Count == 0)
        {
            return null;
        }

        var ((configuration, detector), first) = (parts[0][0], Take());
        var scored = first.Measure(detector);
        if (scored < RobustSpace.FewestScores)
        {
            Leave(first);
            failure = string.Create(
                CultureInfo.InvariantCulture,
                $"only {scored} of {series.ValueCount} values have the {detector.MinSamples} values in the window before them that a band needs");
            return null;
        }

        first.Apply(configuration.Rule, configuration.Type);
        var threshold = Pinned(configuration.Type) ?? Rounded(first.DefaultThreshold(scored));
        var standard = CountOf(first)(configuration, threshold, null);
        var outcome = isSupervised && first.NormalScores() >= RobustSpace.FewestScores
            ? new Outcome(standard, scored, true, Sweep(parts, first))
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
        scan.Measure(grid.Read(configuration, threshold, out _)!);
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
    private List<ScoredThreshold> Sweep(List<List<Shape>> parts, SmoothingScan first)
    {
        void SweepPart(int part, SmoothingScan scan, List<ScoredThreshold> found)
        {
            var count = CountOf(scan);
            foreach (var (shape, detector) in parts[part])
            {
                cancellation.ThrowIfCancellationRequested();
                scan.Measure(detector);
                foreach (var rule in grid.Rules)
                {
                    scan.Apply(rule, shape.Type);
                    scan.Sweep(rule == shape.Rule ? shape : shape with { Rule = rule }, count, found);
                }
            }
        }

        if (settings.Threads == 1)
        {
            // One after the other, so that a part's arrays serve the next.
            var all = new List<ScoredThreshold>(parts.Count * parts[0].Count * grid.Rules.Count * TypicalThresholds);
            for (var part = 0; part < parts.Count; part++)
            {
                SweepPart(part, first, all);
                first.Restart();
            }

            return all;
        }

        var found = parts.ConvertAll(_ => new List<ScoredThreshold>());
        var options = new ParallelOptions { MaxDegreeOfParallelism = settings.Threads, CancellationToken = cancellation };
        Parallel.For(0, parts.Count, options, part =>
        {
            if (part == 0)
            {
                SweepPart(0, first, found[0]);
                return;
            }

            var scan = Take();
            SweepPart(part, scan, found[part]);
            Leave(scan);
        });
        return [.. found.SelectMany(f => f)];
    }

    // What each smoothing has to look at; the first alone where only the default is wanted.
    private List<List<Shape>> Parts(bool isSupervised)
    {
        var parts = new List<List<Shape>>(grid.Smoothings.Count);
        foreach (var smoothing in grid.Smoothings)
        {
            var shapes = ShapesOf(smoothing);
            if (shapes.Count > 0)
            {
                parts.Add(shapes);
                if (!isSupervised)
                {
                    break;
                }
            }
        }

        return parts;
    }

    private List<Shape> ShapesOf(SmoothingStep smoothing)
    {
        var shapes = new List<Shape>(grid.Types.Count * grid.Windows.Count);
        foreach (var type in grid.Types)
        {
            foreach (var (history, season) in grid.Windows)
            {
                var shape = new RobustConfiguration(type, history, smoothing, season, grid.Rules[0]);
                if (grid.Read(shape, RobustSpace.FallbackThreshold, out var reason) is { } detector)
                {
                    shapes.Add(new Shape(shape, detector));
                }

                refusal ??= reason;
            }
        }

        return shapes;
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
                rooms.Add(new CountPool(ground.Figures));
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

    private readonly record struct Shape(RobustConfiguration Configuration, WindowedDetector Detector);
}
