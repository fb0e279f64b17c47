using BenchmarkDotNet.Attributes;
using Detectkit.Statistics;
using Detectkit.Statistics.Direct;

namespace Detectkit.Benchmarks.Kernels;

/// <summary>Order statistics where no order is at hand, as under linear weights: by bracketing the last answer, and by sorting each window.</summary>
[MemoryDiagnoser]
public class SelectionBenchmarks : WindowBenchmarks
{
    private const int Points = 5_000;

    /// <summary>The weights.</summary>
    [Params("equal", "linear")]
    public string Weights { get; set; } = "";

    /// <summary>What is computed: median and deviation, or the quartiles.</summary>
    [Params("mad", "iqr")]
    public string Statistics { get; set; } = "";

    /// <summary>Makes the series, and sees that both ways agree.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Make(Points, Weights);
        Agree(Sorted, Bracketed);
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
    public double Bracketed()
    {
        using var buffers = new Buffers();
        var sample = Windows.Sample(buffers);
        DirectPass.Run(sample, AgeWeights, [], Kind, First, Second);
        return First[Points - 2];
    }

    private StatisticsKind Kind => KindOf(Statistics);
}
