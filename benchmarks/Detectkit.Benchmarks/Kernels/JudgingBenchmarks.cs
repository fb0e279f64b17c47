using BenchmarkDotNet.Attributes;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;

namespace Detectkit.Benchmarks.Kernels;

/// <summary>Twenty thresholds judged: over one pass that all share, and each by a detection of its own. The baseline has the same fast passes.</summary>
[MemoryDiagnoser]
public class JudgingBenchmarks
{
    private const int Points = 20_000;
    private const int Thresholds = 20;

    private MetricSeries series = null!;
    private WindowedDetector[] detectors = null!;

    /// <summary>The detector.</summary>
    [Params("mad", "zscore", "iqr")]
    public string Type { get; set; } = "";

    /// <summary>The weights.</summary>
    [Params("equal", "exponential")]
    public string Weights { get; set; } = "";

    /// <summary>Makes series and detectors, and sees that both ways agree.</summary>
    [GlobalSetup]
    public void Setup()
    {
        series = MadeMetricSeries.Of(KernelTable.Made(Points));
        WindowedDetector plain = Type switch { "mad" => new MadDetector(), "iqr" => new IqrDetector(), _ => new ZScoreDetector() };
        plain = plain with { WindowSize = 288, WindowWeights = Weights == "equal" ? WindowWeights.None : WindowWeights.Exponential };
        detectors = [.. Enumerable.Range(0, Thresholds).Select(t => plain with { Threshold = 1.5 + (t * 0.25) })];
        using var analysis = new SeriesAnalysis(series);
        foreach (var detector in detectors)
        {
            var alone = detector.Detect(series);
            using var judgement = Judgement.Of(detector, analysis);
            var judged = Enumerable.Range(0, Points).Where(i => !double.IsNaN(alone.Lower[i])).ToArray();
            Agreement.Exact(judged, judgement.Points);
            var flags = judged.Select(i => series.Values[i] < alone.Lower[i] || series.Values[i] > alone.Upper[i]).ToArray();
            Agreement.Exact(flags, judgement.Flags);
        }
    }

    /// <summary>A detection for each threshold.</summary>
    /// <returns>The last upper bound.</returns>
    [Benchmark(Baseline = true)]
    public double DetectionEach()
    {
        var sum = 0.0;
        foreach (var detector in detectors)
        {
            sum += detector.Detect(series).Upper[^1];
        }

        return sum;
    }

    /// <summary>All thresholds over one pass.</summary>
    /// <returns>Points judged.</returns>
    [Benchmark]
    public int OnePass()
    {
        using var analysis = new SeriesAnalysis(series);
        var count = 0;
        foreach (var detector in detectors)
        {
            using var judgement = Judgement.Of(detector, analysis);
            count += judgement.Count;
        }

        return count;
    }
}
