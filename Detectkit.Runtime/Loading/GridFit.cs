using System.Globalization;
using Detectkit.Configuration;
using Detectkit.Runtime.Databases;
using Detectkit.Series;

namespace Detectkit.Runtime.Loading;

/// <summary>Says how well a metric's rows fit its grid, and what to write where they do not.</summary>
internal sealed class GridFit(MetricConfig metric, DatabaseDialect dialect, LoadedSeries loaded, GridOrigin origin)
{
    // More than this share of rows lost is no accident of a feed but a query or an interval that does not fit.
    private const double TolerableLoss = 0.01;

    // More than this share off the grid, and what is left of the series says little about it.
    private const double LargestShareOffGrid = 0.1;

    private const int SecondsPerDay = 86_400;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly LoadingReport report = loaded.Report;
    private readonly int seconds = metric.IntervalSeconds;

    // Without those that are left out before the grid is laid.
    private int Rows => report.RowsRead - report.RowsOutsideRange;

    /// <summary>What there is to say.</summary>
    public ValueList<MetricFailure> Failures()
    {
        if (origin == GridOrigin.MostRows && report.Grid.OffGridRows > LargestShareOffGrid * report.Grid.Rows)
        {
            return [new MetricFailure(RuntimeRules.RowsOffGrid, OffGrid()) { Field = "interval" }];
        }

        if (StartOffPhase() is { } start)
        {
            return [new MetricFailure(RuntimeRules.StartOffPhase, start) { Field = "loading_start_time" }];
        }

        return report.RowsLost > Rows * TolerableLoss ? [new MetricFailure(RuntimeRules.RowsLost, Losses()) { Field = "interval" }] : [];
    }

    private string OffGrid() => string.Create(
        CultureInfo.InvariantCulture,
        $"{report.Grid.OffGridRows} of {report.Grid.Rows} rows ({Share(report.Grid.OffGridRows, report.Grid.Rows)} %) lie off the grid that the most rows are on, a timestamp every {seconds} s{Offset()}{Daylight()}; {Fix()}");

    // What was loaded before, by whichever start, is on the grid of Python detectkit.
    private string? StartOffPhase()
    {
        if (report.Origin != HistoryOrigin.Query || origin != GridOrigin.MostRows || TimeRange.StartOf(metric) is not { } start)
        {
            return null;
        }

        var (step, phase) = (seconds * 1000L, GridPhase.Of(loaded.Series.StartMilliseconds, seconds));
        var milliseconds = (start.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
        var own = GridPhase.Of(milliseconds, seconds);
        if (own == phase)
        {
            return null;
        }

        var wanted = DateTime.UnixEpoch.AddMilliseconds(milliseconds - own + phase - (phase > own ? step : 0));
        var fits = report.Grid.Rows - report.Grid.OffGridRows - report.Grid.EarlyRows;
        var remedy = phase % 1000 == 0
            ? string.Create(CultureInfo.InvariantCulture, $"write loading_start_time: \"{wanted:yyyy-MM-dd HH:mm:ss}\"")
            : Fix();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"'loading_start_time' fixes timestamps {Words(own)} after each multiple of {seconds} s, but {fits} of {report.Grid.Rows} rows lie {Words(phase)} after it, so that Python detectkit loads nothing but NULL; {remedy}");
    }

    private string Losses()
    {
        var reasons = new List<string>();
        Add(report.Grid.OffGridRows, "off the grid" + Offset());
        Add(report.Grid.EarlyRows, "long before all others");
        Add(report.Grid.DuplicateRows, "replaced by a later row of the same timestamp");
        Add(report.RowsWithoutStamp, "without a timestamp");
        var anchor = origin == GridOrigin.MostRows ? "as most rows have it" : "from the first row on";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{report.RowsLost} of {Rows} rows ({Share(report.RowsLost, Rows)} %) are not in the series: {string.Join("; ", reasons)}; the grid has a timestamp every {seconds} s {anchor}, so group the rows by interval in the query{Daylight()}");

        void Add(int count, string reason)
        {
            if (count > 0)
            {
                reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {reason}"));
            }
        }
    }

    private string Offset() => report.Grid.OffGridOffset is { } offset ? ", most often " + Words((long)offset.TotalMilliseconds) + " after a grid point" : "";

    // Local midnights are 23 or 25 hours apart twice a year.
    private string Daylight() => seconds % SecondsPerDay == 0 && report.Grid.OffGridOffset is { } offset && (offset == Hour || offset == TimeSpan.FromSeconds(seconds) - Hour)
        ? ": the timestamps are local midnights, which daylight saving moves by an hour against UTC"
        : "";

    private string Fix() => "group them by interval in the query, by " + dialect.TimeBucket(metric.QueryColumns?.Timestamp ?? "timestamp", seconds);

    private static string Share(int part, int whole) => (100.0 * part / whole).ToString("0.#", CultureInfo.InvariantCulture);

    private static string Words(long milliseconds) => (milliseconds / 1000.0).ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
