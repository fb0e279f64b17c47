using BenchmarkDotNet.Attributes;
using Detectkit.Statistics;

namespace Detectkit.Benchmarks.Kernels;

/// <summary>Median and deviation of every window once its trend is taken out: as the engine does it, and by sorting the halves of each window, then what is left of it.</summary>
[MemoryDiagnoser]
public class DetrendedBenchmarks
{
    private const int Points = 5_000;
    private const double HalfLives = 8;
    private const double Tolerance = 1e-12;

    private readonly double[] first = new double[Points];
    private readonly double[] second = new double[Points];
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
        var (expectedFirst, expectedSecond) = (Agreement.Taken(first), Agreement.Taken(second));
        Array.Clear(slopes);
        Pass();
        Agreement.Within(Tolerance, expectedFirst, first);
        Agreement.Within(Tolerance, expectedSecond, second);
    }

    /// <summary>Gives the table of weights back.</summary>
    [GlobalCleanup]
    public void Cleanup() => weights.Dispose();

    /// <summary>Everything sorted.</summary>
    /// <returns>One of the last window's statistics.</returns>
    [Benchmark(Baseline = true)]
    public double Sorted()
    {
        plain.Slopes(slopes);
        plain.Run(StatisticsKind.MedianDeviation, slopes, first, second);
        return first[Points - 2];
    }

    /// <summary>Trend and selection.</summary>
    /// <returns>One of the last window's statistics.</returns>
    [Benchmark]
    public double Pass()
    {
        using var sample = windows.Sort();
        TrendSlopes.Run(sample, weights, slopes);
        WindowStatistics.Compute(sample, weights, slopes, StatisticsKind.MedianDeviation, first, second);
        return first[Points - 2];
    }
}
