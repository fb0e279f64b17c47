using System.Globalization;
using System.Text;
using Detectkit.Tests;
using DuckDB.NET.Data;

namespace Detectkit.Build.Databases;

/// <summary>Loaded points in a DuckDB file, which needs no server.</summary>
public sealed class DatapointsTests : IDisposable
{
    private readonly DatabaseProject project = new DatabaseProject().Write("metrics/orders.yml", DatabaseProject.Orders).WriteProfile("type: duckdb, path: shop.duckdb");

    [Fact]
    public void Only_the_metrics_own_points_of_the_range_are_read()
    {
        Store("_dtk_datapoints", "orders", i => $"{{\"hour\": {i / 6 % 24}}}");
        Store("_dtk_datapoints", "returns", _ => "{}");

        using var run = project.Tune(("AutotuneSource", "datapoints"), ("AutotuneFrom", "2026-01-02"), ("AutotuneTo", "2026-01-09"));

        Assert.False(run.Context.Log.HasErrors, run.Log);
        using var record = run.Record("orders");
        var loading = record.RootElement.GetProperty("loading");
        Assert.Equal("datapoints", loading.GetProperty("source").GetString());
        Assert.Equal("2026-01-02T00:00:00", loading.GetProperty("first_stamp").GetString());
        Assert.Equal("2026-01-08T23:50:00", loading.GetProperty("last_stamp").GetString());
        Assert.Equal(7 * 144, record.RootElement.GetProperty("settings").GetProperty("rows").GetInt32());
        Assert.Contains(" -p:AutotuneSource=datapoints", project.Read("metrics/orders.yml"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_projects_table_is_used_and_the_metrics_own_over_it()
    {
        Store("warm.points", "orders", _ => "{}");
        Store("warm.others", "refunds", _ => "");
        project.Write("detectkit_project.yml", "name: shop\ndefault_profile: warehouse\ntables: {datapoints: points}\n")
            .Write("metrics/refunds.yml", DatabaseProject.Orders.Replace("name: orders", "name: refunds\ntables: {datapoints: warm.others}", StringComparison.Ordinal))
            .WriteProfile("type: duckdb, path: shop.duckdb, internal_schema: warm");

        using var run = project.Tune(("AutotuneSource", "datapoints"));

        Assert.False(run.Context.Log.HasErrors, run.Log);
    }

    [Fact]
    public void Stored_seasons_count_where_the_calendar_says_otherwise_or_nothing()
    {
        project.Write("metrics/orders.yml", DatabaseProject.Orders.Replace(
            "seasonality_columns: [hour]", "query_columns: {timestamp: timestamp, metric: value, seasonality: [shift]}", StringComparison.Ordinal));
        Store("_dtk_datapoints", "orders", i => i / 48 % 3 == 0 ? "{\"shift\": \"night\", \"is_weekend\": false}" : "{\"shift\": \"day\"}");

        using var run = project.Tune(("AutotuneSource", "datapoints"), ("AutotuneStrategy", "reference"));

        Assert.False(run.Context.Log.HasErrors, run.Log);
        Assert.Contains("chose shift", run.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no file", "")]
    [InlineData("no table", "")]
    [InlineData("no points", "")]
    [InlineData("no points in range", "")]
    [InlineData("no season", "{\"hour\": 3}")]
    [InlineData("no JSON", "hour=3")]
    public void What_is_missing_is_one_diagnostic_that_says_what_to_do(string what, string seasons)
    {
        if (what != "no file")
        {
            Store(what == "no table" ? "other" : "_dtk_datapoints", what == "no points" ? "others" : "orders", _ => seasons);
        }

        if (what == "no season")
        {
            project.Write("metrics/orders.yml", DatabaseProject.Orders.Replace("seasonality_columns: [hour]", "query_columns: {seasonality: [shift]}", StringComparison.Ordinal));
        }

        using var run = project.Tune([("AutotuneSource", "datapoints"), .. what == "no points in range" ? [("AutotuneFrom", "2026-02-01"), ("AutotuneTo", "2026-03-01")] : Array.Empty<(string, string)>()]);

        var expected = what switch
        {
            "no file" => "metrics/orders.yml : error DTK0403: profile 'warehouse': there is no DuckDB file at the profile's path",
            "no table" => "metrics/orders.yml(1,7): error DTK0404: the loaded points cannot be read: Catalog Error: Table with name _dtk_datapoints does not exist!",
            "no points" => "metrics/orders.yml(1,7): error DTK0407: the table '_dtk_datapoints' of profile 'warehouse' has no points of 'orders': load them with 'dtk run --select orders --steps load', or read the metric's query with -p:AutotuneSource=query",
            "no points in range" => "metrics/orders.yml(1,7): error DTK0407: the table '_dtk_datapoints' of profile 'warehouse' has no points of 'orders' from 2026-02-01 00:00:00 to 2026-03-01 00:00:00: load them",
            "no season" => "metrics/orders.yml(1,7): error DTK0405: no loaded point has the season 'shift' in 'seasonality_data': load the points again, with 'dtk run --select orders --steps load --full-refresh'",
            _ => "metrics/orders.yml(1,7): error DTK0406: column 'seasonality_data' holds the text 'hour=3', which is not a JSON object of seasons",
        };
        var findings = project.Findings(run);
        Assert.True(findings.StartsWith(expected, StringComparison.Ordinal), findings);
        Assert.DoesNotContain("\n", findings, StringComparison.Ordinal);
    }

    public void Dispose() => project.Dispose();

    private void Store(string table, string metric, Func<int, string> seasons)
    {
        var random = new Random(5);
        var rows = new StringBuilder();
        for (var i = 0; i < 1440; i++)
        {
            var value = 100 + (i / 48 % 3 == 0 ? 50 : 0) + (random.NextDouble() * 10) + (i % 400 < 6 ? 90 : 0);
            rows.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}('{metric}', TIMESTAMP '2026-01-01' + INTERVAL {10 * i} MINUTE, {value:R}, '{seasons(i)}', 600, 'hour', '2026-02-01')");
        }

        using var connection = new DuckDBConnection("DataSource=" + Path.Combine(project.Root, "shop.duckdb"));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"CREATE SCHEMA IF NOT EXISTS warm; CREATE TABLE IF NOT EXISTS {table} (metric_name VARCHAR, timestamp TIMESTAMP, value DOUBLE, seasonality_data VARCHAR, "
            + $"interval_seconds BIGINT, seasonality_columns VARCHAR, created_at TIMESTAMP); INSERT INTO {table} VALUES {rows}";
        command.ExecuteNonQuery();
    }
}
