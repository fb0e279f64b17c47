using System.Text.Json;
using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Engine.Tests.Golden;
using Detectkit.Labels;
using Detectkit.Series;
using Detectkit.Tests;

namespace Detectkit.Engine.Tests.Detectors;

/// <summary>Runs while no other test rents from the pools.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public static class Alone;

[Collection(nameof(Alone))]
public class AllocationTests
{
    private const int Rounds = 20;
    private const long Limit = 131_072;

    [Theory]
    [InlineData(WindowWeights.None)]
    [InlineData(WindowWeights.Exponential)]
    public void Judging_allocates_nothing_per_point(WindowWeights weights)
    {
        var (small, large) = (Allocated(4_000, weights), Allocated(16_000, weights));

        Assert.True(large < small + 16_000, $"{small} bytes for 4,000 points, {large} for 16,000");
    }

    [Theory]
    [InlineData(AutotuneStrategy.Reference, false)]
    [InlineData(AutotuneStrategy.Reference, true)]
    [InlineData(AutotuneStrategy.Robust, false)]
    [InlineData(AutotuneStrategy.Robust, true)]
    public void A_tuning_run_allocates_less_than_128_kilobytes_beyond_its_result(AutotuneStrategy strategy, bool isLabelled)
    {
        foreach (var points in new[] { 4_000, 16_000 })
        {
            var series = Made(points, ["hour", "day_of_week"]);
            var labels = isLabelled ? new IncidentLabels(null, "UTC", [new Incident(series.StampAt(points - 50), series.StampAt(points - 45), false, null, SourcePosition.Start)]) : IncidentLabels.None;

            AssertFrugal(strategy + " " + points, new SearchRequest("orders", series, labels, new AutotuneSettings { Strategy = strategy }));
        }
    }

    [RecordedTheory]
    [InlineData(AutotuneStrategy.Reference)]
    [InlineData(AutotuneStrategy.Robust)]
    public void So_does_every_recorded_tuning_run(AutotuneStrategy strategy)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Recorded.Golden, "autotune"), "*.json").Order(StringComparer.Ordinal))
        {
            using var json = JsonDocument.Parse(File.ReadAllText(file));
            var name = Path.GetFileNameWithoutExtension(file);
            var request = GoldenRun.Request(json.RootElement, Path.Combine(Recorded.Corpus, "nab"), name);

            AssertFrugal(name, request with { Settings = request.Settings with { Strategy = strategy } });
        }
    }

    // The first rounds fill the pools.
    private static void AssertFrugal(string name, SearchRequest request)
    {
        var (best, result) = (long.MaxValue, 0L);
        for (var round = 0; round < Rounds && best - result >= Limit; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var outcome = TuningPipeline.Search(request);
            best = Math.Min(best, GC.GetAllocatedBytesForCurrentThread() - before);
            result = ReachableSize.Of(outcome);
        }

        Assert.True(best - result < Limit, $"{name}: {best} bytes, of which the result takes {result}");
    }

    private static MetricSeries Made(int points, string[] columns)
    {
        var random = new Random(1);
        var stamps = Enumerable.Range(0, points).Select(i => i * 300_000L).ToArray();
        return MetricSeries.FromRows(stamps, stamps.Select((_, i) => random.NextDouble() + Math.Sin(i * Math.PI / 144)).ToArray(), 300, columns);
    }

    private static long Allocated(int points, WindowWeights weights)
    {
        var series = Made(points, []);
        var detector = new MadDetector { WindowSize = 288, WindowWeights = weights };
        var best = long.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            using (var analysis = new SeriesAnalysis(series))
            using (Judgement.Of(detector, analysis))
            {
                best = Math.Min(best, GC.GetAllocatedBytesForCurrentThread() - before);
            }
        }

        return best;
    }
}
