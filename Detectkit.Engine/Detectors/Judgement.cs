using System.Buffers;
using Detectkit.Configuration;

namespace Detectkit.Detectors;

/// <summary>
/// What scoring needs of a detector's run: per valid point with a band whether it is flagged and how far from the band's middle it
/// lies. Disposing returns the arrays to their pools.
/// </summary>
internal sealed class Judgement : IDisposable
{
    private readonly int[] points;
    private readonly bool[] flags;
    private readonly double[] distances;

    private Judgement(int capacity)
    {
        points = ArrayPool<int>.Shared.Rent(Math.Max(1, capacity));
        flags = ArrayPool<bool>.Shared.Rent(Math.Max(1, capacity));
        distances = ArrayPool<double>.Shared.Rent(Math.Max(1, capacity));
    }

    /// <summary>Points with a band.</summary>
    public int Count { get; private set; }

    /// <summary>Their grid indices, ascending.</summary>
    public ReadOnlySpan<int> Points => points.AsSpan(0, Count);

    /// <summary>Whether each is flagged.</summary>
    public ReadOnlySpan<bool> Flags => flags.AsSpan(0, Count);

    /// <summary>Distance of each from the middle of its band, in half-widths; 0 where the band has no width.</summary>
    public ReadOnlySpan<double> Distances => distances.AsSpan(0, Count);

    /// <summary>Runs a windowed detector over a series whose statistics are shared.</summary>
    public static Judgement Of(WindowedDetector detector, SeriesAnalysis analysis)
    {
        var bands = analysis.Bands(detector);
        var windows = bands.Windows;
        var values = bands.Source.Values;
        var result = new Judgement(windows.Count);
        var arbiter = new BoundArbiter(analysis, detector);
        var count = 0;
        for (var p = 0; p < windows.Count; p++)
        {
            if (p - windows.Start[p] < detector.MinSamples)
            {
                continue;
            }

            var i = windows.GridIndex[p];
            var value = values[i];
            var (lower, upper) = arbiter.BandAt(bands, p);
            var half = (upper - lower) / 2;
            result.points[count] = i;
            result.flags[count] = value < lower || value > upper;
            result.distances[count++] = half > 0 ? Math.Abs(value - ((lower + upper) / 2)) / half : 0;
        }

        result.Count = count;
        return result;
    }

    /// <summary>
    /// Several detectors as one: a point is flagged where enough of them flag it, and its distance is that of the last one needed.
    /// One detector alone is judged as any candidate is.
    /// </summary>
    public static Judgement OfAll(IReadOnlyList<WindowedDetector> detectors, int minDetectors, SeriesAnalysis analysis)
    {
        if (detectors.Count == 1)
        {
            return Of(detectors[0], analysis);
        }

        var parts = detectors.Select(d => Of(d, analysis)).ToList();
        var result = new Judgement(analysis.Series.Count);
        var next = new int[parts.Count];
        var distances = new List<double>(parts.Count);
        for (var i = 0; i < analysis.Series.Count; i++)
        {
            distances.Clear();
            var flags = 0;
            for (var d = 0; d < parts.Count; d++)
            {
                if (next[d] < parts[d].Count && parts[d].points[next[d]] == i)
                {
                    distances.Add(parts[d].distances[next[d]]);
                    flags += parts[d].flags[next[d]++] ? 1 : 0;
                }
            }

            if (distances.Count >= minDetectors)
            {
                distances.Sort();
                result.points[result.Count] = i;
                result.flags[result.Count] = flags >= minDetectors;
                result.distances[result.Count++] = distances[^minDetectors];
            }
        }

        parts.ForEach(p => p.Dispose());
        return result;
    }

    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(points);
        ArrayPool<bool>.Shared.Return(flags);
        ArrayPool<double>.Shared.Return(distances);
    }
}
