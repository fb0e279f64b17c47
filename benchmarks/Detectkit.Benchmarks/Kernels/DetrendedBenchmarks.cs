using BenchmarkDotNet.Attributes;
using Detectkit.Statistics;

namespace Detectkit.Benchmarks.Kernels;

/// <summary>Median and deviation of every window once its trend is taken out: as the engine does it, and by sorting the halves of each window, then what is left of it.</summary>
[MemoryDiagnoser]
public class DetrendedBenchmarks : WindowBenchmarks
{
    private const int Points = 5_000;

    private readonly double[] slopes = new double[Points];

    /// <summary>The weights.</summary>
    [Params("equal", "exponential")]
    public string Weights { get; set; } = "";

    /// <summary>Makes the series, and sees that both ways agree.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Make(Points, Weights);
        Agree(Sorted, () =>
        {
            Array.Clear(slopes);
            return Pass();
        });
    }

    /// <summary>Everything sorted.</summary>
    /// <returns>One of the last window's statistics.</returns>
    [Benchmark(Baseline = true)]
    public double Sorted()
    {
        Plain.Slopes(slopes);
        Plain.Run(StatisticsKind.MedianDeviation, slopes, First, Second);
        return First[Points - 2];
    }

    /// <summary>Trend and selection.</summary>
    /// <returns>One of the last window's statistics.</returns>
    [Benchmark]
    public double Pass()
    {
        using var buffers = new Buffers();
        var sample = Windows.Sort(buffers);
        TrendSlopes.Run(sample, AgeWeights, slopes);
        WindowStatistics.Compute(sample, AgeWeights, slopes, StatisticsKind.MedianDeviation, First, Second);
        return First[Points - 2];
    }
}
