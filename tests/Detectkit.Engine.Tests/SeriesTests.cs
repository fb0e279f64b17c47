using Detectkit.Series;

namespace Detectkit.Engine.Tests;

public class SeriesTests
{
    [Fact]
    public void Rows_off_the_grid_are_dropped_and_counted_and_of_duplicates_the_last_wins()
    {
        long[] stamps = [0, 60_000, 61_000, 180_000, 60_000];
        double[] values = [1, 2, 9, 4, 3];

        var series = MetricSeries.FromRows(stamps, values, 60, ["hour", "is_weekend"]);

        Assert.Equal([1, 3, double.NaN, 4], series.Values.ToArray());
        Assert.Equal(new GridReport(5, 1, 1, 1, TimeSpan.FromSeconds(1)), series.Report);
        Assert.Equal(["false"], series.Columns[1].Labels);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(420)]
    [InlineData(5_400)]
    [InlineData(90_000)]
    public void Every_point_has_the_calendar_label_of_its_own_stamp(int intervalSeconds)
    {
        // Before 1970 too, and over a leap day and a turn of the year.
        foreach (var start in new[] { -100_000_001L, 0L, 1_709_164_799_000L, 1_735_600_000_500L })
        {
            var end = start + (3_000L * intervalSeconds * 1000);

            var series = MetricSeries.FromRows([start, end], [1, 2], intervalSeconds, CalendarColumns.Names);

            Assert.Equal(CalendarColumns.Names, series.Columns.Select(c => c.Name));
            foreach (var column in series.Columns)
            {
                var labels = Enumerable.Range(0, series.Count).Select(i => column.Labels[column.Keys.Span[i]]);
                Assert.Equal(Enumerable.Range(0, series.Count).Select(i => CalendarColumns.LabelAt(column.Name, series.MillisecondsAt(i))), labels);
            }
        }
    }

    [Fact]
    public void Ascending_rows_with_gaps_and_rows_in_any_order_give_the_same_grid()
    {
        long[] stamps = [120_000, 180_000, 181_000, 420_000, 480_000, 600_500];
        double[] values = [1, 2, 9, 3, 4, 8];

        var ascending = MetricSeries.FromRows(stamps, values, 60, []);
        var descending = MetricSeries.FromRows([.. stamps.Reverse()], [.. values.Reverse()], 60, []);

        Assert.Equal([1, 2, double.NaN, double.NaN, double.NaN, 3, 4, double.NaN, double.NaN, double.NaN], ascending.Values.ToArray());
        Assert.Equal(ascending.Values.ToArray(), descending.Values.ToArray());
        Assert.Equal(ascending.Report, descending.Report);
    }

    [Fact]
    public void The_weekday_counts_from_monday()
    {
        var monday = new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

        var series = MetricSeries.FromRows([monday, monday + (6 * 86_400_000L)], [1, 2], 86_400, ["day_of_week"]);

        Assert.Equal(["0", "1", "2", "3", "4", "5", "6"], series.Columns[0].Labels);
    }
}
