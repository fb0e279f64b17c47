using System.Collections.Concurrent;
using System.Globalization;
using Detectkit.Autotune.Resampling;
using Detectkit.Configuration;
using Detectkit.Detectors;

namespace Detectkit.Autotune.Robust;

/// <summary>A configuration at one threshold in standard deviations, counted on the training data in a buffer that the search takes back. Without allowance
/// labels had no part in the threshold; the weakest caught incident's peak is NaN where none was caught.</summary>
internal sealed record ScoredThreshold(
    RobustConfiguration Configuration, double Threshold, int? Allowance, ReadOnlyMemory<int> Counted, double Score, double WeakestCaught)
{
    /// <summary>The detector whose bands were measured; its threshold is not what was judged.</summary>
    public required WindowedDetector Measured { get; init; }

    public ReadOnlySpan<int> Counts => Counted.Span;
}

/// <summary>Scores every configuration of a grid: one pass per window and smoothing gives the scores from which all thresholds follow. Disposing takes
/// the counts of its outcome back.</summary>
internal sealed class RobustSearch(SearchData data, RobustGrid grid, LabelledBlocks blocks, CancellationToken cancellation) : IDisposable
{
    private const int TypicalThresholds = 3;

    private readonly ConcurrentStack<SmoothingScan> idle = [];
    private string? refusal;

    /// <summary>The default, which labels have no part in, and every configuration at every threshold worth trying; none with too few scores to compare.</summary>
    public sealed record Outcome(ScoredThreshold Default, IReadOnlyList<ScoredThreshold> Candidates);

    /// <summary>Runs the search, of which the default is all without labels; null where no configuration is viable.</summary>
    public Outcome? Run(out string? failure)
    {
        var parts = Parts();
        if (parts.Count == 0)
        {
            failure = refusal;
            return null;
        }

        var (outcome, reason) = Scan(scan => Run(parts, scan));
        failure = reason;
        return outcome;
    }

    /// <summary>A configuration of the grid at a threshold of one's own choice.</summary>
    public ScoredThreshold At(RobustConfiguration configuration, double threshold, int? allowance) => Scan(scan =>
    {
        scan.Measure(grid.Read(configuration, threshold, out _)!);
        scan.Apply(configuration.Rule, configuration.Type);
        return scan.Count(configuration, threshold, allowance);
    });

    /// <summary>What was found with <c>stabilization: clamp</c>, each at its own threshold, since no other follows from it; none where it is no candidate.</summary>
    public IReadOnlyList<ScoredThreshold> Clamped(IReadOnlyList<ScoredThreshold> found) => grid.Clamping != Clamping.Candidate ? [] : [.. found.Select(c =>
    {
        cancellation.ThrowIfCancellationRequested();
        return At(c.Configuration with { IsClamped = true }, Rounded(c.Threshold), c.Allowance);
    })];

    /// <summary>A threshold to the decimals that are emitted.</summary>
    public static double Rounded(double threshold) => Math.Round(threshold, RobustSpace.ThresholdDecimals);

    /// <summary>The pinned threshold in standard deviations, or null.</summary>
    public double? Pinned(DetectorType type) => SmoothingScan.Pinned(data.Settings, type);

    /// <summary>Lends a scan that nobody looks at: one that an earlier part has left, with all the buffers that it took, or a new one.</summary>
    public T Scan<T>(Func<SmoothingScan, T> use)
    {
#pragma warning disable CA2000 // The stack owns it, and is disposed with the search.
        var scan = idle.TryPop(out var left) ? left : new SmoothingScan(data, blocks);
#pragma warning restore CA2000
        var result = use(scan);
        scan.Restart();
        idle.Push(scan);
        return result;
    }

    public void Dispose()
    {
        while (idle.TryPop(out var scan))
        {
            scan.Dispose();
        }
    }

    private (Outcome? Outcome, string? Failure) Run(List<List<Shape>> parts, SmoothingScan scan)
    {
        var (configuration, detector) = parts[0][0];
        var scored = scan.Measure(detector);
        if (scored < RobustSpace.FewestScores)
        {
            return (null, string.Create(
                CultureInfo.InvariantCulture,
                $"only {scored} of {data.Series.ValueCount} values have the {detector.MinSamples} values in the window before them that a band needs"));
        }

        scan.Apply(configuration.Rule, configuration.Type);
        var threshold = Pinned(configuration.Type) ?? Rounded(scan.DefaultThreshold(scored));
        var standard = CountOf(scan)(configuration, threshold, null);
        var isScorable = data.IsLabelled && scan.NormalScores() >= RobustSpace.FewestScores;
        return (new Outcome(standard, isScorable ? Sweep(parts, scan) : []), null);
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

        if (data.Settings.Threads == 1)
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
        var options = new ParallelOptions { MaxDegreeOfParallelism = data.Settings.Threads, CancellationToken = cancellation };
        Parallel.For(0, parts.Count, options, part =>
        {
            // The first scan holds the default's pass already.
            if (part == 0)
            {
                SweepPart(0, first, found[0]);
                return;
            }

            Scan(scan =>
            {
                SweepPart(part, scan, found[part]);
                return part;
            });
        });
        return [.. found.SelectMany(f => f)];
    }

    // What each smoothing has to look at; the first alone where only the default is wanted.
    private List<List<Shape>> Parts()
    {
        var parts = grid.Smoothings.Select(ShapesOf).Where(shapes => shapes.Count > 0);
        return [.. data.IsLabelled ? parts : parts.Take(1)];
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

    private readonly record struct Shape(RobustConfiguration Configuration, WindowedDetector Detector);
}
