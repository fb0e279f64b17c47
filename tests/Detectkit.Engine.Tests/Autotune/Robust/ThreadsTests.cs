using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Engine.Tests.Autotune.Robust;

public class ThreadsTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void The_result_does_not_depend_on_the_number_of_threads(int threads)
    {
        var random = new Random(3);
        double Value(int i) => random.NextDouble() + Math.Sin(i * Math.PI / 72) + (i % 500 is > 400 and < 408 ? 3 : 0);
        var values = Enumerable.Range(0, 5_000).Select(Value).ToArray();
        var series = MetricSeries.FromRows([.. values.Select((_, i) => i * 600_000L)], values, 600, ["hour", "day_of_week"]);
        var incidents = Enumerable.Range(1, 9).Select(k => new Incident(series.StampAt((k * 500) + 401), series.StampAt((k * 500) + 407), false, null, SourcePosition.Start));
        var request = new AutotuneRequest("orders", series, new IncidentLabels(null, "UTC", [.. incidents]), new AutotuneSettings { Strategy = AutotuneStrategy.Robust, HasAlerting = true });

        var alone = AutotunePipeline.Run(request).Result!;
        var shared = AutotunePipeline.Run(request with { Settings = request.Settings with { Threads = threads } }).Result!;

        Assert.True(alone.Candidates.Count > 10, "several configurations are tried");
        Assert.Equal(alone, shared);
    }
}
