using BenchmarkDotNet.Attributes;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Engine.Tests.Detectors;
using Detectkit.Series;

namespace Detectkit.Benchmarks.Kernels;

/// <summary>A detector's bands over 2,000 points with a window of 288: the sliding passes against the definition computed point by point.</summary>
[MemoryDiagnoser]
public class BandBenchmarks
{
    // What the tests hold weighted bands to.
    private const double Tolerance = 1e-9;

    private MetricSeries series = null!;
    private WindowedDetector detector = null!;

    /// <summary>The detector.</summary>
    [Params("mad", "zscore", "iqr")]
    public string Type { get; set; } = "";

    /// <summary>What is added to it.</summary>
    [Params("", "exponential", "linear weights", "detrend", "hour")]
    public string With { get; set; } = "";

    /// <summary>Makes series and detector, and sees that both ways agree.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(7);
        var stamps = Enumerable.Range(0, 2000).Select(i => i * 300_000L).ToArray();
        series = MetricSeries.FromRows(stamps, stamps.Select(_ => random.NextDouble()).ToArray(), 300, ["hour"]);
        WindowedDetector plain = Type switch { "mad" => new MadDetector(), "iqr" => new IqrDetector(), _ => new ZScoreDetector() };
        plain = plain with { WindowSize = 288 };
        detector = With switch
        {
            "exponential" => plain with { WindowWeights = WindowWeights.Exponential },
            "linear weights" => plain with { WindowWeights = WindowWeights.Linear },
            "detrend" => plain with { Detrend = Detrend.Linear },
            "hour" => plain with { SeasonalityComponents = [SeasonalityComponent.Create("hour")] },
            _ => plain,
        };
        var (naive, bands) = (NaiveDetector.Bands(detector, series), detector.Detect(series));
        Agreement.Within(Tolerance, naive.Select(b => b.Lower).ToArray(), bands.Lower.ToArray());
        Agreement.Within(Tolerance, naive.Select(b => b.Upper).ToArray(), bands.Upper.ToArray());
    }

    /// <summary>The definition.</summary>
    /// <returns>The first band, so that nothing is optimised away.</returns>
    [Benchmark(Baseline = true)]
    public double Naive() => NaiveDetector.Bands(detector, series)[^1].Lower;

    /// <summary>The sliding passes.</summary>
    /// <returns>The last band.</returns>
    [Benchmark]
    public double Pass() => detector.Detect(series).Lower[^1];
}
