using BenchmarkDotNet.Attributes;
using Detectkit.Statistics;

namespace Detectkit.Benchmarks.Kernels;

/// <summary>Order statistics of every window under exponential weights: slid, sorting and ranking included, and by sorting each window.</summary>
[MemoryDiagnoser]
public class WeightedOrderStatisticsBenchmarks : WindowBenchmarks
{
    private const int Points = 5_000;

    /// <summary>What is computed: median and deviation, or the quartiles.</summary>
    [Params("mad", "iqr")]
    public string Statistics { get; set; } = "";

    /// <summary>Makes the series, and sees that both ways agree.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Make(Points, "exponential");
        Agree(Sorted, Slid);
    }

    /// <summary>Each window sorted.</summary>
    /// <returns>One of the last window's statistics.</returns>
    [Benchmark(Baseline = true)]
    public double Sorted()
    {
        Plain.Run(Kind, [], First, Second);
        return First[Points - 2];
    }

    /// <summary>The pass.</summary>
    /// <returns>One of the last window's statistics.</returns>
    [Benchmark]
    public double Slid()
    {
        using var buffers = new Buffers();
        var sample = Windows.Sort(buffers);
        WindowStatistics.Compute(sample, AgeWeights, [], Kind, First, Second);
        return First[Points - 2];
    }

    private StatisticsKind Kind => KindOf(Statistics);
}
