using Detectkit.Autotune.Resampling;

namespace Detectkit.Autotune.Robust;

/// <summary>What the robust strategy settles on.</summary>
/// <param name="Best">The configuration with the highest score on the training data; null where nothing could be compared.</param>
/// <param name="SecondBest">The best of the other configurations.</param>
/// <param name="Confidence">How sure the best is; null where nothing could be compared.</param>
/// <param name="Configuration">The configuration that is taken: the best, or the default.</param>
/// <param name="Threshold">Its threshold in standard deviations, as emitted.</param>
internal sealed record RobustChoice(
    ScoredThreshold? Best, ScoredThreshold? SecondBest, TuningConfidence? Confidence, RobustConfiguration Configuration, double Threshold)
{
    /// <summary>The best at the threshold that would be emitted, as it was judged; null where nothing was.</summary>
    public ScoredThreshold? Judged { get; init; }

    /// <summary>What clamping gains over the best without it, resampled; null where it was not tried.</summary>
    public ResampledRange? ClampGain { get; init; }

    /// <summary>Whether the best is taken rather than the default.</summary>
    public bool LeavesDefault => Confidence?.LeavesDefault == true;

    /// <summary>Settles on a configuration.</summary>
    public static RobustChoice Of(
        RobustSearch.Outcome search,
        LabelledBlocks ground,
        AutotuneSettings settings,
        int seed,
        bool isThresholdPinned,
        Func<RobustConfiguration, double, int?, ScoredThreshold> at)
    {
        if (search.Candidates.Count == 0)
        {
            return new RobustChoice(null, null, null, search.Default.Configuration, search.Default.Threshold);
        }

        var best = Highest(search.Candidates, except: null)!;
        var second = Highest(search.Candidates, best.Configuration);
        if (double.IsNaN(best.WeakestCaught))
        {
            return new RobustChoice(best, second, null, search.Default.Configuration, search.Default.Threshold);
        }

        // What is judged is what would be emitted.
        var raised = isThresholdPinned ? best : at(best.Configuration, Relaxed(best, settings.Robust), best.Allowance);
        var confidence = BlockBootstrap.Judge(search, raised, ground, settings, seed);
        return confidence.LeavesDefault
            ? new RobustChoice(best, second, confidence, raised.Configuration, raised.Threshold) { Judged = raised }
            : new RobustChoice(best, second, confidence, search.Default.Configuration, search.Default.Threshold) { Judged = raised };
    }

    /// <summary>Takes a clamped configuration, of those given, if it gains over the default and over the best without clamping alike.</summary>
    public RobustChoice OrClamped(
        IReadOnlyList<ScoredThreshold> clamped,
        RobustSearch.Outcome search,
        LabelledBlocks ground,
        AutotuneSettings settings,
        int seed,
        bool isThresholdPinned,
        Func<RobustConfiguration, double, int?, ScoredThreshold> at)
    {
        var choice = Of(search with { Candidates = clamped }, ground, settings, seed, isThresholdPinned, at);
        if (choice is not { Judged: { } judged, Best: { } best })
        {
            return this;
        }

        var over = BlockBootstrap.Judge(search with { Candidates = clamped, Default = Judged ?? search.Default }, judged, ground, settings, seed);
        if (!choice.LeavesDefault || !over.LeavesDefault)
        {
            return this with { ClampGain = over.Gain };
        }

        var all = search with { Candidates = [.. search.Candidates, .. clamped] };
        return choice with
        {
            SecondBest = Highest(all.Candidates, best.Configuration),
            Confidence = BlockBootstrap.Judge(all, judged, ground, settings, seed),
            ClampGain = over.Gain,
        };
    }

    // The next incident may be weaker than the weakest so far, the next normal day worse than the worst: the threshold goes between, near the latter.
    private static double Relaxed(ScoredThreshold best, RobustSettings numbers)
    {
        var raised = double.IsNaN(best.WeakestCaught) ? best.Threshold : best.Threshold * Math.Pow(best.WeakestCaught / best.Threshold, numbers.Relaxation);
        return RobustSearch.Rounded(Math.Clamp(raised, numbers.LowestThreshold, RobustSpace.HighestThreshold));
    }

    private static ScoredThreshold? Highest(IReadOnlyList<ScoredThreshold> candidates, RobustConfiguration? except)
    {
        ScoredThreshold? best = null;
        foreach (var candidate in candidates)
        {
            if (candidate.Configuration != except && (best is null || candidate.Score > best.Score + RobustSpace.Tie))
            {
                best = candidate;
            }
        }

        return best;
    }
}
