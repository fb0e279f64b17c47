using System.Globalization;
using Detectkit.Runtime;
using Detectkit.Runtime.Databases;

namespace Detectkit.Build.Databases;

public sealed class DuckDbDatabaseTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("detectkit-duckdb-").FullName;

    [Theory]
    [InlineData("DATE '2026-05-02'", "2026-05-02 00:00:00.000")]
    [InlineData("TIMESTAMP '2026-05-02 14:00:00.123456'", "2026-05-02 14:00:00.123")]
    [InlineData("TIMESTAMP_S '2026-05-02 14:00:00'", "2026-05-02 14:00:00.000")]
    [InlineData("TIMESTAMP_MS '2026-05-02 14:00:00.123'", "2026-05-02 14:00:00.123")]
    [InlineData("TIMESTAMP_NS '2026-05-02 14:00:00.123999'", "2026-05-02 14:00:00.123")]
    [InlineData("TIMESTAMPTZ '2026-05-02 14:00:00+02'", "2026-05-02 12:00:00.000")]
    [InlineData("TIMESTAMPTZ '2026-05-02 14:00:00'", "2026-05-02 14:00:00.000")]
    [InlineData("'2026-05-02 14:00:00'", "2026-05-02 14:00:00.000")]
    [InlineData("'2026-05-02T14:00:00.5Z'", "2026-05-02 14:00:00.500")]
    [InlineData("'2026-05-02T14:00:00+02:00'", "2026-05-02 12:00:00.000")]
    [InlineData("'2026-05-02'", "2026-05-02 00:00:00.000")]
    [InlineData("TIMESTAMP '1969-12-31 23:59:59.9995'", "1969-12-31 23:59:59.999")]
    public void Stamps_of_every_type_are_read_as_UTC_milliseconds(string expression, string expected)
    {
        var rows = Load($"SELECT {expression} AS timestamp, 1 AS value");

        var stamp = DateTime.UnixEpoch.AddMilliseconds(rows.Milliseconds.Span[0]);
        Assert.Equal(expected, stamp.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("TRUE", 1)]
    [InlineData("CAST(-7 AS TINYINT)", -7)]
    [InlineData("CAST(200 AS UTINYINT)", 200)]
    [InlineData("CAST(-300 AS SMALLINT)", -300)]
    [InlineData("CAST(4000000000 AS UINTEGER)", 4e9)]
    [InlineData("CAST(9007199254740993 AS BIGINT)", 9007199254740992)]
    [InlineData("CAST(18446744073709551615 AS UBIGINT)", 18446744073709551615)]
    [InlineData("CAST('-170141183460469231731687303715884105727' AS HUGEINT)", -1.7014118346046923e38)]
    [InlineData("CAST(1.5 AS FLOAT)", 1.5)]
    [InlineData("CAST(0.1 AS DOUBLE)", 0.1)]
    [InlineData("CAST(12.34 AS DECIMAL(4,2))", 12.34)]
    [InlineData("CAST(-12345.678 AS DECIMAL(9,3))", -12345.678)]
    [InlineData("CAST(123456789012.345 AS DECIMAL(18,3))", 123456789012.345)]
    [InlineData("CAST(-1234567890123456789012.5 AS DECIMAL(38,1))", -1234567890123456789012.5)]
    [InlineData("sum(range) FROM range(5", 10)]
    [InlineData("' 2.5 '", 2.5)]
    [InlineData("CAST('inf' AS DOUBLE)", double.PositiveInfinity)]
    [InlineData("CAST('nan' AS DOUBLE)", double.NaN)]
    [InlineData("CAST(NULL AS DOUBLE)", double.NaN)]
    [InlineData("CAST(NULL AS HUGEINT)", double.NaN)]
    [InlineData("NULL", double.NaN)]
    public void Values_of_every_type_are_read_as_doubles(string expression, double expected) =>
        Assert.Equal(expected, Load(expression.Contains("FROM", StringComparison.Ordinal)
            ? $"SELECT DATE '2026-01-01' AS timestamp, {expression.Replace(" FROM", " AS value FROM", StringComparison.Ordinal)})"
            : $"SELECT DATE '2026-01-01' AS timestamp, {expression} AS value").Values.Span[0]);

    [Fact]
    public void Provided_seasons_keep_the_text_that_their_json_would_have()
    {
        var rows = Load(
            "SELECT DATE '2026-01-01' AS timestamp, 1 AS value, 'a' AS s, 3 AS i, TRUE AS b, 1.0::DOUBLE AS d, 'x'::ENUM('w', 'x') AS e, NULL AS n",
            "s", "i", "b", "d", "e", "n");

        Assert.Equal(["a", "3", "true", "1.0", "x", null], rows.Seasonality.Select(c => c.Value[0]));
    }

    [Fact]
    public void Rows_beyond_one_chunk_keep_their_order()
    {
        var rows = Load("SELECT TIMESTAMP '2026-01-01' + to_minutes(range::INT) AS timestamp, -range AS value, range % 3 AS s FROM range(10000)", "s");

        Assert.Equal(10000, rows.Count);
        Assert.Equal(Enumerable.Range(0, 10000).Select(i => -(double)i), rows.Values.ToArray());
        Assert.Equal("2", rows.Seasonality[0].Value[9998]);
    }

    [Fact]
    public void Rows_without_a_stamp_are_counted_and_left_out()
    {
        var rows = Load("SELECT * FROM (VALUES (NULL, 1, 'a'), (TIMESTAMP '2026-01-01', 2, 'b'), ('infinity', 3, 'c'), (TIMESTAMP '2026-01-02', 4, 'd')) t(timestamp, value, s)", "s");

        Assert.Equal(2, rows.RowsWithoutStamp);
        Assert.Equal([2.0, 4.0], rows.Values.ToArray());
        Assert.Equal(["b", "d"], rows.Seasonality[0].Value);
    }

    [Fact]
    public void Data_files_are_found_from_the_project_root()
    {
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        File.WriteAllText(Path.Combine(folder, "data", "foo.csv"), "timestamp,value\n2026-01-01 00:00:00,1\n2026-01-01 00:10:00,2.5\n");

        Assert.Equal([1.0, 2.5], Load("SELECT timestamp, value FROM 'data/foo.csv'").Values.ToArray());
        Assert.Equal([1.0, 2.5], Load("SELECT timestamp, value FROM read_csv('data/*.csv')").Values.ToArray());
    }

    [Fact]
    public void A_failing_query_gives_the_databases_own_words_and_their_place()
    {
        var failure = Failure("SELECT timestamp,\n       valu\nFROM (SELECT 1 AS timestamp, 2 AS value)");

        Assert.Equal("DTK0404", failure.Rule.Id);
        Assert.Equal("Binder Error: Referenced column \"valu\" not found in FROM clause!; Candidate bindings: \"value\"", failure.Message);
        Assert.Equal(new QueryPlace(2, 8), failure.Place);
    }

    [Theory]
    [InlineData("SELECT 1 AS t, 2 AS value", "DTK0405", "the result has no column 'timestamp' but 't', 'value'")]
    [InlineData("SELECT 17 AS timestamp, 2 AS value", "DTK0406", "column 'timestamp' has the type INTEGER but must hold a date, a timestamp or its text")]
    [InlineData("SELECT DATE '2026-01-01' AS timestamp, [1] AS value", "DTK0406", "column 'value' has the type LIST but must hold numbers")]
    [InlineData("SELECT 'soon' AS timestamp, 2 AS value", "DTK0406", "column 'timestamp' holds the text 'soon', which is not a timestamp")]
    [InlineData("SELECT DATE '2026-01-01' AS timestamp, 'many' AS value", "DTK0406", "column 'value' holds the text 'many', which is not a number")]
    public void A_result_that_cannot_be_used_is_refused_with_what_to_do(string query, string id, string message)
    {
        var failure = Failure(query);

        Assert.Equal(id, failure.Rule.Id);
        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_is_found_in_any_case_where_only_one_can_be_meant() =>
        Assert.Equal(1, Load("SELECT DATE '2026-01-01' AS Timestamp, 1 AS VALUE").Count);

    [Fact]
    public void A_file_is_opened_for_reading_only()
    {
        var profile = new ConnectionProfile("file", DatabaseDialects.DuckDb) { Path = "shop.duckdb" };
        using (var made = new DuckDB.NET.Data.DuckDBConnection("Data Source=" + Path.Combine(folder, "shop.duckdb")))
        {
            made.Open();
            using var command = made.CreateCommand();
            command.CommandText = "CREATE TABLE orders AS SELECT DATE '2026-01-01' AS timestamp, 5 AS value";
            command.ExecuteNonQuery();
        }

        using var database = DuckDbDatabase.Open(profile, new OpenOptions(folder));
        Assert.Equal(5, database.Load(Query("FROM orders"), default).Values.Span[0]);
        var refused = Assert.Throws<LoadingFailedException>(() => database.Load(Query("DROP TABLE orders"), default));
        Assert.Contains("read-only", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named_and_not_made()
    {
        var profile = new ConnectionProfile("file", DatabaseDialects.DuckDb) { Path = "no.duckdb" };

        var refused = Assert.Throws<LoadingFailedException>(() => DuckDbDatabase.Open(profile, new OpenOptions(folder)));

        Assert.Equal("profile 'file': there is no DuckDB file at the profile's path", refused.Message);
        Assert.False(File.Exists(Path.Combine(folder, "no.duckdb")));
    }

    [Fact]
    public void Settings_of_the_profile_hold_for_every_connection()
    {
        var profile = ConnectionProfile.InMemory with { Settings = [new("default_null_order", "nulls_last")] };
        using var database = DuckDbDatabase.Open(profile, new OpenOptions(folder));

        var rows = database.Load(Query("SELECT DATE '2026-01-01' AS timestamp, 1 AS value, current_setting('default_null_order') AS s", "s"), default);

        Assert.Equal("NULLS_LAST", rows.Seasonality[0].Value[0], ignoreCase: true);
    }

    [Fact]
    public async Task A_query_that_runs_on_is_interrupted()
    {
        using var database = DuckDbDatabase.Open(ConnectionProfile.InMemory, new OpenOptions(folder));
        using var cancellation = new CancellationTokenSource();
        var loading = Task.Run(() => database.Load(Query("SELECT DATE '2026-01-01' AS timestamp, count(*) AS value FROM range(1000000000) a, range(1000000000) b"), cancellation.Token));

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loading.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void Connections_of_one_instance_work_side_by_side()
    {
        using var database = DuckDbDatabase.Open(ConnectionProfile.InMemory, new OpenOptions(folder));

        Parallel.For(0, 16, i =>
            Assert.Equal(i, database.Load(Query($"SELECT DATE '2026-01-01' AS timestamp, {i} AS value"), default).Values.Span[0]));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static SourceQuery Query(string text, params string[] seasonality) => new(text, "timestamp", "value", [.. seasonality]);

    private LoadedRows Load(string query, params string[] seasonality)
    {
        using var database = DuckDbDatabase.Open(ConnectionProfile.InMemory, new OpenOptions(folder));
        return database.Load(Query(query, seasonality), default);
    }

    private MetricFailure Failure(string query)
    {
        using var database = DuckDbDatabase.Open(ConnectionProfile.InMemory, new OpenOptions(folder));
        return Assert.Throws<LoadingFailedException>(() => database.Load(Query(query), default)).Failure;
    }
}
