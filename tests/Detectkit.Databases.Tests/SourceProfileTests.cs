using DuckDB.NET.Data;

namespace Detectkit.Build.Databases;

/// <summary>Where a metric's query runs and where its state is.</summary>
public sealed class SourceProfileTests : IDisposable
{
    private readonly DatabaseProject project = new();

    public SourceProfileTests()
    {
        foreach (var (file, level) in new[] { ("lake.duckdb", 100), ("sea.duckdb", 200), ("state.duckdb", 300) })
        {
            Execute(file, $"CREATE TABLE orders_by_time AS SELECT TIMESTAMP '2026-01-01' + INTERVAL (10 * i) MINUTE AS placed, {level} + i % 7 AS n FROM range(1440) r(i)");
        }

        project.Write(
            "profiles.yml", "default_profile: state\nprofiles:\n  state: {type: duckdb, path: state.duckdb}\n  lake: {type: duckdb, path: lake.duckdb}\n  sea: {type: duckdb, path: sea.duckdb}\n");
    }

    [Theory]
    [InlineData("", "", "state")]
    [InlineData("", "source_profile: sea\n", "sea")]
    [InlineData("source_profile: lake\n", "source_profile: sea\n", "lake")]
    public void The_query_runs_on_the_metrics_source_profile_over_the_projects(string metric, string settings, string profile)
    {
        using var run = Detect(metric, settings);

        Assert.Equal(profile switch { "lake" => "100", "sea" => "200", _ => "300" }, FirstValue());
    }

    [Fact]
    public void Loaded_points_are_read_from_the_profile_of_the_state()
    {
        Execute("state.duckdb", "CREATE TABLE _dtk_datapoints AS SELECT 'orders' AS metric_name, placed AS timestamp, n + 100 AS value, '{}' AS seasonality_data, 600 AS interval_seconds, '' AS seasonality_columns, now() AS created_at FROM orders_by_time");

        using var run = Detect("source_profile: lake\n", "", ("AutotuneSource", "datapoints"));

        Assert.Equal("400", FirstValue());
    }

    [Fact]
    public void A_source_profile_that_does_not_exist_is_one_diagnostic_at_its_place()
    {
        using var run = Detect("source_profile: pond\n", "");

        var finding = project.Findings(run);
        Assert.StartsWith("metrics/orders.yml(1,17): error DTK0204: 'pond' is not a profile in profiles.yml", finding, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", finding, StringComparison.Ordinal);
    }

    public void Dispose() => project.Dispose();

    private Worker.WorkerRun Detect(string metric, string settings, params (string Name, string Value)[] properties)
    {
        project.Write("metrics/orders.yml", metric + DatabaseProject.Orders).Write("detectkit_project.yml", "name: shop\ndefault_profile: state\n" + settings);
        var run = new Worker.WorkerRun(project.Root, "out", properties);
        run.Detect();
        return run;
    }

    private string FirstValue() => project.Read("out/detections/orders.csv").Split('\n')[1].Split(',')[1];

    private void Execute(string file, string sql)
    {
        using var connection = new DuckDBConnection("DataSource=" + Path.Combine(project.Root, file));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
