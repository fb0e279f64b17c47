using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Detectkit.Configuration;

namespace Detectkit.Detectors;

/// <summary>
/// What scoring needs of a detector's run: per valid point with a band whether it is flagged and how far from the band's middle it
/// lies.
/// </summary>
internal sealed class Judgement : IDisposable
{
    private const int Lanes = 4;

    private readonly int[] points;
    private readonly bool[] flags;
    private readonly double[] distances;

    private Judgement(int capacity)
    {
        points = ArrayPool<int>.Shared.Rent(Math.Max(1, capacity));
        flags = ArrayPool<bool>.Shared.Rent(Math.Max(1, capacity));
        distances = ArrayPool<double>.Shared.Rent(Math.Max(1, capacity));
    }

    public int Count { get; private set; }

    /// <summary>Grid points with a band, ascending.</summary>
    public ReadOnlySpan<int> Points => points.AsSpan(0, Count);

    public ReadOnlySpan<bool> Flags => flags.AsSpan(0, Count);

    /// <summary>Distance of each from the middle of its band, in half-widths; 0 where the band has no width, or no end.</summary>
    public ReadOnlySpan<double> Distances => distances.AsSpan(0, Count);

    public static Judgement Of(WindowedDetector detector, SeriesAnalysis analysis)
    {
        var bands = analysis.Bands(detector);
        var windows = bands.Windows;
        var values = bands.Source.Values;
        var result = new Judgement(windows.Count);
        var arbiter = new BoundArbiter(analysis, detector);
        for (var p = 0; p < windows.Count;)
        {
            if (result.TryFour(detector, bands, arbiter, p))
            {
                p += Lanes;
                continue;
            }

            if (p - windows.Start[p] >= detector.MinSamples)
            {
                var i = windows.GridIndex[p];
                var (lower, upper) = arbiter.BandAt(bands, p);
                result.Add(i, values[i], lower, upper);
            }

            p++;
        }

        return result;
    }

    private void Add(int i, double value, double lower, double upper)
    {
        var half = (upper - lower) / 2;
        points[Count] = i;
        flags[Count] = value < lower || value > upper;
        distances[Count++] = half > 0 && half < double.PositiveInfinity ? Math.Abs(value - ((lower + upper) / 2)) / half : 0;
    }

    // Four points at once where they follow each other without a gap and none needs a closer look.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryFour(WindowedDetector detector, BandStatistics bands, BoundArbiter arbiter, int p)
    {
        var windows = bands.Windows;
        if (!Vector256.IsHardwareAccelerated || p + Lanes > windows.Count || windows.GridIndex[p + Lanes - 1] - windows.GridIndex[p] != Lanes - 1)
        {
            return false;
        }

        var held = Vector128.Create(p) + Vector128<int>.Indices - Vector128.Create(windows.Start.AsSpan(p, Lanes));
        if (Vector128.LessThanAny(held, Vector128.Create(detector.MinSamples)))
        {
            return false;
        }

        var i = windows.GridIndex[p];
        var value = Vector256.Create(bands.Source.Values.Slice(i, Lanes));
        var (lower, upper) = bands.FourBandsAt(i, detector.Threshold);
        if (arbiter.IsCalledFor(bands, i, value, lower, upper))
        {
            return false;
        }

        var half = (upper - lower) * 0.5;
        var distance = Vector256.Abs(value - ((lower + upper) * 0.5)) / half;
        var hasWidth = Vector256.GreaterThan(half, Vector256<double>.Zero) & Vector256.LessThan(half, Vector256.Create(double.PositiveInfinity));
        (distance & hasWidth).CopyTo(distances, Count);
        (Vector128.Create(i) + Vector128<int>.Indices).CopyTo(points, Count);
        var flagged = (Vector256.LessThan(value, lower) | Vector256.GreaterThan(value, upper)).ExtractMostSignificantBits();

        // A bit per lane becomes a byte per flag.
        BinaryPrimitives.WriteUInt32LittleEndian(MemoryMarshal.AsBytes(flags.AsSpan(Count, Lanes)), (flagged * 0x00204081) & 0x01010101);
        Count += Lanes;
        return true;
    }

    /// <summary>
    /// Several detectors as one: a point is flagged where enough of them flag it, the same way unless either way will do, and its distance
    /// is that of the last one needed. One detector alone is judged as any candidate is.
    /// </summary>
    public static Judgement OfAll(IReadOnlyList<WindowedDetector> detectors, int minDetectors, bool isEitherWay, SeriesAnalysis analysis)
    {
        if (detectors.Count == 1)
        {
            return Of(detectors[0], analysis);
        }

        var parts = detectors.Select(d => Of(d, analysis)).ToList();
        var verdicts = detectors.Select(d => VerdictsOf(d, analysis)).ToList();
        var result = new Judgement(analysis.Series.Count);
        var next = new int[parts.Count];
        var distances = new List<double>(parts.Count);
        for (var i = 0; i < analysis.Series.Count; i++)
        {
            distances.Clear();
            var (above, below) = (0, 0);
            for (var d = 0; d < parts.Count; d++)
            {
                if (next[d] < parts[d].Count && parts[d].points[next[d]] == i)
                {
                    distances.Add(parts[d].distances[next[d]++]);
                    above += verdicts[d][i] == Verdict.Above ? 1 : 0;
                    below += verdicts[d][i] == Verdict.Below ? 1 : 0;
                }
            }

            if (distances.Count >= minDetectors)
            {
                distances.Sort();
                result.points[result.Count] = i;
                result.flags[result.Count] = (isEitherWay ? above + below : Math.Max(above, below)) >= minDetectors;
                result.distances[result.Count++] = distances[^minDetectors];
            }
        }

        parts.ForEach(p => p.Dispose());
        return result;
    }

    private static Verdict[] VerdictsOf(WindowedDetector detector, SeriesAnalysis analysis)
    {
        var verdicts = new Verdict[analysis.Series.Count];
        Detection.Judge(detector, analysis, verdicts);
        return verdicts;
    }

    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(points);
        ArrayPool<bool>.Shared.Return(flags);
        ArrayPool<double>.Shared.Return(distances);
    }
}
