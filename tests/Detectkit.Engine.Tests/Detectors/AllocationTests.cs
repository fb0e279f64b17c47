using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Engine.Tests.Detectors;

public class AllocationTests
{
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
    public void A_tuning_run_allocates_a_byte_per_point_and_a_few_kilobytes_per_candidate(AutotuneStrategy strategy, bool isLabelled)
    {
        var (small, large) = (Tuned(4_000, strategy, isLabelled), Tuned(16_000, strategy, isLabelled));

        Assert.True(large.Bytes - (large.Candidates * 8_192) < 16_000 + 32_768, $"{large.Bytes} bytes for {large.Candidates} candidates over 16,000 points");
        Assert.True(small.Bytes - (small.Candidates * 8_192) < 4_000 + 32_768, $"{small.Bytes} bytes for {small.Candidates} candidates over 4,000 points");
    }

    private static (long Bytes, int Candidates) Tuned(int points, AutotuneStrategy strategy, bool isLabelled)
    {
        var series = Made(points, ["hour", "day_of_week"]);
        var labels = isLabelled ? new IncidentLabels(null, "UTC", [new Incident(series.StampAt(points - 50), series.StampAt(points - 45), false, null, SourcePosition.Start)]) : IncidentLabels.None;
        var request = new AutotuneRequest("orders", series, labels, new AutotuneSettings { Strategy = strategy });
        var (best, candidates) = (long.MaxValue, 0);
        for (var round = 0; round < 4; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            candidates = AutotunePipeline.Run(request).Result!.Candidates.Count;
            best = Math.Min(best, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return (best, candidates);
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
