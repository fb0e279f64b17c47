using Detectkit.Runtime.Databases;

namespace Detectkit.Build.Worker;

/// <summary>Histories that are not what they seem: infinite values, gaps, rows off the grid, sentinels, labels of another zone.</summary>
public sealed class DataThatIsNoDataTests : IDisposable
{
    private const string Noise = "100 + (hash(n) % 1000) / 100.0";
    private const string Stamp = "TIMESTAMP '2026-02-03' + INTERVAL (n * 10) MINUTE";

    private readonly MadeProject project = new();

    [Fact]
    public void An_infinite_value_is_missing_and_counted_and_the_rest_is_tuned_as_ever()
    {
        using var run = Tune($"SELECT {Stamp} AS timestamp, CASE WHEN n = 500 THEN 1 / 0.0::DOUBLE ELSE {Noise} END AS value FROM range(2000) t(n)");

        Assert.Contains("2000 points 2026-02-03 00:00 to 2026-02-16 21:10 UTC, 1 missing, 1 of them infinite", run.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("-0.000", run.Log, StringComparison.Ordinal);
        using var record = run.Record("made");
        Assert.Equal(1, record.RootElement.GetProperty("loading").GetProperty("infinite_values").GetInt32());
    }

    [Theory]
    [InlineData("NULL::DOUBLE")]
    [InlineData("CASE WHEN n % 20 = 3 THEN 5.0 + n % 7 END")]
    public void A_history_of_gaps_is_an_error_and_changes_nothing(string value)
    {
        using var run = Tune($"SELECT {Stamp} AS timestamp, {value} AS value FROM range(1800) t(n)");

        Assert.Contains("error DTK0411: 'made' cannot be tuned: not enough values: ", run.Log, StringComparison.Ordinal);
        Assert.Contains("(0 tuned, 1 failed)", run.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TIMESTAMP '2026-02-02 23:53:07'", "1 off the grid")]
    [InlineData("TIMESTAMP '1970-01-01'", "1 long before all others")]
    public void A_lone_row_before_all_others_costs_itself_only(string stamp, string words)
    {
        using var run = Tune($"SELECT CASE WHEN n = 0 THEN {stamp} ELSE {Stamp} END AS timestamp, {Noise} AS value FROM range(900) t(n)");

        Assert.Contains("899 points 2026-02-03 00:10 to ", run.Log, StringComparison.Ordinal);
        Assert.Contains("left out: " + words, run.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("DTK04", run.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void A_start_off_the_phase_of_most_rows_is_an_error_that_names_both_and_the_start_to_write()
    {
        using var run = Tune($"SELECT {Stamp} AS timestamp, {Noise} AS value FROM range(900) t(n)", "loading_start_time: \"2026-02-01 00:03:20\"\n");

        Assert.Contains("error DTK0416: 'loading_start_time' fixes timestamps 200 s after each multiple of 600 s, but 900 of 900 rows lie 0 s after it", run.Log, StringComparison.Ordinal);
        Assert.Contains("write loading_start_time: \"2026-02-01 00:00:00\"", run.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void A_start_on_the_phase_of_most_rows_is_none()
    {
        using var run = Tune($"SELECT {Stamp} + INTERVAL 200 SECOND AS timestamp, {Noise} AS value FROM range(900) t(n)", "loading_start_time: \"2026-02-01 00:03:20\"\n");

        Assert.DoesNotContain("DTK04", run.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_that_is_not_over_is_left_out_at_whichever_hour_days_begin()
    {
        const string query = $"SELECT TIMESTAMP '2024-01-01 05:00:00' + INTERVAL (n) DAY AS timestamp, {Noise} AS value FROM range(400) t(n)";
        project.Write("metrics/made.yml", $"name: made\ninterval: 1d\nloading_delay: 1h\nquery: >-\n  {query}\ndetectors:\n  - {{type: mad, params: {{window_size: 60}}}}\n");
        using var run = new WorkerRun(project.Root, "out", ("AutotuneSelect", "made"), ("AutotuneDryRun", "true")) { Now = new DateTimeOffset(2025, 1, 1, 5, 59, 0, TimeSpan.Zero) };
        run.Autotune();

        Assert.Contains(", 365 points 2024-01-01 05:00 to 2024-12-30 05:00 UTC, 0 missing; left out: 35 outside the range", run.Log, StringComparison.Ordinal);
        using var record = run.Record("made");
        Assert.Equal("2024-12-31T05:00:00", record.RootElement.GetProperty("loading").GetProperty("to").GetString());
    }

    [Fact]
    public void Many_rows_off_the_grid_are_an_error_with_the_fix_in_sql_and_a_warning_for_the_reference_strategy()
    {
        const string query = $"SELECT {Stamp} + INTERVAL (CASE WHEN n % 5 = 0 THEN 53 ELSE 0 END) SECOND AS timestamp, {Noise} AS value FROM range(900) t(n)";
        using var run = Tune(query);
        using var reference = Tune(query, "", ("AutotuneStrategy", "reference"));
        using var detected = new WorkerRun(project.Root, "out", ("AutotuneSelect", "made"));
        detected.Detect();

        const string words = "error DTK0417: 180 of 900 rows (20 %) lie off the grid that the most rows are on, a timestamp every 600 s, most often 53 s after a grid point; group them by interval in the query, by time_bucket(INTERVAL '600 seconds', timestamp)";
        Assert.Contains(words, run.Log, StringComparison.Ordinal);
        Assert.Contains(words, detected.Log, StringComparison.Ordinal);
        Assert.Contains("warning DTK0408: 720 of 900 rows", reference.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void Some_rows_off_the_grid_are_a_warning()
    {
        using var run = Tune($"SELECT {Stamp} + INTERVAL (CASE WHEN n % 20 = 0 THEN 53 ELSE 0 END) SECOND AS timestamp, {Noise} AS value FROM range(900) t(n)");

        Assert.Contains("warning DTK0408: 45 of 900 rows (5 %) are not in the series: 45 off the grid, most often 53 s after a grid point", run.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void Local_midnights_are_told_by_the_name_of_daylight_saving()
    {
        using var run = Tune(
            $"SELECT TIMESTAMP '2024-01-01' + INTERVAL (n) DAY - INTERVAL (CASE WHEN month(TIMESTAMP '2024-01-01' + INTERVAL (n) DAY) BETWEEN 4 AND 10 THEN 2 ELSE 1 END) HOUR AS timestamp, {Noise} AS value FROM range(700) t(n)",
            "",
            "1d");

        Assert.Contains("error DTK0417", run.Log, StringComparison.Ordinal);
        Assert.Contains("the timestamps are local midnights, which daylight saving moves by an hour against UTC", run.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("duckdb", "time_bucket(INTERVAL '300 seconds', ts)")]
    [InlineData("postgres", "date_bin('300 seconds', ts, '1970-01-01')")]
    [InlineData("clickhouse", "toStartOfInterval(ts, INTERVAL 300 SECOND)")]
    [InlineData("mysql", "FROM_UNIXTIME(FLOOR(UNIX_TIMESTAMP(ts) / 300) * 300)")]
    public void Every_database_has_its_own_words_for_the_grid(string type, string sql) => Assert.Equal(sql, DatabaseDialects.Find(type)!.TimeBucket("ts", 300));

    [Fact]
    public void A_likely_sentinel_leaves_the_metric_as_it_is_and_says_how_to_write_it()
    {
        const string query = $"SELECT {Stamp} AS timestamp, CASE WHEN n % 300 = 7 THEN -1e10 WHEN n % 400 = 9 THEN 999999 ELSE {Noise} END AS value FROM range(2000) t(n)";
        using var run = Tune(query, "", ("AutotuneForceChange", "true"));
        using var detected = new WorkerRun(project.Root, "out", ("AutotuneSelect", "made"));
        detected.Detect();

        const string words = "warning DTK0418: -10000000000 (7 times), 999999 (5 times): far from all other values and always exactly the same, likely not measured; if so, write NULLIF(NULLIF(value, -10000000000), 999999) in the query";
        Assert.Contains(words, run.Log, StringComparison.Ordinal);
        Assert.Contains(words, detected.Log, StringComparison.Ordinal);
        Assert.Contains("(0 tuned, 1 skipped", run.Log, StringComparison.Ordinal);
        Assert.False(run.Context.Log.HasErrors);
    }

    [Fact]
    public void A_single_value_far_from_all_others_is_told_in_loading()
    {
        using var run = Tune($"SELECT {Stamp} AS timestamp, CASE WHEN n = 700 THEN 999999 ELSE {Noise} END AS value FROM range(2000) t(n)");

        Assert.Contains("far from all other values: 999999; a window that holds one has a wide band", run.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("DTK0418", run.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_two_hours_off_are_a_warning_that_names_the_shift()
    {
        project.Write("incidents/made/1.yml", "incidents:\n" + string.Concat(new[] { 5, 7, 9, 11 }.Select(day => $"  - {{start: \"2026-02-{day:00} 12:00:00\", end: \"2026-02-{day:00} 12:50:00\"}}\n")));
        using var run = Tune($"SELECT {Stamp} AS timestamp, {Noise} + CASE WHEN hour({Stamp}) = 10 AND day({Stamp}) IN (5, 7, 9, 11) THEN 90 ELSE 0 END AS value FROM range(2000) t(n)");

        Assert.Contains("warning DTK0113: Nearly all incidents stand where the series is as usual, and fit it 2 hours earlier. Their times are taken as UTC", run.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void A_labels_folder_that_no_metric_has_is_a_warning_of_every_run()
    {
        project.Write("incidents/ordes/1.yml", "incidents:\n  - {at: \"2026-01-04 10:00:00\"}\n");
        using var run = Tune($"SELECT {Stamp} AS timestamp, {Noise} AS value FROM range(900) t(n)");

        Assert.Contains("warning DTK0207: No metric is called 'ordes'", run.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_the_metrics_folder_that_declares_another_is_an_error_before_anything_is_loaded()
    {
        project.Write("incidents/made/1.yml", "metric: orders\nincidents:\n  - {at: \"2026-02-04 10:00:00\"}\n");
        using var run = Tune($"SELECT {Stamp} AS timestamp, {Noise} AS value FROM range(900) t(n)");

        Assert.Contains("error DTK0107: These labels are for the metric 'orders', but the folder 'incidents/made/' holds those of 'made'.", run.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("LOADING", run.Log, StringComparison.Ordinal);
    }

    public void Dispose() => project.Dispose();

    private WorkerRun Tune(string query, string more = "", params (string Name, string Value)[] properties) => Tune(query, more, "10min", properties);

    private WorkerRun Tune(string query, string more, string interval, params (string Name, string Value)[] properties)
    {
        project.Write("metrics/made.yml", $"name: made\ninterval: {interval}\n{more}query: >-\n  {query}\ndetectors:\n  - {{type: mad, params: {{window_size: 60}}}}\n");
        return project.Tune("made", properties);
    }
}
