using Detectkit.Configuration;
using Detectkit.Detectors;

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

    private static long Allocated(int points, WindowWeights weights)
    {
        var random = new Random(1);
        var stamps = Enumerable.Range(0, points).Select(i => i * 300_000L).ToArray();
        var values = stamps.Select(_ => random.NextDouble()).ToArray();
        var series = Detectkit.Series.MetricSeries.FromRows(stamps, values, 300, []);
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
