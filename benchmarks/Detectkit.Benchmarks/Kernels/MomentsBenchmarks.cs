using BenchmarkDotNet.Attributes;
using Detectkit.Statistics;

namespace Detectkit.Benchmarks.Kernels;

/// <summary>Mean and standard deviation of every window: by the queue of two halves, and summed anew for each window.</summary>
[MemoryDiagnoser]
public class MomentsBenchmarks
{
    private const int Points = 20_000;
    private const double HalfLives = 8;
    private const double Tolerance = 1e-12;

    private readonly double[] first = new double[Points];
    private readonly double[] second = new double[Points];
    private MadeWindows windows = null!;
    private AgeWeights weights = null!;
    private PlainStatistics plain = null!;

    /// <summary>The weights.</summary>
    [Params("equal", "exponential")]
    public string Weights { get; set; } = "";

    /// <summary>Window in points.</summary>
    [Params(288, 2016)]
    public int Window { get; set; }

    /// <summary>Makes the series, and sees that both ways agree.</summary>
    [GlobalSetup]
    public void Setup()
    {
        windows = new MadeWindows(Points, Window);
        weights = Weights == "equal" ? AgeWeights.Uniform : AgeWeights.Exponential(Window / HalfLives, Window);
        plain = new PlainStatistics(windows, weights);
        SummedAnew();
        var (expectedFirst, expectedSecond) = (Agreement.Taken(first), Agreement.Taken(second));
        Queue();
        Agreement.Within(Tolerance, expectedFirst, first);
        Agreement.Within(Tolerance, expectedSecond, second);
    }

    /// <summary>Gives the table of weights back.</summary>
    [GlobalCleanup]
    public void Cleanup() => weights.Dispose();

    /// <summary>Each window summed in two passes.</summary>
    /// <returns>One of the last window's statistics.</returns>
    [Benchmark(Baseline = true)]
    public double SummedAnew()
    {
        plain.Run(StatisticsKind.Moments, [], first, second);
        return first[Points - 2];
    }

    /// <summary>The pass.</summary>
    /// <returns>One of the last window's statistics.</returns>
    [Benchmark]
    public double Queue()
    {
        using var sample = windows.Sample();
        MomentsPass.Run(sample, weights, first, second);
        return first[Points - 2];
    }
}
