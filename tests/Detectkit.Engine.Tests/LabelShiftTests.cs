using Detectkit.Configuration;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Engine.Tests;

public class LabelShiftTests
{
    private const int PerHour = 6;

    private static readonly DateTime Start = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);
    private static readonly int[] Hours = [40, 75, 130, 201, 260];

    [Theory]
    [InlineData(2)]
    [InlineData(-5)]
    [InlineData(11)]
    public void Labels_in_another_zone_are_found_by_their_shift(int shift)
    {
        var series = Series(Hours);

        Assert.Equal(-shift, LabelShift.Find(Labels([.. Hours.Select(h => h + shift)]), series));
        var finding = LabelShift.Finding("incidents/a.yml", Labels([.. Hours.Select(h => h + shift)]), series);
        Assert.Equal(Rules.LabelsShifted, finding!.Rule);
        Assert.Contains(shift > 0 ? $"{shift} hours earlier" : $"{-shift} hours later", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_that_fit_are_left_alone() => Assert.Null(LabelShift.Find(Labels(Hours), Series(Hours)));

    [Fact]
    public void Labels_of_what_the_series_does_not_show_are_left_alone() => Assert.Null(LabelShift.Find(Labels(Hours), Series([])));

    [Fact]
    public void Two_incidents_are_too_few_to_say() => Assert.Null(LabelShift.Find(Labels(42, 77), Series([40, 75])));

    [Fact]
    public void A_shift_that_only_half_of_them_would_need_is_none() => Assert.Null(LabelShift.Find(Labels(42, 77, 132, 190, 240, 280), Series([40, 75, 130])));

    [Fact]
    public void A_daily_cycle_is_no_reason_to_shift_labels()
    {
        var random = new Random(4);
        var values = Enumerable.Range(0, 21 * 24 * PerHour).Select(i => 100 + (80 * Math.Sin(i * Math.PI * 2 / (24 * PerHour))) + random.NextDouble()).ToArray();

        Assert.Null(LabelShift.Find(Labels(1, 25, 49, 73, 97), SeriesOf(values)));
    }

    [Fact]
    public void Noise_with_spikes_now_and_then_hardly_ever_has_a_shift()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var spikes = Enumerable.Range(0, 10).Select(_ => random.Next(20, 480)).ToArray();
            var labels = Enumerable.Range(0, 4).Select(_ => random.Next(20, 480)).ToArray();
            Assert.Null(LabelShift.Find(Labels(labels), Series(spikes, seed)));
        }
    }

    private static IncidentLabels Labels(params int[] hours) => new(
        null, "UTC", hours.Select(h => new Incident(Start.AddHours(h), Start.AddHours(h).AddMinutes(40), false, null, new SourcePosition(0, 3, 5))).ToValueList());

    private static MetricSeries Series(int[] hours, int seed = 1)
    {
        var random = new Random(seed);
        var values = Enumerable.Range(0, 21 * 24 * PerHour).Select(_ => 100 + random.NextDouble() + random.NextDouble()).ToArray();
        foreach (var hour in hours)
        {
            values.AsSpan(hour * PerHour, 5).Fill(140);
        }

        return SeriesOf(values);
    }

    private static MetricSeries SeriesOf(double[] values)
    {
        var origin = new DateTimeOffset(Start, TimeSpan.Zero).ToUnixTimeMilliseconds();
        return MetricSeries.FromRows([.. values.Select((_, i) => origin + (i * 600_000L))], values, 600, []);
    }
}
