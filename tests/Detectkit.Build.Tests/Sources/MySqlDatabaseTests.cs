using System.Globalization;

namespace Detectkit.Build.Sources;

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
    [InlineData("TRUE", 1)]
    [InlineData("'2.5'", 2.5)]
    [InlineData("CAST(NULL AS DOUBLE)", double.NaN)]
    public void Values_of_every_type_are_read_as_doubles(string expression, double expected) =>
        Assert.Equal(expected, Load($"SELECT DATE '2026-01-01' AS timestamp, {expression} AS value").Values.Span[0]);

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
        using var database = new MySqlDatabase(server.Profile);
        using var cancellation = new CancellationTokenSource();
        var loading = Task.Run(() => database.Load(Query("SELECT DATE '2026-01-01' AS timestamp, SLEEP(3600) AS value"), cancellation.Token));

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loading.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private static SourceQuery Query(string text, params string[] seasonality) => new(text, "timestamp", "value", [.. seasonality]);

    private static LoadedRows Load(ConnectionProfile profile, string query, params string[] seasonality)
    {
        using var database = new MySqlDatabase(profile);
        return database.Load(Query(query, seasonality), default);
    }

    private LoadedRows Load(string query, params string[] seasonality) => Load(server.Profile, query, seasonality);

    private LoadingFailure Failure(string query) => Assert.Throws<LoadingFailedException>(() => Load(query)).Failure;
}
