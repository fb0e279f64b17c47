using BenchmarkDotNet.Attributes;
using Detectkit.Statistics;

namespace Detectkit.Benchmarks.Kernels;

/// <summary>What the benchmarks of passes have in common: a made series with its windows, room for two statistics of each, and the proof that baseline and pass agree.</summary>
public abstract class WindowBenchmarks
{
    private const double HalfLives = 8;
    private const double Tolerance = 1e-12;

    /// <summary>Window in points.</summary>
    [Params(288, 2016)]
    public int Window { get; set; }

    private protected double[] First { get; private set; } = [];

    private protected double[] Second { get; private set; } = [];

    private protected MadeWindows Windows { get; private set; } = null!;

    private protected Buffers Room { get; private set; } = null!;

    private protected AgeWeights AgeWeights { get; private set; } = null!;

    private protected PlainStatistics Plain { get; private set; } = null!;

    /// <summary>Gives the table of weights back.</summary>
    [GlobalCleanup]
    public void Cleanup() => Room.Dispose();

    private protected void Make(int points, string weights)
    {
        (First, Second) = (new double[points], new double[points]);
        Windows = new MadeWindows(points, Window);
        Room = new Buffers();
        AgeWeights = weights switch
        {
            "equal" => AgeWeights.Uniform,
            "linear" => AgeWeights.Linear(Window, Room),
            _ => AgeWeights.Exponential(Window / HalfLives, Window, Room),
        };
        Plain = new PlainStatistics(Windows, AgeWeights);
    }

    private protected void Agree(Func<double> baseline, Func<double> pass)
    {
        baseline();
        var (expectedFirst, expectedSecond) = (Agreement.Taken(First), Agreement.Taken(Second));
        pass();
        Agreement.Within(Tolerance, expectedFirst, First);
        Agreement.Within(Tolerance, expectedSecond, Second);
    }

    private protected static StatisticsKind KindOf(string statistics) => statistics == "mad" ? StatisticsKind.MedianDeviation : StatisticsKind.Quartiles;
}
