using System.Globalization;
using Detectkit.Runtime;
using Detectkit.Runtime.Databases;

namespace Detectkit.Build.Databases;

[Collection(nameof(PostgresServer))]
public sealed class PostgresDatabaseTests(PostgresServer server)
{
    [PostgresTheory]
    [InlineData("DATE '2026-05-02'", "2026-05-02 00:00:00.000")]
    [InlineData("TIMESTAMP '2026-05-02 14:00:00.123456'", "2026-05-02 14:00:00.123")]
    [InlineData("TIMESTAMPTZ '2026-05-02 14:00:00+02'", "2026-05-02 12:00:00.000")]
    [InlineData("TIMESTAMPTZ '2026-05-02 14:00:00'", "2026-05-02 14:00:00.000")]
    [InlineData("'2026-05-02T14:00:00+02:00'::text", "2026-05-02 12:00:00.000")]
    public void Stamps_of_every_type_are_read_as_UTC_milliseconds(string expression, string expected)
    {
        var stamp = DateTime.UnixEpoch.AddMilliseconds(Load($"SELECT {expression} AS timestamp, 1 AS value").Milliseconds.Span[0]);

        Assert.Equal(expected, stamp.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture));
    }

    [PostgresTheory]
    [InlineData("7::smallint", 7)]
    [InlineData("9007199254740993::bigint", 9007199254740992)]
    [InlineData("0.1::double precision", 0.1)]
    [InlineData("1.5::real", 1.5)]
    [InlineData("12345678901234567890.125::numeric", 12345678901234567890.125)]
    [InlineData("1e300::numeric", 1e300)]
    [InlineData("'NaN'::numeric", double.NaN)]
    [InlineData("true", 1)]
    [InlineData("'2.5'::text", 2.5)]
    [InlineData("NULL::double precision", double.NaN)]
    public void Values_of_every_type_are_read_as_doubles(string expression, double expected) =>
        Assert.Equal(expected, Load($"SELECT DATE '2026-01-01' AS timestamp, {expression} AS value").Values.Span[0]);

    [PostgresFact]
    public void Provided_seasons_and_infinite_stamps_are_understood()
    {
        var rows = Load("SELECT * FROM (VALUES ('infinity'::timestamp, 1, 'a'), (TIMESTAMP '2026-01-01', 2, 'b'), (NULL, 3, 'c')) t(timestamp, value, s)", "s");

        Assert.Equal(2, rows.RowsWithoutStamp);
        Assert.Equal(["b"], rows.Seasonality[0].Value);
    }

    [PostgresFact]
    public void A_failing_query_gives_the_servers_own_words_and_their_place()
    {
        var failure = Failure("SELECT at AS timestamp,\n       valu AS value\nFROM shop.orders");

        Assert.Equal("DTK0404", failure.Rule.Id);
        Assert.Equal("column \"valu\" does not exist", failure.Message);
        Assert.Equal(new QueryPlace(2, 8), failure.Place);
    }

    [PostgresFact]
    public void Tables_of_the_data_schema_need_no_schema_in_the_query()
    {
        var profile = server.Profile with { Settings = [new("search_path", "shop,public"), new("application_name", "two words"), new("datestyle", "German, DMY")] };

        var rows = Load(profile, "SELECT at AS timestamp, n AS value, current_setting('application_name') AS s FROM orders", "s");

        Assert.Equal(12.5, rows.Values.Span[0]);
        Assert.Equal("two words", rows.Seasonality[0].Value[0]);
    }

    [PostgresFact]
    public void Settings_that_libpq_takes_are_taken()
    {
        var settings = new[] { ("sslmode", "prefer"), ("connect_timeout", "5"), ("keepalives", "1"), ("options", "-c search_path=shop"), ("target_session_attrs", "any") };
        var profile = server.Profile with { Settings = [.. settings.Select(s => new KeyValuePair<string, string>(s.Item1, s.Item2))] };
        Assert.Equal(12.5, Load(profile, "SELECT at AS timestamp, n AS value FROM orders").Values.Span[0]);

        var strict = Assert.Throws<LoadingFailedException>(() => Load(profile with { Settings = [new("sslmode", "verify-full")] }, "SELECT 1")).Failure;
        Assert.Contains("SSL", strict.Message, StringComparison.Ordinal);
        var wrong = Assert.Throws<LoadingFailedException>(() => Load(profile with { Settings = [new("sslmode", "perhaps")] }, "SELECT 1")).Failure;
        Assert.Equal(("DTK0403", "profile 'warehouse': the setting 'sslmode' has a value that cannot be used"), (wrong.Rule.Id, wrong.Message));
    }

    [PostgresTheory]
    [InlineData("TIMESTAMP '0044-03-15 12:00:00 BC'", "1", "column 'timestamp' of the type timestamp without time zone holds a value that cannot be read: ")]
    [InlineData("DATE '2026-01-01'", "ROW(1, 2)", "column 'value' has the type record but must hold numbers: cast it in the query")]
    [InlineData("DATE '2026-01-01'", "'1 day'::interval", "column 'value' has the type interval but must hold numbers: cast it in the query")]
    [InlineData("TIME '12:00'", "1", "column 'timestamp' has the type time without time zone but must hold a date, a timestamp or its text: cast it in the query")]
    [InlineData("'noon'", "1", "column 'timestamp' holds the text 'noon', which is not a timestamp like '2026-05-02 14:00:00': cast it to a timestamp in the query")]
    public void What_cannot_be_a_stamp_or_a_number_is_one_failure(string stamp, string value, string message)
    {
        var failure = Failure($"SELECT {stamp} AS timestamp, {value} AS value");

        Assert.Equal("DTK0406", failure.Rule.Id);
        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public void A_password_opens_the_database_and_a_wrong_one_is_not_repeated()
    {
        var profile = server.Profile with { User = "secretive", Password = PostgresServer.Password };
        Assert.Equal(1, Load(profile, "SELECT at AS timestamp, n AS value FROM shop.orders").Count);

        var failure = Assert.Throws<LoadingFailedException>(() => Load(profile with { Password = "open sesame" }, "SELECT 1")).Failure;

        Assert.Equal("DTK0403", failure.Rule.Id);
        Assert.Equal("profile 'warehouse': password authentication failed for user \"<user>\"", failure.Message);
    }

    [PostgresFact]
    public void A_server_that_is_not_there_is_said_without_naming_it()
    {
        var failure = Assert.Throws<LoadingFailedException>(() => Load(server.Profile with { Port = 1 }, "SELECT 1")).Failure;

        Assert.Equal("DTK0403", failure.Rule.Id);
        Assert.StartsWith("profile 'warehouse': Failed to connect to <host>:1", failure.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_query_that_runs_on_is_interrupted()
    {
        using var database = DatabaseDialects.Postgres.Open(server.Profile, new OpenOptions("/"));
        using var cancellation = new CancellationTokenSource();
        var loading = Task.Run(() => database.Load(Query("SELECT DATE '2026-01-01' AS timestamp, count(pg_sleep(3600)) AS value"), cancellation.Token));

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loading.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private static SourceQuery Query(string text, params string[] seasonality) => new(text, "timestamp", "value", [.. seasonality]);

    private static LoadedRows Load(ConnectionProfile profile, string query, params string[] seasonality)
    {
        using var database = DatabaseDialects.Postgres.Open(profile, new OpenOptions("/"));
        return database.Load(Query(query, seasonality), default);
    }

    private LoadedRows Load(string query, params string[] seasonality) => Load(server.Profile, query, seasonality);

    private MetricFailure Failure(string query) => Assert.Throws<LoadingFailedException>(() => Load(query)).Failure;
}
