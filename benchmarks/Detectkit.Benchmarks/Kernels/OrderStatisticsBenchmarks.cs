using BenchmarkDotNet.Attributes;
using Detectkit.Statistics;
using Detectkit.Statistics.Sliding;

namespace Detectkit.Benchmarks.Kernels;

/// <summary>Order statistics of every window under equal weights, to the last bit: slid, sorting and ranking included, and by sorting each window.</summary>
[MemoryDiagnoser]
public class OrderStatisticsBenchmarks
{
    private const int Points = 5_000;

    private readonly double[][] results = [new double[Points], new double[Points], new double[Points], new double[Points]];
    private MadeWindows windows = null!;
    private PlainStatistics plain = null!;

    /// <summary>What is computed: median and deviation, the quartiles, or all four.</summary>
    [Params("mad", "iqr", "both")]
    public string Statistics { get; set; } = "";

    /// <summary>Window in points.</summary>
    [Params(288, 2016)]
    public int Window { get; set; }

    /// <summary>Makes the series, and sees that both ways agree.</summary>
    [GlobalSetup]
    public void Setup()
    {
        windows = new MadeWindows(Points, Window);
        plain = new PlainStatistics(windows, AgeWeights.Uniform);
        Sorted();
        var expected = results.Select(Agreement.Taken).ToArray();
        Slid();
        for (var r = 0; r < results.Length; r++)
        {
            Agreement.Exact<double>(expected[r], results[r]);
        }
    }

    /// <summary>Each window sorted.</summary>
    /// <returns>One of the last window's statistics.</returns>
    [Benchmark(Baseline = true)]
    public double Sorted()
    {
        if (Statistics != "iqr")
        {
            plain.Run(StatisticsKind.MedianDeviation, [], results[0], results[1]);
        }

        if (Statistics != "mad")
        {
            plain.Run(StatisticsKind.Quartiles, [], results[2], results[3]);
        }

        return results[0][Points - 2] + results[2][Points - 2];
    }

    /// <summary>The pass.</summary>
    /// <returns>One of the last window's statistics.</returns>
    [Benchmark]
    public double Slid()
    {
        using var buffers = new Buffers();
        var sample = windows.Sort(buffers);
        Span<double> Of(int index, bool isWanted) => isWanted ? results[index] : [];
        var (medians, quartiles) = (Statistics != "iqr", Statistics != "mad");
        OrderStatisticsPass.Run(sample, Of(0, medians), Of(1, medians), Of(2, quartiles), Of(3, quartiles));
        return results[0][Points - 2] + results[2][Points - 2];
    }
}
