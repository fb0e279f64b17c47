using System.Globalization;
using Detectkit.Build.Options;
using Detectkit.Build.Databases;
using Detectkit.Configuration;
using Detectkit.Configuration.Project;
using Detectkit.Runtime.Databases;
using Detectkit.Runtime.Loading;

namespace Detectkit.Build.Worker;

public class TimeRangeTests
{
    private static readonly DateTime Now = new(2026, 5, 2, 12, 7, 30, DateTimeKind.Utc);

    [Theory]
    [InlineData(null, 0, "12:00:00")]
    [InlineData(null, 450, "12:00:00")]
    [InlineData(null, 451, "11:50:00")]
    [InlineData(900, 0, "11:50:00")]
    [InlineData(3600, 60, "11:00:00")]
    [InlineData(0, 3600, "12:00:00")]
    public void An_interval_is_read_once_it_is_over_for_the_metrics_loading_delay_or_else_the_projects(int? metric, int project, string end)
    {
        var range = Range(metric, project);

        Assert.Equal((end, false), (range.To.ToString("HH:mm:ss", CultureInfo.InvariantCulture), range.IsEndSet));
    }

    [Fact]
    public void An_end_that_is_asked_for_goes_before_the_loading_delay()
    {
        var range = Range(3600, 3600, new KeyValuePair<string, string>("AutotuneTo", "2026-05-02 12:05:00"));

        Assert.Equal((new DateTime(2026, 5, 2, 12, 5, 0), true), (range.To, range.IsEndSet));
    }

    [Theory]
    [InlineData("2026-05-02 05:00:00", "2026-05-01 05:00:00")]
    [InlineData("2026-05-02 04:59:59", "2026-04-30 05:00:00")]
    [InlineData("2026-05-02 05:00:00", "2026-04-30 05:00:00", 1)]
    [InlineData("2026-05-02 06:00:00", "2026-05-01 05:00:00", 3600)]
    [InlineData("2026-05-02 05:59:59", "2026-04-30 05:00:00", 3600)]
    [InlineData("2026-05-02 05:30:00.500", "2026-05-01 05:00:00", 0, true)]
    [InlineData("2026-05-02 04:30:00", "2026-04-30 05:00:00", 0, true)]
    [InlineData("2026-05-02 12:00:00", "2026-04-30 05:00:00", 0, true, null)]
    [InlineData("2026-05-02 12:00:00", "2026-05-01 05:00:00", 0, false, null)]
    public void Rows_at_five_of_each_day_are_read_once_their_day_is_over(
        string now, string newest, int delay = 0, bool endWasAsked = false, string? start = "2026-04-20 05:00:00")
    {
        var metric = new MetricConfig { Name = "orders", IntervalSeconds = 86_400, LoadingDelaySeconds = delay, LoadingStartTime = start };
        var range = TimeRange.Of(metric, new ProjectFile(), null, null, Time(now));
        var stamps = Enumerable.Range(0, 20).Select(day => (long)(Time("2026-04-20 05:00:00").AddDays(day) - DateTime.UnixEpoch).TotalMilliseconds).ToArray();

        // What has no end in it gives them as they are, and the database that was told one fills no interval beyond it.
        var rows = range.RowsOf(new LoadedRows(stamps, new double[stamps.Length], [], 0), endWasAsked);

        Assert.Equal(Time(newest), DateTime.UnixEpoch.AddMilliseconds(rows.Milliseconds.Span[^1]));
        Assert.True(!endWasAsked || Time(newest).AddDays(1) <= range.To);
    }

    [Theory]
    [InlineData("2026-04-20 05:00:00", "2026-05-02 05:00:00")]
    [InlineData("2027-01-01 13:00:00", "2026-05-01 13:00:00")]
    [InlineData(null, "2026-05-02 00:00:00")]
    public void The_database_is_told_the_end_of_the_last_complete_interval_after_the_metrics_start(string? start, string end)
    {
        var metric = new MetricConfig { Name = "orders", IntervalSeconds = 86_400, LoadingStartTime = start };

        Assert.Equal(Time(end), TimeRange.Of(metric, new ProjectFile(), null, null, Now).To);
    }

    private static DateTime Time(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    private static TimeRange Range(int? metric, int project, params KeyValuePair<string, string>[] properties)
    {
        var options = RunOptionsReader.Read(new Dictionary<string, string>(properties), "shop.csproj").Options;
        return TimeRange.Of(new MetricConfig { Name = "orders", IntervalSeconds = 600, LoadingDelaySeconds = metric }, new ProjectFile { LoadingDelaySeconds = project }, options.From, options.To, Now);
    }
}
