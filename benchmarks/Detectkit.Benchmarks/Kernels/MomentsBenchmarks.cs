using BenchmarkDotNet.Attributes;
using Detectkit.Statistics;
using Detectkit.Statistics.Sliding;

namespace Detectkit.Benchmarks.Kernels;

/// <summary>Mean and standard deviation of every window: by the queue of two halves, and summed anew for each window.</summary>
[MemoryDiagnoser]
public class MomentsBenchmarks : WindowBenchmarks
{
    private const int Points = 20_000;

    /// <summary>The weights.</summary>
    [Params("equal", "exponential")]
    public string Weights { get; set; } = "";

    /// <summary>Makes the series, and sees that both ways agree.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Make(Points, Weights);
        Agree(SummedAnew, Queue);
    }

    /// <summary>Each window summed in two passes.</summary>
    /// <returns>One of the last window's statistics.</returns>
    [Benchmark(Baseline = true)]
    public double SummedAnew()
    {
        Plain.Run(StatisticsKind.Moments, [], First, Second);
        return First[Points - 2];
    }

    /// <summary>The pass.</summary>
    /// <returns>One of the last window's statistics.</returns>
    [Benchmark]
    public double Queue()
    {
        using var buffers = new Buffers();
        var sample = Windows.Sample(buffers);
        MomentsPass.Run(sample, AgeWeights, First, Second);
        return First[Points - 2];
    }
}
