using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Engine.Tests.Autotune.Robust;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Engine.Tests.Autotune;

public class FewValuesTests
{
    [Theory]
    [InlineData(AutotuneStrategy.Robust, 0)]
    [InlineData(AutotuneStrategy.Robust, 90)]
    [InlineData(AutotuneStrategy.Reference, 0)]
    [InlineData(AutotuneStrategy.Reference, 90)]
    public void A_grid_of_gaps_with_a_handful_of_values_is_refused_with_their_number(AutotuneStrategy strategy, int values)
    {
        var outcome = Tune(Gaps(2000, i => i % 20 == 7 && i / 20 < values), strategy);

        Assert.Null(outcome.Result);
        Assert.Contains($"not enough values: {values} of the 2000 points", outcome.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_so_far_apart_that_no_window_holds_enough_are_refused()
    {
        var outcome = Tune(Gaps(40_000, i => i % 300 == 0), AutotuneStrategy.Robust, ParameterSet.Empty.With("window_size", ParameterValue.From(100)));

        Assert.Null(outcome.Result);
        Assert.Contains("values have the", outcome.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Folds_hold_equally_many_values_however_they_are_spread()
    {
        // Dense in its first half, a value every tenth point in its second.
        var result = Tune(Gaps(6000, i => i < 3000 || i % 10 == 0), AutotuneStrategy.Robust).Result!;

        var series = Gaps(6000, i => i < 3000 || i % 10 == 0);
        var counts = result.Folds.Select(f => series.Slice(f.Start, f.Length).ValueCount).ToList();
        Assert.True(counts.Max() - counts.Min() <= 5, string.Join(", ", counts));
        Assert.Equal(6000, result.Folds[^1].End);
        Assert.Equal(result.Folds.Skip(1).Select(f => f.Start), result.Folds.SkipLast(1).Select(f => f.End));
    }

    private static SearchOutcome Tune(MetricSeries series, AutotuneStrategy strategy, ParameterSet? pinned = null) => TuningPipeline.Search(new SearchRequest(
        "orders", series, IncidentLabels.None, new AutotuneSettings { Strategy = strategy, FixedParams = pinned ?? ParameterSet.Empty }));

    private static MetricSeries Gaps(int count, Func<int, bool> hasValue)
    {
        var random = new Random(9);
        var origin = new DateTimeOffset(MadeSeries.Start, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var values = Enumerable.Range(0, count).Select(i => hasValue(i) ? 100 + random.NextDouble() : double.NaN).ToArray();
        return MetricSeries.FromRows([.. values.Select((_, i) => origin + (i * 600_000L))], values, 600, []);
    }
}
