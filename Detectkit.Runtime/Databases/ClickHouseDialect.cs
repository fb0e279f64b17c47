using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ClickHouse.Driver;
using ClickHouse.Driver.ADO;
using ClickHouse.Driver.ADO.Readers;
using ClickHouse.Driver.Numerics;
using Detectkit.Configuration;

namespace Detectkit.Runtime.Databases;

/// <summary>ClickHouse, over HTTP. It has no transactions, and keeps replaced rows until it merges them away.</summary>
internal sealed partial class ClickHouseDialect : DatabaseDialect
{
    // Python detectkit's client speaks the native protocol; a profile made for it names its port.
    private const int NativePort = 9000;
    private const int NativeTlsPort = 9440;
    private const int HttpPort = 8123;
    private const int HttpsPort = 8443;

    // A statement's text is in memory as a whole, about 300 bytes for a row.
    private const int RowsOfStatement = 50_000;

    private const int UnknownTable = 60;
    private const int UnknownDatabase = 81;

    // Server errors of a login that fails: UNKNOWN_DATABASE, UNKNOWN_USER, WRONG_PASSWORD, REQUIRED_PASSWORD, IP_ADDRESS_NOT_ALLOWED, AUTHENTICATION_FAILED.
    private static readonly int[] Refusals = [UnknownDatabase, 192, 193, 194, 195, 516];

    // How long a query may take is for its caller to say, who cancels it; the driver wants a limit, and no query may take over a day.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(2);

    public override ValueList<string> ProfileTypes => ["clickhouse"];

    internal override bool HasTransactions => false;

    internal override IMetricDatabase Open(ConnectionProfile profile, OpenOptions options) => new Database(profile, new ClickHouseClient(Settings(profile)));

    internal override string Quote(string name) => "`" + name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("`", "\\`", StringComparison.Ordinal) + "`";

    internal override string TypeOf(TableColumn column) => column.IsNullable ? $"Nullable({TypeName(column.Kind)})" : TypeName(column.Kind);

    internal override string Parameter(int number, TableColumn column) => string.Create(CultureInfo.InvariantCulture, $"{{p{number}:{TypeOf(column)}}}");

    internal override string TextParameter(string name, int number) => "{" + name + ":String}";

    internal override string ToTimestamp(string text) => $"toDateTime64({text}, 3, 'UTC')";

    internal override string TimeBucket(string column, int seconds) => FormattableString.Invariant($"toStartOfInterval({column}, INTERVAL {seconds} SECOND)");

    internal override string Newest(string table) => table + " FINAL";

    internal override string CreateTable(string name, TableDefinition table)
    {
        var engine = table.Version is { } version ? $"ReplacingMergeTree({version})" : "MergeTree";
        return $"CREATE TABLE IF NOT EXISTS {name} (\n  {string.Join(",\n  ", ColumnsOf(table))}\n) ENGINE = {engine} ORDER BY ({Names(table.Key)})";
    }

    internal override string Replacing(IEnumerable<string> key, IEnumerable<string> others) => "";

    internal override string Update(string table, string changes, string where) => $"ALTER TABLE {table} UPDATE {changes} WHERE {where} SETTINGS mutations_sync = 1";

    internal override string Delete(string table, string where) => $"ALTER TABLE {table} DELETE WHERE {where} SETTINGS mutations_sync = 1";

    internal override void Write(DatabaseSession session, TableStatements sql, TableDefinition table, IEnumerable<object?[]> rows)
    {
        foreach (var part in rows.Chunk(RowsOfStatement))
        {
            session.Execute(InsertJson(sql, table, part));
        }
    }

