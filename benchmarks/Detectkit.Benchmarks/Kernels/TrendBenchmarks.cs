using BenchmarkDotNet.Attributes;
using Detectkit.Statistics;

namespace Detectkit.Benchmarks.Kernels;

/// <summary>The slope inside every window: from two slides over its halves, sorting and ranking included, and by sorting both halves of each window.</summary>
[MemoryDiagnoser]
public class TrendBenchmarks
{
    private const int Points = 5_000;
    private const double HalfLives = 8;
    private const double Tolerance = 1e-12;

    private readonly double[] slopes = new double[Points];
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
        Sorted();
        var expected = Agreement.Taken(slopes);
        Slid();
        Agreement.Within(Tolerance, expected, slopes);
    }

    /// <summary>Gives the table of weights back.</summary>
    [GlobalCleanup]
    public void Cleanup() => weights.Dispose();

    /// <summary>Both halves of each window sorted.</summary>
    /// <returns>The last window's slope.</returns>
    [Benchmark(Baseline = true)]
    public double Sorted()
    {
        plain.Slopes(slopes);
        return slopes[Points - 2];
    }

    /// <summary>The pass.</summary>
    /// <returns>The last window's slope.</returns>
    [Benchmark]
    public double Slid()
    {
        using var sample = windows.Sort();
        TrendSlopes.Run(sample, weights, slopes);
        return slopes[Points - 2];
    }
}
