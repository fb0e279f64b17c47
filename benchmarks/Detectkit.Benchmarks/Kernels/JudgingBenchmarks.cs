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

    private readonly int[] points = new int[Points];
    private readonly bool[] flags = new bool[Points];
    private readonly double[] distances = new double[Points];
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
            var count = JudgeAlone(detector);
            using var judgement = Judgement.Of(detector, analysis);
            Agreement.Exact<int>(points.AsSpan(0, count), judgement.Points);
            Agreement.Exact<bool>(flags.AsSpan(0, count), judgement.Flags);
            Agreement.Exact<double>(distances.AsSpan(0, count), judgement.Distances);
        }
    }

    /// <summary>A detection for each threshold.</summary>
    /// <returns>Points judged.</returns>
    [Benchmark(Baseline = true)]
    public int DetectionEach()
    {
        var count = 0;
        foreach (var detector in detectors)
        {
            count += JudgeAlone(detector);
        }

        return count;
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

    private int JudgeAlone(WindowedDetector detector)
    {
        var bands = detector.Detect(series);
        var count = 0;
        for (var i = 0; i < Points; i++)
        {
            var (value, lower, upper) = (series.Values[i], bands.Lower[i], bands.Upper[i]);
            if (double.IsNaN(lower))
            {
                continue;
            }

            var half = (upper - lower) / 2;
            points[count] = i;
            flags[count] = value < lower || value > upper;
            distances[count++] = half > 0 ? Math.Abs(value - ((lower + upper) / 2)) / half : 0;
        }

        return count;
    }
}
