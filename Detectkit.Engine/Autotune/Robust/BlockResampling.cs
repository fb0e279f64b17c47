using System.Buffers.Binary;
using System.Security.Cryptography;
using Detectkit.Series;
using MathNet.Numerics.Random;
using MathNet.Numerics.Statistics;

namespace Detectkit.Autotune.Robust;

/// <summary>
/// Draws incidents and normal stretches of the training data again and again, with replacement, and looks at what the choice would have been:
/// how much of it hangs on a single incident or a single bad day.
/// </summary>
internal static class BlockResampling
{
    /// <summary>Judges a choice.</summary>
    /// <param name="search">All that was tried.</param>
    /// <param name="chosen">The best of it.</param>
    /// <param name="ground">The blocks.</param>
    /// <param name="settings">The score.</param>
    /// <param name="seed">Seed of the draws, of the data's own.</param>
    public static TuningConfidence Judge(
        RobustSearch.Outcome search, ScoredThreshold chosen, TrainingGround ground, AutotuneSettings settings, int seed)
    {
        var random = new MersenneTwister(seed, threadSafe: false);
        var (incidents, normals) = (new int[ground.Incidents], new int[ground.Normals]);
        var (scores, gains) = (new double[RobustSpace.Resamples], new double[RobustSpace.Resamples]);
        var (chosenCount, tiedCount) = (0, 0);
        for (var sample = 0; sample < RobustSpace.Resamples; sample++)
        {
            Draw(incidents, random);
            Draw(normals, random);
            double Score(ScoredThreshold candidate) => ground.Sum(candidate.Counts, incidents, normals).Score(settings);
            scores[sample] = Score(chosen);
            gains[sample] = scores[sample] - Score(search.Default);
            var (isBest, isTied) = Rank(search.Candidates, chosen.Configuration, Score);
            chosenCount += isBest ? 1 : 0;
            tiedCount += isTied ? 1 : 0;
        }

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

    // Coarse scores tie often, and whoever ties with the best is not beaten.
    private static (bool IsBest, bool IsTied) Rank(IReadOnlyList<ScoredThreshold> candidates, RobustConfiguration chosen, Func<ScoredThreshold, double> score)
    {
        var (own, others) = (double.NegativeInfinity, double.NegativeInfinity);
        foreach (var candidate in candidates)
        {
            if (candidate.Configuration == chosen)
            {
                own = Math.Max(own, score(candidate));
            }
            else
            {
                others = Math.Max(others, score(candidate));
            }
        }

        var isBest = own >= others - RobustSpace.Tie;
        return (isBest, isBest && own <= others + RobustSpace.Tie);
    }

    /// <summary>Draws as many blocks as there are, with replacement.</summary>
    /// <param name="weights">Becomes how often each was drawn.</param>
    /// <param name="random">Draws them.</param>
    public static void Draw(int[] weights, MersenneTwister random)
    {
        Array.Clear(weights);
        for (var i = 0; i < weights.Length; i++)
        {
            weights[random.Next(weights.Length)]++;
        }
    }

    private static ResampledRange Range(double[] sorted, double coverage) => new(
        SortedArrayStatistics.Quantile(sorted, (1 - coverage) / 2), SortedArrayStatistics.Quantile(sorted, (1 + coverage) / 2));
}
