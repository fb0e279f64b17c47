using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Detectkit.Autotune.Robust;
using Detectkit.Series;
using MathNet.Numerics.Statistics;

namespace Detectkit.Autotune.Resampling;

/// <summary>
/// Draws incidents and normal stretches of the training data again and again, with replacement, and looks at what the choice would have been:
/// how much of it hangs on a single incident or a single bad day.
/// </summary>
internal static class BlockBootstrap
{
    /// <summary>Judges a choice.</summary>
    /// <param name="search">All that was tried.</param>
    /// <param name="chosen">The best of it.</param>
    /// <param name="ground">The blocks.</param>
    /// <param name="settings">The score.</param>
    /// <param name="seed">Seed of the draws, of the data's own.</param>
    public static TuningConfidence Judge(
        RobustSearch.Outcome search, ScoredThreshold chosen, LabelledBlocks ground, AutotuneSettings settings, int seed)
    {
        var random = new BlockDraws(seed);
        var (incidents, normals) = (new int[ground.Incidents], new int[ground.Normals]);
        var (scores, gains) = (new double[RobustSpace.Resamples], new double[RobustSpace.Resamples]);
        var room = ArrayPool<double>.Shared.Rent(search.Candidates.Count);
        var tried = room.AsSpan(0, search.Candidates.Count);
        var (chosenCount, tiedCount) = (0, 0);
        for (var sample = 0; sample < RobustSpace.Resamples; sample++)
        {
            Draw(incidents, random);
            Draw(normals, random);
            scores[sample] = ground.Sum(chosen.Counts, incidents, normals).Score(settings);
            gains[sample] = scores[sample] - ground.Sum(search.Default.Counts, incidents, normals).Score(settings);
            for (var c = 0; c < tried.Length; c++)
            {
                tried[c] = ground.Sum(search.Candidates[c].Counts, incidents, normals).Score(settings);
            }

            var (configuration, isTied) = Choose(search.Candidates, tried);
            chosenCount += configuration == chosen.Configuration ? 1 : 0;
            tiedCount += configuration == chosen.Configuration && isTied ? 1 : 0;
        }

        ArrayPool<double>.Shared.Return(room);
        Array.Sort(scores);
        Array.Sort(gains);
        var coverage = settings.Robust.Coverage;
        var gain = Range(gains, coverage);
        return new TuningConfidence(
            RobustSpace.Resamples, coverage, (double)chosenCount / RobustSpace.Resamples, Range(scores, coverage), gain, coverage == 0 || gain.Low >= RobustSpace.LeastGain)
        {
            Incidents = ground.Incidents,
            TiedShare = (double)tiedCount / RobustSpace.Resamples,
        };
    }

    /// <summary>A seed that depends on the values and labels alone, so that the same data gives the same draws anywhere.</summary>
    public static int Seed(MetricSeries series, ReadOnlySpan<bool> marked)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> room = stackalloc byte[sizeof(double) + 1];
        for (var i = 0; i < series.Count; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(room, double.IsNaN(series.Values[i]) ? double.NaN : series.Values[i]);
            room[^1] = marked[i] ? (byte)1 : (byte)0;
            hash.AppendData(room);
        }

        return BinaryPrimitives.ReadInt32LittleEndian(hash.GetHashAndReset());
    }

    // The choice by the very rule that made it, the order among equals included, and whether another configuration is its equal.
    private static (RobustConfiguration Chosen, bool IsTied) Choose(IReadOnlyList<ScoredThreshold> candidates, ReadOnlySpan<double> scores)
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

    /// <summary>Draws as many blocks as there are, with replacement.</summary>
    /// <param name="weights">Becomes how often each was drawn.</param>
    /// <param name="random">Draws them.</param>
    public static void Draw(int[] weights, BlockDraws random)
    {
        Array.Clear(weights);
        for (var i = 0; i < weights.Length; i++)
        {
            weights[random.Next(weights.Length)]++;
        }
    }

    /// <summary>The middle of sorted draws.</summary>
    /// <param name="sorted">The draws, ascending, at least one.</param>
    /// <param name="coverage">The share of them in the range.</param>
    public static ResampledRange Range(double[] sorted, double coverage) => new(
        SortedArrayStatistics.Quantile(sorted, (1 - coverage) / 2), SortedArrayStatistics.Quantile(sorted, (1 + coverage) / 2));
}
