using System.Buffers.Binary;
using Detectkit.Runtime;
using Detectkit.Runtime.Databases;
using Detectkit.Runtime.Tables;

namespace Detectkit.Build.Databases;

public class ClickHouseDatabaseTests
{
    private const long Noon = 1_777_723_200;

    private static readonly byte[] NoonSeconds = [.. BitConverter.GetBytes((uint)Noon)];
    private static readonly byte[] One = [1, 0, 0, 0];

    public static TheoryData<string, byte[], string> Stamps => new()
    {
        { "DateTime", NoonSeconds, "2026-05-02 12:00:00.000" },
        { "DateTime('UTC')", NoonSeconds, "2026-05-02 12:00:00.000" },
        { "DateTime('Asia/Kathmandu')", NoonSeconds, "2026-05-02 12:00:00.000" },
        { "DateTime64(3, 'UTC')", Whole((Noon * 1000) + 123), "2026-05-02 12:00:00.123" },
        { "DateTime64(3, 'Asia/Kathmandu')", Whole((Noon * 1000) + 123), "2026-05-02 12:00:00.123" },
        { "DateTime64(6)", Whole((Noon * 1_000_000) + 123_999), "2026-05-02 12:00:00.123" },
        { "Nullable(DateTime64(3, 'Asia/Kathmandu'))", [0, .. Whole((Noon * 1000) + 123)], "2026-05-02 12:00:00.123" },
        { "Date", [.. BitConverter.GetBytes((ushort)(Noon / 86_400))], "2026-05-02 00:00:00.000" },
        { "String", [19, .. "2026-05-02 12:00:00"u8], "2026-05-02 12:00:00.000" },
    };

    public static TheoryData<string, byte[], double> Values => new()
    {
        { "UInt8", [200], 200 },
        { "Int64", Whole(-5), -5 },
        { "UInt64", Whole(-1), 18446744073709551615 },
        { "Float32", BitConverter.GetBytes(1.5f), 1.5 },
        { "Float64", BitConverter.GetBytes(0.1), 0.1 },
        { "Float64", BitConverter.GetBytes(double.NaN), double.NaN },
        { "Nullable(Float64)", [1], double.NaN },
        { "Decimal(9, 2)", BitConverter.GetBytes(123), 1.23 },
        { "Decimal(38, 2)", [.. Whole(123), .. Whole(0)], 1.23 },
        { "LowCardinality(String)", [3, .. "2.5"u8], 2.5 },
    };

    [Theory]
    [MemberData(nameof(Stamps))]
    public void Stamps_of_every_type_are_read_as_UTC_whatever_zone_column_and_server_have(string type, byte[] value, string expected)
    {
        using var answer = ClickHouseAnswer.Row(("timestamp", type, value), ("value", "Int32", One));

        var stamp = DateTime.UnixEpoch.AddMilliseconds(Load(answer, "SELECT 1").Milliseconds.Span[0]);

        Assert.Equal(expected, stamp.ToString("yyyy-MM-dd HH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Values_of_every_type_are_read_as_doubles(string type, byte[] value, double expected)
    {
        using var answer = ClickHouseAnswer.Row(("timestamp", "DateTime", NoonSeconds), ("value", type, value));

        Assert.Equal(expected, Load(answer, "SELECT 1").Values.Span[0]);
    }

    [Fact]
    public void The_query_goes_with_its_parameters_the_profiles_settings_and_the_zone()
    {
        using var answer = ClickHouseAnswer.Row(("timestamp", "DateTime64(3, 'UTC')", Whole(Noon * 1000)), ("value", "Int32", One), ("seasonality_data", "String", [2, .. "{}"u8]));
        using var database = DatabaseDialects.ClickHouse.Open(answer.Profile, new OpenOptions("/"));
        var query = DatapointsQuery.Of(answer.Profile, "_dtk_datapoints", "orders", new DateTime(2026, 5, 1), null, withSeasons: true);

        var rows = database.Load(query, default);

        Assert.Equal("{}", rows.Seasonality[0].Value[0]);
        Assert.Equal(query.Text, answer.Query);
        Assert.Equal(
            ("shop", "orders", "2026-05-01 00:00:00.000", "600", "UTC"),
            (answer.Asked["database"], answer.Asked["param_metric"], answer.Asked["param_start"], answer.Asked["max_execution_time"], answer.Asked["session_timezone"]));
    }

    [Fact]
    public void A_failing_query_gives_the_servers_own_words_and_their_place()
    {
        using var answer = ClickHouseAnswer.Failure(62, "Syntax error: failed at position 30 (FORM) (line 3, col 2): FORM orders.");

        var failure = Assert.Throws<LoadingFailedException>(() => Load(answer, "SELECT 1")).Failure;

        Assert.Equal(("DTK0404", new QueryPlace(3, 2)), (failure.Rule.Id, failure.Place));
        Assert.Contains("Syntax error: failed at position 30", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_login_is_the_profiles_fault_and_shows_nothing_of_it()
    {
        using var answer = ClickHouseAnswer.Failure(516, "reader: Authentication failed: password is incorrect, or there is no user with such name.");

        var failure = Assert.Throws<LoadingFailedException>(() => Load(answer, "SELECT 1")).Failure;

        Assert.Equal("DTK0403", failure.Rule.Id);
        Assert.Contains("<user>: Authentication failed", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_is_not_there_is_said_without_naming_it()
    {
        using var answer = ClickHouseAnswer.Row();
        using var database = DatabaseDialects.ClickHouse.Open(answer.Profile with { Port = 1 }, new OpenOptions("/"));

        var failure = Assert.Throws<LoadingFailedException>(() => database.Load(new SourceQuery("SELECT 1", "timestamp", "value", []), default)).Failure;

        Assert.Equal(("DTK0403", "profile 'warehouse': Connection refused (<host>:1)"), (failure.Rule.Id, failure.Message));
    }

    private static byte[] Whole(long value)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }

    private static LoadedRows Load(ClickHouseAnswer answer, string query)
    {
        using var database = DatabaseDialects.ClickHouse.Open(answer.Profile, new OpenOptions("/"));
        return database.Load(new SourceQuery(query, "timestamp", "value", []), default);
    }
}
