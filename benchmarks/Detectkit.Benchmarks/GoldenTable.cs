using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Detectkit.Autotune;
using Detectkit.Engine.Tests.Golden;
using Detectkit.Tests;

namespace Detectkit.Benchmarks;

/// <summary>The 55 recorded tuning runs: the reference's seconds beside ours, one thread, best of several rounds.</summary>
internal static class GoldenTable
{
    /// <summary>Said where there is nothing to measure.</summary>
    public const string Absent = "The recorded reference data is not beside the repository.";

    private const int LeastRounds = 40;
    private const int LeastRuns = 200;
    private const int ResultsHeld = 20;

    public static int Print(TextWriter output, string part)
    {
        if (Measured(part) is not { } runs)
        {
            output.WriteLine(Absent);
            return 1;
        }

        output.WriteLine("| run | points | candidates | reference s | ours ms | ratio | allocated KB | of these, the result KB |");
        output.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var run in runs)
        {
            output.WriteLine(Row(run.Name, run.Request.Series.Count, run.Candidates, run.Reference, run.Seconds, run.Allocated, run.Result));
        }

        output.WriteLine(Row("all", runs.Sum(r => r.Request.Series.Count), runs.Sum(r => r.Candidates), runs.Sum(r => r.Reference), runs.Sum(r => r.Seconds), runs.Sum(r => r.Allocated), runs.Sum(r => r.Result)));
        return 0;
    }

    /// <summary>The runs whose name holds a text, not yet measured; null where the recorded data are absent.</summary>
    public static IReadOnlyList<Run>? Recordings(string part) => Recorded.SharedRoot is null
        ? null
        : [.. Directory.EnumerateFiles(Path.Combine(Recorded.Golden, "autotune"), "*.json")
            .Where(f => Path.GetFileName(f).Contains(part, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(Load)];

    /// <summary>The same runs, measured.</summary>
    public static IReadOnlyList<Run>? Measured(string part)
    {
        if (Recordings(part) is not { } runs)
        {
            return null;
        }

        for (var round = 0; round < Math.Max(LeastRounds, LeastRuns / Math.Max(1, runs.Count)); round++)
        {
            foreach (var run in runs)
            {
                var start = Stopwatch.GetTimestamp();
                var allocated = GC.GetAllocatedBytesForCurrentThread();
                TuningPipeline.Search(run.Request);
                run.Allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
                run.Seconds = Math.Min(run.Seconds, Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }

        foreach (var run in runs)
        {
            run.Result = SizeOfResult(run.Request);
        }

        return runs;
    }

    private static string Row(string name, int points, int candidates, double reference, double seconds, long allocated, long result) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {points} | {candidates} | {reference:0.000} | {seconds * 1000:0.00} | {reference / seconds:0} | {allocated / 1024} | {result / 1024} |");

    /// <summary>What stays reachable through results that are held, once all else is collected.</summary>
    public static long SizeOfResult(SearchRequest request)
    {
        var held = new SearchOutcome[ResultsHeld];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < held.Length; i++)
        {
            held[i] = TuningPipeline.Search(request);
        }

        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(held);
        return (after - before) / held.Length;
    }

    private static Run Load(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        var name = Path.GetFileNameWithoutExtension(file);
        return new Run(
            name,
            GoldenRun.Request(json.RootElement, Path.Combine(Recorded.Corpus, "nab"), name),
            json.RootElement.GetProperty("n_candidates").GetInt32(),
            json.RootElement.GetProperty("wall_seconds").GetDouble());
    }

    /// <summary>One run and what it took.</summary>
    internal sealed record Run(string Name, SearchRequest Request, int Candidates, double Reference)
    {
        public double Seconds { get; set; } = double.PositiveInfinity;

        public long Allocated { get; set; }

        public long Result { get; set; }
    }
}
