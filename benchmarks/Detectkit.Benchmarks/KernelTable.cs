using System.Diagnostics;
using System.Globalization;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;
using Detectkit.Statistics;

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
            Measure(output, "mad + iqr, equal weights", 1_000_000, window, (sample, n) =>
            {
                OrderStatisticsPass.Run(sample, Room(0, n), Room(1, n), Room(2, n), Room(3, n));
            });
        }

        Measure(output, "the window alone, no statistic", 1_000_000, 2016, (sample, _) => OrderStatisticsPass.Run(sample, [], [], [], []));
        Measure(output, "sorting and windows alone", 1_000_000, 2016, (_, _) => { });
        Measure(output, "zscore, equal weights", 1_000_000, 2016, (sample, n) =>
            WindowStatistics.Compute(sample, AgeWeights.Uniform, [], StatisticsKind.Moments, Room(0, n), Room(1, n)));
        foreach (var (window, halfLives) in new[] { (100, 8), (2016, 8), (2016, 100) })
        {
            using var weights = AgeWeights.Exponential((double)window / halfLives, window);
            Measure(output, $"mad, exponential weights, {halfLives} half-lives", 100_000, window, (sample, n) =>
                WindowStatistics.Compute(sample, weights, [], StatisticsKind.MedianDeviation, Room(0, n), Room(1, n)));
        }

        Measure(output, "mad, detrended", 100_000, 2016, (sample, n) =>
        {
            TrendSlopes.Run(sample, AgeWeights.Uniform, Room(2, n));
            WindowStatistics.Compute(sample, AgeWeights.Uniform, Room(2, n), StatisticsKind.MedianDeviation, Room(0, n), Room(1, n));
        });
        return 0;
    }

    private static readonly double[][] Rooms = [new double[1_000_000], new double[1_000_000], new double[1_000_000], new double[1_000_000]];

    private static Span<double> Room(int index, int points) => Rooms[index].AsSpan(0, points);

    private static void Measure(TextWriter output, string name, int points, int window, Action<SlidingSample, int> pass)
    {
        var values = Made(points);
        var best = double.PositiveInfinity;
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            using var series = new ProcessedSeries(values, default);
            pass(series.Windows(window), points);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {points} | {window} | {best:0.0} | {best * 1e6 / points:0} |"));
    }

    // A day's shape, noise and a few spikes.
    private static double[] Made(int points)
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
