using System.Globalization;
using Detectkit.Build.Worker.Loading;
using Detectkit.Build.Worker.Options;
using Detectkit.Configuration;
using Detectkit.Configuration.Project;

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

    private static TimeRange Range(int? metric, int project, params KeyValuePair<string, string>[] properties)
    {
        var options = RunOptionsReader.Read(new Dictionary<string, string>(properties), "shop.csproj").Options;
        return TimeRange.Of(new MetricConfig { Name = "orders", IntervalSeconds = 600, LoadingDelaySeconds = metric }, new ProjectFile { LoadingDelaySeconds = project }, options, Now);
    }
}
