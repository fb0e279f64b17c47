using BenchmarkDotNet.Attributes;
using Detectkit.Statistics;

namespace Detectkit.Benchmarks.Kernels;

/// <summary>The slope inside every window: from two slides over its halves, sorting and ranking included, and by sorting both halves of each window.</summary>
[MemoryDiagnoser]
public class TrendBenchmarks : WindowBenchmarks
{
    private const int Points = 5_000;

    /// <summary>The weights.</summary>
    [Params("equal", "exponential")]
    public string Weights { get; set; } = "";

    /// <summary>Makes the series, and sees that both ways agree.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Make(Points, Weights);
        Agree(Sorted, Slid);
    }

    /// <summary>Both halves of each window sorted.</summary>
    /// <returns>The last window's slope.</returns>
    [Benchmark(Baseline = true)]
    public double Sorted()
    {
        Plain.Slopes(First);
        return First[Points - 2];
    }

    /// <summary>The pass.</summary>
    /// <returns>The last window's slope.</returns>
    [Benchmark]
    public double Slid()
    {
        using var buffers = new Buffers();
        var sample = Windows.Sort(buffers);
        TrendSlopes.Run(sample, AgeWeights, First);
        return First[Points - 2];
    }
}
