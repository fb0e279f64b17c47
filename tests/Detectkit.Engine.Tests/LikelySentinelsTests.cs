using Detectkit.Series;

namespace Detectkit.Engine.Tests;

public class LikelySentinelsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(999_999)]
    [InlineData(-2_147_483_648)]
    [InlineData(1e10)]
    public void A_far_value_that_repeats_is_a_likely_sentinel(double value)
    {
        var values = Noise(400, center: 50_000, width: 20);
        foreach (var i in new[] { 17, 140, 141, 390 })
        {
            values[i] = value;
        }

        Assert.Equal([new LikelySentinel(value, 4)], LikelySentinels.Find(values, []));
        Assert.Empty(LikelySentinels.Lone(values, []));
    }

    [Fact]
    public void Where_most_values_are_equal_the_changes_say_what_is_far()
    {
        double[] values = [.. Enumerable.Range(0, 300).Select(i => i % 5 < 3 ? 7.0 : 7 + (i % 11))];
        foreach (var i in new[] { 30, 60, 90 })
        {
            values[i] = 999_999;
        }

        Assert.Equal([new LikelySentinel(999_999, 3)], LikelySentinels.Find(values, []));
    }

    [Fact]
    public void Two_of_a_kind_are_none_but_told_as_far_from_all_others()
    {
        var values = Noise(400, 100, 5);
        (values[30], values[31]) = (999_999, 999_999);

        Assert.Empty(LikelySentinels.Find(values, []));
        Assert.Equal([new LikelySentinel(999_999, 2)], LikelySentinels.Lone(values, []));
    }

    [Fact]
    public void What_every_fifth_point_has_is_a_state_of_the_metric()
    {
        var values = Noise(400, 50_000, 5);
        for (var i = 0; i < 400; i += 5)
        {
            values[i] = 0;
        }

        Assert.Empty(LikelySentinels.Find(values, []));
    }

    [Fact]
    public void A_far_value_in_a_labelled_incident_is_what_was_labelled()
    {
        var values = Noise(400, 50_000, 5);
        var marked = new bool[400];
        for (var i = 100; i < 110; i++)
        {
            (values[i], marked[i]) = (0, true);
        }

        Assert.Empty(LikelySentinels.Find(values, marked));
        Assert.Single(LikelySentinels.Find(values, []));
    }

    [Fact]
    public void Readings_of_a_metric_that_is_calm_for_the_most_part_are_none_although_some_repeat()
    {
        var values = Noise(2000, center: 0.1, width: 0.01);
        var random = new Random(3);
        for (var i = 0; i < 2000; i += 6)
        {
            values[i] = Math.Round(40 + (60 * random.NextDouble()), 1);
        }

        Assert.Contains(values.Where(v => v > 10).CountBy(v => v), v => v.Value >= 3);
        Assert.Empty(LikelySentinels.Find(values, []));
        Assert.Empty(LikelySentinels.Lone(values, []));

        // What lies as far to the other side is judged by itself.
        Array.ForEach([50, 700, 1300], i => values[i] = -999_999);
        Assert.Equal([new LikelySentinel(-999_999, 3)], LikelySentinels.Find(values, []));
    }

    [Fact]
    public void Three_sentinels_beside_as_many_spikes_are_told()
    {
        var values = Noise(2000, 100, 5);
        foreach (var (i, n) in Enumerable.Range(1, 18).Select(n => (100 * n, n)))
        {
            values[i] = n <= 9 ? new[] { 999_999, 999_998, 1e10 }[n % 3] : 1e6 + n;
        }

        Assert.Equal([new LikelySentinel(999_998, 3), new LikelySentinel(999_999, 3), new LikelySentinel(1e10, 3)], LikelySentinels.Find(values, []));

        values[50] = 5e6;
        Assert.Empty(LikelySentinels.Find(values, []));
    }

    [Fact]
    public void Spikes_that_differ_bursts_of_a_counter_and_series_that_never_change_have_none()
    {
        var spikes = Noise(400, 100, 5);
        for (var i = 0; i < 400; i += 50)
        {
            spikes[i] = 1e6 + i;
        }

        double[] counter = [.. Enumerable.Range(0, 400).Select(i => i % 50 == 0 ? 3.0 : 0)];

        Assert.Empty(LikelySentinels.Find(spikes, []));
        Assert.Empty(LikelySentinels.Find(counter, []));
        Assert.Empty(LikelySentinels.Find(Enumerable.Repeat(4.0, 400).ToArray(), []));
        Assert.Empty(LikelySentinels.Find([], []));
        Assert.Empty(LikelySentinels.Find(Enumerable.Repeat(double.NaN, 400).ToArray(), []));
    }

    private static double[] Noise(int count, double center, double width)
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, count).Select(_ => center + (width * (random.NextDouble() - random.NextDouble())))];
    }
}
