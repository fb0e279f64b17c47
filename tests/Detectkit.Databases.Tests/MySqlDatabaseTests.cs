using System.Globalization;
using Detectkit.Runtime;
using Detectkit.Runtime.Databases;

namespace Detectkit.Build.Databases;

[Collection(nameof(MariaDbServer))]
public sealed class MySqlDatabaseTests(MariaDbServer server)
{
    [MariaDbTheory]
    [InlineData("DATE '2026-05-02'", "2026-05-02 00:00:00.000")]
    [InlineData("TIMESTAMP '2026-05-02 14:00:00.123456'", "2026-05-02 14:00:00.123")]
    [InlineData("FROM_UNIXTIME(1777723200)", "2026-05-02 12:00:00.000")]
    [InlineData("'2026-05-02T14:00:00+02:00'", "2026-05-02 12:00:00.000")]
    public void Stamps_of_every_type_are_read_as_UTC_milliseconds(string expression, string expected)
    {
        var stamp = DateTime.UnixEpoch.AddMilliseconds(Load($"SELECT {expression} AS timestamp, 1 AS value").Milliseconds.Span[0]);

        Assert.Equal(expected, stamp.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture));
    }

    [MariaDbTheory]
    [InlineData("CAST(7 AS SIGNED)", 7)]
    [InlineData("CAST(18446744073709551615 AS UNSIGNED)", 18446744073709551615)]
    [InlineData("CAST(0.1 AS DOUBLE)", 0.1)]
    [InlineData("CAST(12345678901234567890.125 AS DECIMAL(40,3))", 12345678901234567890.125)]
    [InlineData("CAST(REPEAT('9', 65) AS DECIMAL(65,0))", 1e65)]
    [InlineData("TRUE", 1)]
    [InlineData("'2.5'", 2.5)]
    [InlineData("CAST(NULL AS DOUBLE)", double.NaN)]
    public void Values_of_every_type_are_read_as_doubles(string expression, double expected) =>
        Assert.Equal(expected, Load($"SELECT DATE '2026-01-01' AS timestamp, {expression} AS value").Values.Span[0]);

    [MariaDbFact]
    public void Columns_of_every_type_keep_what_they_hold()
    {
        server.Execute("""
            CREATE OR REPLACE TABLE shop.kinds (at DATETIME(3), tiny TINYINT(1), small SMALLINT UNSIGNED, medium MEDIUMINT, whole INT, big BIGINT UNSIGNED,
                exact DECIMAL(30, 10), single FLOAT, twice DOUBLE, bits BIT(4), text VARCHAR(9), day DATE, zero DATETIME, zoned TIMESTAMP(3) NULL);
            SET sql_mode = '', time_zone = '+00:00';
            INSERT INTO shop.kinds VALUES ('2026-05-02 14:00:00.789', 7, 65535, -8388608, -5, 18446744073709551615, 12345678901234567890.0987654321, 1.5, 0.1, b'1010', '2.5', '2026-05-03',
                '0000-00-00', '2026-05-02 14:00:00.123')
            """);

        double[] expected = [7, 65535, -8388608, -5, 18446744073709551615, 12345678901234567890.0987654321, 1.5, 0.1, 10, 2.5];
        var columns = new[] { "tiny", "small", "medium", "whole", "big", "exact", "single", "twice", "bits", "text" };
        Assert.Equal(expected, columns.Select(c => Load($"SELECT at AS timestamp, {c} AS value FROM kinds").Values.Span[0]));
        var stamps = new[] { "at", "day", "zoned" }.Select(c => DateTime.UnixEpoch.AddMilliseconds(Load($"SELECT {c} AS timestamp, 1 AS value FROM kinds").Milliseconds.Span[0]));
        Assert.Equal([new DateTime(2026, 5, 2, 14, 0, 0, 789), new DateTime(2026, 5, 3), new DateTime(2026, 5, 2, 14, 0, 0, 123)], stamps);
        Assert.Equal(1, Load("SELECT zero AS timestamp, 1 AS value FROM kinds").RowsWithoutStamp);
    }

    [MariaDbFact]
    public void Settings_of_the_profile_are_those_of_the_session()
    {
        var profile = server.Profile with { Settings = [new("max_statement_time", "55.5"), new("sql_mode", "ANSI_QUOTES")] };

        var rows = Load(profile, "SELECT DATE '2026-01-01' AS \"timestamp\", @@max_statement_time AS value, @@sql_mode AS s", "s");

        Assert.Equal(55.5, rows.Values.Span[0]);
        Assert.Equal("ANSI_QUOTES", rows.Seasonality[0].Value[0]);
        var driver = new[] { ("connect_timeout", "5"), ("charset", "utf8mb4"), ("read_timeout", "60"), ("ssl_disabled", "true"), ("init_command", "SET @greeting = 'hello'") };
        profile = profile with { Settings = [.. driver.Select(s => new KeyValuePair<string, string>(s.Item1, s.Item2))] };
        Assert.Equal("hello", Load(profile, "SELECT DATE '2026-01-01' AS timestamp, 1 AS value, @greeting AS s", "s").Seasonality[0].Value[0]);
        var failure = Assert.Throws<LoadingFailedException>(() => Load(profile with { Settings = [new("no_such_thing", "1")] }, "SELECT 1")).Failure;
        Assert.Equal(("DTK0403", "profile 'warehouse': Unknown system variable 'no_such_thing'"), (failure.Rule.Id, failure.Message));
    }

    [MariaDbFact]
    public void A_date_that_is_none_is_one_failure()
    {
        server.Execute("SET sql_mode = ''; CREATE OR REPLACE TABLE shop.odd (at DATE); INSERT INTO shop.odd VALUES ('2026-02-00')");

        var failure = Failure("SELECT at AS timestamp, 1 AS value FROM odd");

        Assert.Equal("DTK0406", failure.Rule.Id);
        Assert.StartsWith("column 'timestamp' of the type DATE holds a value that cannot be read: ", failure.Message, StringComparison.Ordinal);
    }

    [MariaDbFact]
    public void A_stamp_with_a_zone_is_read_in_UTC_whatever_zone_the_server_has()
    {
        var rows = Load("SELECT at AS timestamp, n AS value, HOUR(at) AS s FROM orders", "s");

        Assert.Equal(new DateTime(2026, 5, 2, 12, 0, 0), DateTime.UnixEpoch.AddMilliseconds(rows.Milliseconds.Span[0]));
        Assert.Equal(12.5, rows.Values.Span[0]);
        Assert.Equal("12", rows.Seasonality[0].Value[0]);
    }

    [MariaDbFact]
    public void A_failing_query_gives_the_servers_own_words_and_their_line()
    {
        var failure = Failure("SELECT at AS timestamp,\n  n AS value\nFORM orders");

        Assert.Equal("DTK0404", failure.Rule.Id);
        Assert.StartsWith("You have an error in your SQL syntax", failure.Message, StringComparison.Ordinal);
        Assert.Equal(new QueryPlace(3, 0), failure.Place);
    }

    [MariaDbFact]
    public void A_wrong_password_is_not_repeated()
    {
        var failure = Assert.Throws<LoadingFailedException>(() => Load(server.Profile with { Password = "open sesame" }, "SELECT 1")).Failure;

        Assert.Equal("DTK0403", failure.Rule.Id);
        Assert.DoesNotContain("open sesame", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secretive", failure.Message, StringComparison.Ordinal);
    }

    [MariaDbFact]
    public async Task A_query_that_runs_on_is_interrupted()
    {
        using var database = DatabaseDialects.MySql.Open(server.Profile, new OpenOptions("/"));
        using var cancellation = new CancellationTokenSource();
        var loading = Task.Run(() => database.Load(Query("SELECT DATE '2026-01-01' AS timestamp, SLEEP(3600) AS value"), cancellation.Token));

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loading.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private static SourceQuery Query(string text, params string[] seasonality) => new(text, "timestamp", "value", [.. seasonality]);

    private static LoadedRows Load(ConnectionProfile profile, string query, params string[] seasonality)
    {
        using var database = DatabaseDialects.MySql.Open(profile, new OpenOptions("/"));
        return database.Load(Query(query, seasonality), default);
    }

    private LoadedRows Load(string query, params string[] seasonality) => Load(server.Profile, query, seasonality);

    private MetricFailure Failure(string query) => Assert.Throws<LoadingFailedException>(() => Load(query)).Failure;
}
