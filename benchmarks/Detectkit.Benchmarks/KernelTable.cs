using System.Diagnostics;
using System.Globalization;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;
using Detectkit.Statistics;
using Detectkit.Statistics.Sliding;

namespace Detectkit.Benchmarks;

/// <summary>Single passes over long made series, best of several rounds, one thread.</summary>
internal static class KernelTable
{
    private const int Rounds = 5;

    public static int Print(TextWriter output)
    {
        output.WriteLine("| pass | points | window | ms | ns per point |");
        output.WriteLine("|---|---:|---:|---:|---:|");
        foreach (var window in new[] { 100, 2016, 10080 })
        {
            Measure(output, "mad + iqr, equal weights", 1_000_000, window, MedianAndQuartiles);
        }

        Measure(output, "the window alone, no statistic", 1_000_000, 2016, (sample, _) => OrderStatisticsPass.Run(sample, [], [], [], []));
        Measure(output, "sorting and windows alone", 1_000_000, 2016, (_, _) => { });
        Measure(output, "zscore, equal weights", 1_000_000, 2016, (sample, n) =>
            WindowStatistics.Compute(sample, AgeWeights.Uniform, [], StatisticsKind.Moments, Room(0, n), Room(1, n)));
        using var buffers = new Buffers();
        foreach (var (window, halfLives) in new[] { (100, 8), (2016, 8), (2016, 100) })
        {
            var weights = AgeWeights.Exponential((double)window / halfLives, window, buffers);
            Measure(output, $"mad, exponential weights, {halfLives} half-lives", 100_000, window, (sample, n) => Weighted(sample, n, weights));
        }

        Measure(output, "mad, detrended", 100_000, 2016, Detrended);
        Judged(output);
        return 0;
    }

    /// <summary>Median, deviation and both quartiles under equal weights, in one pass.</summary>
    public static void MedianAndQuartiles(SlidingSample sample, int points) =>
        OrderStatisticsPass.Run(sample, Room(0, points), Room(1, points), Room(2, points), Room(3, points));

    /// <summary>Median and deviation under exponential weights.</summary>
    public static void Weighted(SlidingSample sample, int points, AgeWeights weights) =>
        WindowStatistics.Compute(sample, weights, [], StatisticsKind.MedianDeviation, Room(0, points), Room(1, points));

    /// <summary>Median and deviation once the trend inside each window is taken out.</summary>
    public static void Detrended(SlidingSample sample, int points)
    {
        TrendSlopes.Run(sample, AgeWeights.Uniform, Room(2, points));
        WindowStatistics.Compute(sample, AgeWeights.Uniform, Room(2, points), StatisticsKind.MedianDeviation, Room(0, points), Room(1, points));
    }

    // What each further threshold costs once a pass has run.
    private static void Judged(TextWriter output)
    {
        const int points = 100_000;
        const int thresholds = 20;
        WindowedDetector detector = new MadDetector { WindowSize = 2016, WindowWeights = WindowWeights.Exponential };
        var stamps = Enumerable.Range(0, points).Select(i => i * 600_000L).ToArray();
        using var analysis = new SeriesAnalysis(MetricSeries.FromRows(stamps, Made(points), 600, []));
        analysis.Bands(detector);
        var best = double.PositiveInfinity;
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var t = 0; t < thresholds; t++)
            {
                using var judgement = Judgement.Of(detector with { Threshold = 2 + (t * 0.25) }, analysis);
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds / thresholds);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| judging one more threshold | {points} | 2016 | {best:0.000} | {best * 1e6 / points:0.0} |"));
    }

    private static readonly double[][] Rooms = [new double[1_000_000], new double[1_000_000], new double[1_000_000], new double[1_000_000]];

    private static Span<double> Room(int index, int points) => Rooms[index].AsSpan(0, points);

    private static void Measure(TextWriter output, string name, int points, int window, Action<SlidingSample, int> pass)
    {
        var best = Best(points, window, pass);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {points} | {window} | {best:0.0} | {best * 1e6 / points:0} |"));
    }

    /// <summary>Milliseconds of the best round, sorting and windows included.</summary>
    public static double Best(int points, int window, Action<SlidingSample, int> pass)
    {
        var values = Made(points);
        var best = double.PositiveInfinity;
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            using var buffers = new Buffers();
            var series = new ProcessedSeries(values, default, null, buffers);
            pass(series.Valid.Of(window), points);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return best;
    }

    /// <summary>A day's shape, noise and a few spikes.</summary>
    public static double[] Made(int points)
    {
        var random = new Random(7);
        var values = new double[points];
        for (var i = 0; i < points; i++)
        {
            values[i] = (50 * Math.Sin(i * 2 * Math.PI / 288)) + (10 * random.NextDouble()) + (random.Next(500) == 0 ? 200 : 0);
        }

        return values;
    }
}
