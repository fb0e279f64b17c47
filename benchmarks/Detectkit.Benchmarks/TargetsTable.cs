using System.Diagnostics;
using System.Globalization;
using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Statistics;

namespace Detectkit.Benchmarks;

/// <summary>What was aimed at beside what is reached, as a Markdown table: one thread, best of several rounds.</summary>
internal static class TargetsTable
{
    private const int Rounds = 5;
    private const int Long = 1_000_000;
    private const int Shorter = 100_000;
    private const int Window = 2016;
    private const int Thresholds = 20;
    private const int HalfLives = 8;
    private static readonly int[] Doubled = [5_000, 10_000, 20_000, 40_000, 80_000];

    public static int Print(TextWriter output)
    {
        if (GoldenTable.Measured("") is not { } runs)
        {
            output.WriteLine(GoldenTable.Absent);
            return 1;
        }

        output.WriteLine("| work | reference | target | reached | ratio, or whether met |");
        output.WriteLine("|---|---:|---:|---:|---:|");
        Tuning(output, runs);
        Passes(output);
        Allocation(output, runs);
        output.WriteLine("| `dotnet build -t:Autotune` of 1,000 metrics x 10,000 points, 2 cores | hours | 60 s, worker under 600 MB | see below | |");
        output.WriteLine("| the same again with nothing changed | | 5 s | see below | |");
        Growth(output);
        Sharing(output);
        output.WriteLine();
        output.WriteLine(
            """
            The repository is measured by building it, twice; GNU time is put around the worker for its memory:

            ```sh
            dotnet pack -c Release Detectkit.Build -o packages
            dotnet run -c Release --project benchmarks/Detectkit.Benchmarks -- repository /tmp/fleet
            cd /tmp/fleet
            printf '#!/bin/sh\nexec /usr/bin/time -a -o "${0%%.sh}.txt" -f "worker %%e s, %%M KB" dotnet "$@"\n' > worker.sh && chmod +x worker.sh
            git init -q && git add -A && git commit -qm Start
            time dotnet build -t:Autotune -p:DetectkitDotNet=$PWD/worker.sh
            time dotnet build -t:Autotune -p:DetectkitDotNet=$PWD/worker.sh
            cat worker.txt
            ```
            """);
        return 0;
    }

    private static void Tuning(TextWriter output, IReadOnlyList<GoldenTable.Run> runs)
    {
        var (reference, ours) = (runs.Sum(r => r.Reference), runs.Sum(r => r.Seconds));
        Row(output, $"{runs.Count} golden runs, engine time summed", Text($"{reference:0} s"), "0.5 s", Text($"{ours:0.00} s"), Text($"{reference / ours:0}x"));
        var taxi = runs.Single(r => r.Name == "nyc_taxi.supervised");
        Row(
            output, $"nyc_taxi supervised ({taxi.Request.Series.Count} points, {taxi.Candidates} candidates)",
            Text($"{taxi.Reference:0.0} s"), "12 ms", Text($"{taxi.Seconds * 1000:0.0} ms"), Text($"{taxi.Reference / taxi.Seconds:0}x"));
    }

    private static void Passes(TextWriter output)
    {
        var both = KernelTable.Best(Long, Window, KernelTable.MedianAndQuartiles);
        Row(output, "unweighted `mad` + `iqr` pass, 1,000,000 points, window 2,016", "minutes", "120 ms", Text($"{both:0} ms"), Met(both <= 120));
        var growth = KernelTable.Best(Long, 10_080, KernelTable.MedianAndQuartiles) / KernelTable.Best(Long, 100, KernelTable.MedianAndQuartiles);
        Row(output, "the same, growth from window 100 to 10,080", "", "under 1.5x", Text($"{growth:0.00}x"), Met(growth < 1.5));
        using var buffers = new Buffers();
        var weights = AgeWeights.Exponential((double)Window / HalfLives, Window, buffers);
        var weighted = KernelTable.Best(Shorter, Window, (sample, n) => KernelTable.Weighted(sample, n, weights));
        Row(output, "exponentially weighted `mad` pass, 100,000 points, window 2,016", "about 20 s", "100 ms", Text($"{weighted:0} ms"), Text($"{20_000 / weighted:0}x"));
        var detrended = KernelTable.Best(Shorter, Window, KernelTable.Detrended);
        Row(output, "detrended `mad` pass, 100,000 points, window 2,016", "about 20 s", "1,000 ms", Text($"{detrended:0} ms"), Text($"{20_000 / detrended:0}x"));
    }

