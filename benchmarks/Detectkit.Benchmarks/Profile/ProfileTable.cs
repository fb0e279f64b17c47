using System.Diagnostics;
using System.Globalization;
using Detectkit.Autotune;

namespace Detectkit.Benchmarks.Profile;

/// <summary>Where the time of the recorded tuning runs goes, as a Markdown table: one thread, the best of several rounds.</summary>
internal static class ProfileTable
{
    private const int LeastRounds = 20;
    private const int LeastRuns = 200;

    public static int Print(TextWriter output, string part)
    {
        if (GoldenTable.Recordings(part) is not { } runs)
        {
            output.WriteLine(GoldenTable.Absent);
            return 1;
        }

        // A run that ends in a failure leaves no candidates to replay.
        var (times, whole, replayed) = (new StageTimes(), 0.0, new List<string>());
        foreach (var run in runs)
        {
            if (TuningPipeline.Search(run.Request).Result is { } result)
            {
                var (seconds, stages) = Best(run.Request, result, Math.Max(LeastRounds, LeastRuns / runs.Count));
                whole += seconds;
                times.Add(stages);
                replayed.Add(run.Name);
            }
        }

        if (replayed.Count == 0)
        {
            output.WriteLine($"No recorded run with a result is named like '{part}'.");
            return 1;
        }

        output.WriteLine(replayed.Count == 1 ? replayed[0] : string.Create(CultureInfo.InvariantCulture, $"{replayed.Count} recorded runs"));
        output.WriteLine();
        output.WriteLine("| stage | times entered | ms | share of the run |");
        output.WriteLine("|---|---:|---:|---:|");
        foreach (var (stage, (seconds, calls)) in times.Stages.OrderByDescending(s => s.Value.Seconds))
        {
            Row(output, stage, calls, seconds, whole);
        }

        Row(output, "all else: marks, parameters and identities, alert rule, log", null, whole - times.Seconds, whole);
        Row(output, "the run", replayed.Count, whole, whole);
        return 0;
    }

    // Runs and replays take turns, so that what else the machine does falls on both; a share mixes the best of either.
    private static (double Seconds, StageTimes Stages) Best(SearchRequest request, AutotuneResult result, int rounds)
    {
        var replay = new ReplayedRun(request, result);
        var (best, stages) = (double.PositiveInfinity, replay.Run());
        for (var round = 0; round < rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            TuningPipeline.Search(request);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            var times = replay.Run();
            stages = times.Seconds < stages.Seconds ? times : stages;
        }

        return (best, stages);
    }

    private static void Row(TextWriter output, string stage, int? calls, double seconds, double whole) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {stage} | {calls} | {seconds * 1000:0.00} | {100 * seconds / whole:0.0} % |"));
}
