using Detectkit.Autotune.Resampling;

namespace Detectkit.Autotune.Robust;

/// <summary>What the robust strategy settles on: a configuration, which is the best on the training data or the default, at a threshold as emitted. Best,
/// second best and confidence are null where nothing could be compared.</summary>
internal sealed record RobustChoice(
    ScoredThreshold? Best, ScoredThreshold? SecondBest, TuningConfidence? Confidence, RobustConfiguration Configuration, double Threshold)
{
    /// <summary>The best at the threshold that would be emitted, as it was judged; null where nothing was.</summary>
    public ScoredThreshold? Judged { get; init; }

    /// <summary>What clamping gains over the best without it, resampled; null where it was not tried.</summary>
    public FigureRange? ClampGain { get; init; }

    public bool LeavesDefault => Confidence?.LeavesDefault == true;
}

/// <summary>Settles on the best of what a search found, or its default, by what resampled training data would have made of the choice.</summary>
internal sealed class RobustChooser(RobustSearch search, LabelledBlocks blocks, AutotuneSettings settings, int seed)
{
    /// <summary>Takes a clamped configuration if it gains over the default and over the best without clamping alike.</summary>
    public RobustChoice Choose(RobustSearch.Outcome found)
    {
        var plain = Among(found);
        var clamped = found with { Candidates = search.Clamped(found.Candidates) };
        var choice = Among(clamped);
        if (choice is not { Judged: { } judged, Best: { } best })
        {
            return plain;
        }

        var over = Confidence(clamped with { Default = plain.Judged ?? found.Default }, judged, blocks, settings, seed);
        if (!choice.LeavesDefault || !over.LeavesDefault)
        {
            return plain with { ClampGain = over.Gain };
        }

        var all = found with { Candidates = [.. found.Candidates, .. clamped.Candidates] };
        return choice with
        {
            SecondBest = Highest(all.Candidates, best.Configuration),
            Confidence = Confidence(all, judged, blocks, settings, seed),
            ClampGain = over.Gain,
        };
    }

    /// <summary>How sure a choice among what was found is.</summary>
    public static TuningConfidence Confidence(RobustSearch.Outcome found, ScoredThreshold chosen, LabelledBlocks blocks, AutotuneSettings settings, int seed)
    {
        var bootstrap = blocks.Bootstrap(seed);
        var (scores, gains) = (new double[BlockBootstrap.Resamples], new double[BlockBootstrap.Resamples]);
        var tried = new double[found.Candidates.Count];
        var (chosenCount, tiedCount) = (0, 0);
        for (var sample = 0; sample < BlockBootstrap.Resamples; sample++)
        {
            bootstrap.Draw();
            scores[sample] = blocks.Sum(chosen.Counts, bootstrap).Score(settings);
            gains[sample] = scores[sample] - blocks.Sum(found.Default.Counts, bootstrap).Score(settings);
            for (var c = 0; c < tried.Length; c++)
            {
                tried[c] = blocks.Sum(found.Candidates[c].Counts, bootstrap).Score(settings);
            }

            var (configuration, isTied) = First(found.Candidates, tried);
            chosenCount += configuration == chosen.Configuration ? 1 : 0;
            tiedCount += configuration == chosen.Configuration && isTied ? 1 : 0;
        }

        var coverage = settings.Robust.Coverage;
        var gain = BlockBootstrap.Range(gains, coverage);
        return new TuningConfidence(
            BlockBootstrap.Resamples,
            coverage,
            (double)chosenCount / BlockBootstrap.Resamples,
            BlockBootstrap.Range(scores, coverage),
            gain,
            coverage == 0 || gain.Low >= RobustSpace.LeastGain)
        {
            Incidents = blocks.Incidents,
            TiedShare = (double)tiedCount / BlockBootstrap.Resamples,
        };
    }

    private RobustChoice Among(RobustSearch.Outcome found)
    {
        var (configuration, threshold) = (found.Default.Configuration, found.Default.Threshold);
        if (Highest(found.Candidates, except: null) is not { } best)
        {
            return new RobustChoice(null, null, null, configuration, threshold);
        }

        var second = Highest(found.Candidates, best.Configuration);
        if (double.IsNaN(best.WeakestCaught))
        {
            return new RobustChoice(best, second, null, configuration, threshold);
        }

        // What is judged is what would be emitted.
        var raised = search.Pinned(configuration.Type) is not null ? best : search.At(best.Configuration, Relaxed(best), best.Allowance);
        var confidence = Confidence(found, raised, blocks, settings, seed);
        return confidence.LeavesDefault
            ? new RobustChoice(best, second, confidence, raised.Configuration, raised.Threshold) { Judged = raised }
            : new RobustChoice(best, second, confidence, configuration, threshold) { Judged = raised };
    }

    // The next incident may be weaker than the weakest so far, the next normal day worse than the worst: the threshold goes between, near the latter.
    private double Relaxed(ScoredThreshold best)
    {
        var raised = best.Threshold * Math.Pow(best.WeakestCaught / best.Threshold, settings.Robust.Relaxation);
        return RobustSearch.Rounded(Math.Clamp(raised, settings.Robust.LowestThreshold, RobustSpace.HighestThreshold));
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

    // The choice by the very rule that made it, the order among equals included, and whether another configuration is its equal.
    private static (RobustConfiguration Chosen, bool IsTied) First(IReadOnlyList<ScoredThreshold> candidates, double[] scores)
    {
        var best = 0;
        for (var c = 1; c < scores.Length; c++)
        {
            best = scores[c] > scores[best] + RobustSpace.Tie ? c : best;
        }

        var chosen = candidates[best].Configuration;
        for (var c = 0; c < scores.Length; c++)
        {
            if (scores[c] >= scores[best] - RobustSpace.Tie && candidates[c].Configuration != chosen)
            {
                return (chosen, true);
            }
        }

        return (chosen, false);
    }
}
