using BenchmarkDotNet.Attributes;
using Detectkit.Statistics;

namespace Detectkit.Benchmarks.Kernels;

/// <summary>Order statistics where no order is at hand, as under linear weights: by bracketing the last answer, and by sorting each window.</summary>
[MemoryDiagnoser]
public class SelectionBenchmarks
{
    private const int Points = 5_000;
    private const double Tolerance = 1e-12;

    private readonly double[] first = new double[Points];
    private readonly double[] second = new double[Points];
    private MadeWindows windows = null!;
    private AgeWeights weights = null!;
    private PlainStatistics plain = null!;

    /// <summary>The weights.</summary>
    [Params("equal", "linear")]
    public string Weights { get; set; } = "";

    /// <summary>What is computed: median and deviation, or the quartiles.</summary>
    [Params("mad", "iqr")]
    public string Statistics { get; set; } = "";

    /// <summary>Window in points.</summary>
    [Params(288, 2016)]
    public int Window { get; set; }

    /// <summary>Makes the series, and sees that both ways agree.</summary>
    [GlobalSetup]
    public void Setup()
    {
        windows = new MadeWindows(Points, Window);
        weights = Weights == "equal" ? AgeWeights.Uniform : AgeWeights.Linear(Window);
        plain = new PlainStatistics(windows, weights);
        Sorted();
        var (expectedFirst, expectedSecond) = (Agreement.Taken(first), Agreement.Taken(second));
        Bracketed();
        Agreement.Within(Tolerance, expectedFirst, first);
        Agreement.Within(Tolerance, expectedSecond, second);
    }

    /// <summary>Gives the table of weights back.</summary>
    [GlobalCleanup]
    public void Cleanup() => weights.Dispose();

    /// <summary>Each window sorted.</summary>
    /// <returns>One of the last window's statistics.</returns>
    [Benchmark(Baseline = true)]
    public double Sorted()
    {
        plain.Run(Kind, [], first, second);
        return first[Points - 2];
    }

    /// <summary>The pass.</summary>
    /// <returns>One of the last window's statistics.</returns>
    [Benchmark]
    public double Bracketed()
    {
        using var sample = windows.Sample();
        DirectPass.Run(sample, weights, [], Kind, first, second);
        return first[Points - 2];
    }

    private StatisticsKind Kind => Statistics == "mad" ? StatisticsKind.MedianDeviation : StatisticsKind.Quartiles;
}
