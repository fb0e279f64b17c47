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

    [Fact]
    public void The_weekday_counts_from_monday()
    {
        var monday = new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

        var series = MetricSeries.FromRows([monday, monday + (6 * 86_400_000L)], [1, 2], 86_400, ["day_of_week"]);

        Assert.Equal(["0", "1", "2", "3", "4", "5", "6"], series.Columns[0].Labels);
    }
}
