using BenchmarkDotNet.Attributes;
using Detectkit.Statistics;

namespace Detectkit.Benchmarks.Kernels;

/// <summary>The values of every chunk of windows in order: taken from the order of the series, and sorted chunk by chunk.</summary>
[MemoryDiagnoser]
public class RankingBenchmarks
{
    private const int Points = 100_000;

    private MadeWindows windows = null!;
    private (int Start, int Length)[] chunks = null!;
    private double[] keys = null!;
    private int[] positions = null!;

    /// <summary>Window in points.</summary>
    [Params(288, 2016)]
    public int Window { get; set; }

    /// <summary>Makes the series, and sees that both ways agree.</summary>
    [GlobalSetup]
    public void Setup()
    {
        windows = new MadeWindows(Points, Window);
        using var buffers = new Buffers();
        var sample = windows.Sort(buffers);
        var ranked = sample.Chunks;
        chunks = [.. Enumerable.Range(0, ranked.Count).Select(c => (ranked.UniverseStart(c), ranked.ByRank(c).Length))];
        keys = new double[ranked.Largest];
        positions = new int[chunks.Sum(c => c.Length)];
        Sorted();
        var from = 0;
        for (var c = 0; c < chunks.Length; c++)
        {
            Agreement.Exact(positions.AsSpan(from, chunks[c].Length), ranked.ByRank(c));
            from += chunks[c].Length;
        }
    }

    /// <summary>Each chunk sorted, the chunks themselves being given.</summary>
    /// <returns>The last position.</returns>
    [Benchmark(Baseline = true)]
    public int Sorted()
    {
        var from = 0;
        foreach (var (start, length) in chunks)
        {
            var own = keys.AsSpan(0, length);
            var order = positions.AsSpan(from, length);
            windows.Values.AsSpan(start, length).CopyTo(own);
            for (var i = 0; i < length; i++)
            {
                order[i] = start + i;
            }

            own.Sort(order);
            from += length;
        }

        return positions[^1];
    }

    /// <summary>Ranked from the order of the series, which is there already, as it is for all windows but the first.</summary>
    /// <returns>Number of chunks.</returns>
    [Benchmark]
    public int Ranked()
    {
        using var buffers = new Buffers();
        var sample = windows.Sample(buffers);
        return sample.Chunks.Count;
    }

    /// <summary>The series sorted first.</summary>
    /// <returns>Number of chunks.</returns>
    [Benchmark]
    public int SeriesSortedAndRanked()
    {
        using var buffers = new Buffers();
        var sample = windows.Sort(buffers);
        return sample.Chunks.Count;
    }
}