    /// <summary>The statement that writes rows: no value is part of its SQL, each is a JSON value behind it.</summary>
    public static string InsertJson(TableStatements sql, TableDefinition table, IReadOnlyList<object?[]> rows)
    {
        var text = new StringBuilder(sql.InsertInto(table, table.Columns)).Append(" FORMAT JSONEachRow\n");
        foreach (var row in rows)
        {
            var values = row.Select((value, i) => JsonSerializer.Serialize(table.Columns[i].Name) + ":" + JsonSerializer.Serialize(value is DateTime timestamp ? Format(timestamp) : value));
            text.Append('{').AppendJoin(',', values).Append("}\n");
        }

        return text.ToString();
    }

    internal override bool IsMissingTable(DbException failure) => failure.ErrorCode is UnknownTable or UnknownDatabase;

    private protected override string TypeName(ColumnKind kind) => kind switch
    {
        ColumnKind.Timestamp => "DateTime64(3, 'UTC')",
        ColumnKind.Number => "Float64",
        ColumnKind.Integer => "Int32",
        ColumnKind.Count => "UInt32",
        ColumnKind.Boolean => "Bool",
        _ => "String",
    };

    private static ClickHouseClientSettings Settings(ConnectionProfile profile)
    {
        var isTls = profile.Port is NativeTlsPort or HttpsPort;
        var settings = new ClickHouseClientSettings
        {
            Host = profile.Host,
            Port = (ushort)(profile.Port switch { null or NativePort => HttpPort, NativeTlsPort => HttpsPort, var port => port.Value }),
            Protocol = isTls ? "https" : "http",
            Username = profile.User ?? "default",
            Password = profile.Password ?? "",
            Database = profile.Database ?? "default",
            Timeout = LongestTimeout,
        };
        settings.CustomSettings["session_timezone"] = "UTC";
        foreach (var (name, value) in profile.Settings)
        {
            settings.CustomSettings[name] = value;
        }

        return settings;
    }

    private sealed partial class Database(ConnectionProfile profile, ClickHouseClient client) : ServerDatabase(profile)
    {
        protected override void Dispose(bool disposing) => client.Dispose();

        protected override DbConnection Open(CancellationToken cancellation)
        {
            var connection = client.CreateConnection();
            connection.OpenAsync(cancellation).GetAwaiter().GetResult();
            return connection;
        }

        protected override LoadedRows Read(DbCommand command, SourceQuery query, CancellationToken cancellation)
        {
            using var reader = command.ExecuteReaderAsync(cancellation).GetAwaiter().GetResult();

            // Reading a row does not look at a token; it ends where there is nothing left to read from.
            using var interrupt = cancellation.Register(reader.Dispose);
            return ServerRows.Read(query, reader, cancellation, ValuesOf(reader));
        }

        protected override DriverValues ValuesOf(DbDataReader reader) => new(
            Digits: place => reader.GetValue(place) is ClickHouseDecimal number ? number.ToString(null, CultureInfo.InvariantCulture) : null,
            Moment: place => Moment((ClickHouseDataReader)reader, place));

        protected override bool IsStopped(Exception failure) => failure is IOException or ObjectDisposedException or HttpRequestException;

        protected override LoadingFailedException Failure(Exception failure, SourceQuery query, DbConnection? connection)
        {
            if (failure is not ClickHouseServerException said)
            {
                return failure is HttpRequestException ? Profile.Unanswered(failure.Message, failure) : Profile.Broken(failure.Message, failure);
            }

            var message = said.Message.Split('\n')[0];
            return Refusals.Contains(said.ErrorCode)
                ? Profile.Refusal(message, said)
                : new LoadingFailedException(RuntimeRules.QueryFailed, message, QueryPlace.From(PlaceInMessage().Match(said.Message)), said);
        }

        // A timestamp of a column with a zone comes as that zone's clocks show it.
        private static DateTime? Moment(ClickHouseDataReader reader, int place) =>
            reader.GetDataTypeName(place).Contains("DateTime", StringComparison.Ordinal) ? reader.GetDateTimeOffset(place).UtcDateTime : null;

        [GeneratedRegex(@"\(line (\d+), col (\d+)\)", RegexOptions.CultureInvariant)]
        private static partial Regex PlaceInMessage();
    }
}
