using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using Detectkit.Series;
using MathNet.Numerics.Random;
using MathNet.Numerics.Statistics;

namespace Detectkit.Autotune.Resampling;

/// <summary>Draws incidents and normal blocks again and again, with replacement, as many of either as there are: how much of a figure hangs on a single
/// incident or a single bad day.</summary>
internal sealed class BlockBootstrap(int incidents, int normals, int seed)
{
    /// <summary>Share of the resamples in the ranges that are told and decided by.</summary>
    public const double Coverage = 0.8;

    public const int Resamples = 200;

    private readonly BlockDraws random = new(seed);
    private readonly int[] weights = new int[incidents + normals];

    /// <summary>How often each block was drawn, incidents before normal blocks.</summary>
    public ReadOnlySpan<int> Weights => weights;

    public void Draw()
    {
        Array.Clear(weights);
        Draw(weights.AsSpan(0, incidents));
        Draw(weights.AsSpan(incidents));
    }

    /// <summary>The middle share of draws, at least one, which are sorted.</summary>
    public static FigureRange Range(double[] draws, double coverage)
    {
        Array.Sort(draws);
        return new FigureRange(SortedArrayStatistics.Quantile(draws, (1 - coverage) / 2), SortedArrayStatistics.Quantile(draws, (1 + coverage) / 2));
    }

    /// <summary>A seed that depends on the values and labels alone, so that the same data gives the same draws anywhere.</summary>
    public static int Seed(MetricSeries series, ReadOnlySpan<bool> marked)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> buffer = stackalloc byte[sizeof(double) + 1];
        for (var i = 0; i < series.Count; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(buffer, double.IsNaN(series.Values[i]) ? double.NaN : series.Values[i]);
            buffer[^1] = marked[i] ? (byte)1 : (byte)0;
            hash.AppendData(buffer);
        }

        return BinaryPrimitives.ReadInt32LittleEndian(hash.GetHashAndReset());
    }

    private void Draw(Span<int> counts)
    {
        for (var i = 0; i < counts.Length; i++)
        {
            counts[random.Next(counts.Length)]++;
        }
    }
}

/// <summary>Draws of integers, those of <see cref="MersenneTwister"/> of the same seed, without a new buffer for each.</summary>
internal sealed class BlockDraws(int seed)
{
    private const int Bits = 32;

    private readonly MersenneTwister random = new(seed, threadSafe: false);
    private readonly byte[] bytes = new byte[sizeof(uint)];

    public int Next(int bound)
    {
        var needed = BitOperations.Log2((uint)bound) + (BitOperations.IsPow2(bound) ? 0 : 1);
        if (needed == 0)
        {
            return 0;
        }

        while (true)
        {
            random.NextBytes(bytes);
            var drawn = (int)(BinaryPrimitives.ReadUInt32LittleEndian(bytes) >> (Bits - needed));
            if (drawn < bound)
            {
                return drawn;
            }
        }
    }
}
