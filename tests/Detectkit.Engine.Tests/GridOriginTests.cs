using CsCheck;
using Detectkit.Series;

namespace Detectkit.Engine.Tests;

public class GridOriginTests
{
    private const long Step = 600_000;

    private static readonly long Start = new DateTimeOffset(2026, 2, 3, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    [Fact]
    public void A_first_row_off_the_phase_of_all_others_costs_itself_only()
    {
        var series = Of([Start + 187_000, .. Rows(900, Start + Step)]);

        Assert.Equal(Start + Step, series.StartMilliseconds);
        Assert.Equal(900, series.Count);
        Assert.Equal((1, 0, 0), (series.Report.OffGridRows, series.Report.MissingPoints, series.Report.EarlyRows));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    public void A_row_of_1970_makes_no_grid_of_gaps(long stamp)
    {
        var series = Of([.. Rows(900, Start), stamp]);

        Assert.Equal(900, series.Count);
        Assert.Equal((0, 0, 1), (series.Report.OffGridRows, series.Report.MissingPoints, series.Report.EarlyRows));
    }

    [Fact]
    public void The_reference_anchors_the_grid_at_the_first_row_whatever_it_is()
    {
        var series = MetricSeries.FromRows([Start + 187_000, .. Rows(900, Start + Step)], new double[901], 600, []);

        Assert.Equal(900, series.Report.OffGridRows);
        Assert.Equal(Start + 187_000, series.StartMilliseconds);
    }

    [Fact]
    public void Rows_around_the_grid_are_off_it_and_none_is_lost_twice()
    {
        var series = Of([Start - 1_000, .. Rows(50, Start), Start + (50 * Step) + 5_000]);

        Assert.Equal(50, series.Count);
        Assert.Equal(2, series.Report.OffGridRows);
    }

    [Fact]
    public void Of_two_equally_frequent_phases_that_of_the_first_row_is_taken() =>
        Assert.Equal(5_000, GridPhase.OfMost([Start + 5_000, Start + Step, Start + (2 * Step) + 5_000, Start + (3 * Step)], 600).Milliseconds);

    [Fact]
    public void The_phase_of_most_rows_is_that_of_counting_them() =>
        Gen.Select(Gen.Int[-3, 40].Array[1, 60], Gen.Int[1, 7]).Sample(
            (seconds, interval) =>
            {
                long[] stamps = [.. seconds.Select(s => s * 500L)];
                var counts = stamps.GroupBy(s => GridPhase.Of(s, interval)).ToDictionary(g => g.Key, g => g.Count());

                var phase = GridPhase.OfMost(stamps, interval);

                Assert.Equal(counts.Values.Max(), phase.Rows);
                Assert.Equal(phase.Rows, counts[phase.Milliseconds]);
                var series = MetricSeries.FromRows(stamps, new double[stamps.Length], interval, [], origin: GridOrigin.MostRows);
                Assert.Equal(stamps.Length, phase.Rows + series.Report.OffGridRows + series.Report.EarlyRows);
            },
            iter: 500,
            threads: 1);

    [Fact]
    public void An_infinite_value_is_a_missing_one_and_counted()
    {
        var series = MetricSeries.FromRows([.. Rows(4, Start)], [1, double.PositiveInfinity, double.NegativeInfinity, double.NaN], 600, []);

        Assert.Equal([1, double.NaN, double.NaN, double.NaN], series.Values.ToArray());
        Assert.Equal((3, 2, 1), (series.Report.MissingPoints, series.Report.InfiniteValues, series.ValueCount));
    }

    private static MetricSeries Of(long[] stamps) => MetricSeries.FromRows(stamps, new double[stamps.Length], 600, [], origin: GridOrigin.MostRows);

    private static IEnumerable<long> Rows(int count, long start) => Enumerable.Range(0, count).Select(i => start + (i * Step));
}