    private static void Allocation(TextWriter output, IReadOnlyList<GoldenTable.Run> runs)
    {
        Kilobytes(output, "allocation beyond the result, `reference`, mean of the golden runs", runs.Average(r => r.Allocated - r.Result));
        Kilobytes(output, "the same, worst of the golden runs", runs.Max(r => r.Allocated - r.Result));
        Kilobytes(output, "the same, `robust`, 10,000 made points with labels", BeyondResult(MadeMetricSeries.Request(10_000, AutotuneStrategy.Robust)));
        var robust = runs.Select(r => BeyondResult(r.Request with { Settings = r.Request.Settings with { Strategy = AutotuneStrategy.Robust } })).ToList();
        Kilobytes(output, "the same, `robust`, mean of the golden series", robust.Average());
        Kilobytes(output, "the same, `robust`, worst of the golden series", robust.Max());
    }

    private static double BeyondResult(SearchRequest request)
    {
        var allocated = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            TuningPipeline.Search(request);
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return allocated - GoldenTable.SizeOfResult(request);
    }

    // A longer series may have more windows and seasons to try: time is compared by candidate.
    private static void Growth(TextWriter output)
    {
        foreach (var strategy in new[] { AutotuneStrategy.Reference, AutotuneStrategy.Robust })
        {
            var runs = Doubled.Select(n => Tuned(MadeMetricSeries.Request(n, strategy))).ToArray();
            for (var i = 1; i < Doubled.Length; i++)
            {
                var ((before, fewer), (after, more)) = (runs[i - 1], runs[i]);
                var growth = after / more / (before / fewer);
                Row(
                    output, Text($"`{strategy.ToString().ToLowerInvariant()}`, engine time by candidate, {Doubled[i - 1]} to {Doubled[i]} points"), "", "2.2x",
                    Text($"{growth:0.00}x ({before:0.0} ms for {fewer} to {after:0.0} ms for {more})"), Met(growth <= 2.2));
            }
        }
    }

    // All thresholds read one pass; what each adds is one comparison per point.
    private static void Sharing(TextWriter output)
    {
        var series = MadeMetricSeries.Request(Shorter, AutotuneStrategy.Reference).Series;
        WindowedDetector detector = new MadDetector { WindowSize = Window, WindowWeights = WindowWeights.Exponential };
        double Judged(int thresholds) => Best(() =>
        {
            using var analysis = new SeriesAnalysis(series);
            for (var t = 0; t < thresholds; t++)
            {
                using var judgement = Judgement.Of(detector with { Threshold = 2 + (t * 0.25) }, analysis);
            }
        });
        var (one, all) = (Judged(1), Judged(Thresholds));
        Row(
            output, "20 thresholds instead of 1 over one exponential `mad` pass, 100,000 points", "20x", "no second pass",
            Text($"{all / one:0.00}x ({one:0.0} to {all:0.0} ms)"), Text($"{(all - one) / (Thresholds - 1) / one:P1} of the pass per threshold"));
    }

    private static (double Milliseconds, int Candidates) Tuned(SearchRequest request)
    {
        var candidates = 0;
        var best = Best(() => candidates = TuningPipeline.Search(request).Result!.Candidates.Count);
        return (best, candidates);
    }

    private static double Best(Action work)
    {
        var best = double.PositiveInfinity;
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return best;
    }

    private static void Kilobytes(TextWriter output, string work, double bytes) =>
        Row(output, work, "", "under 128 KB", Text($"{bytes / 1024:0} KB"), Met(bytes < 131_072));

    private static string Met(bool isMet) => isMet ? "met" : "missed";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Row(TextWriter output, string work, string reference, string target, string reached, string verdict) =>
        output.WriteLine($"| {work} | {reference} | {target} | {reached} | {verdict} |");
}
