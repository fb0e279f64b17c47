using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Detectkit.Configuration;
using MySqlConnector;

namespace Detectkit.Runtime.Databases;

/// <summary>MySQL and MariaDB. Settings are named as PyMySQL names them, through which Python detectkit connects.</summary>
internal sealed partial class MySqlDialect : DatabaseDialect
{
    // A server that is gone without a word is noticed after about a minute.
    private const uint KeepAliveSeconds = 30;

    private const int UsualPort = 3306;

    // 12 columns: a statement takes at most 65,535 parameters.
    private const int RowsOfStatement = 500;

    private static readonly Dictionary<string, string> Keywords = new(StringComparer.Ordinal)
    {
        ["connect_timeout"] = "Connection Timeout",
        ["program_name"] = "Application Name",
        ["ssl_ca"] = "SSL CA",
        ["ssl_cert"] = "SSL Cert",
        ["ssl_key"] = "SSL Key",
        ["ssl.ca"] = "SSL CA",
        ["ssl.cert"] = "SSL Cert",
        ["ssl.key"] = "SSL Key",
    };

    private static readonly Dictionary<string, MySqlSslMode> SslModes = new(StringComparer.Ordinal)
    {
        ["ssl_disabled"] = MySqlSslMode.None,
        ["ssl_verify_cert"] = MySqlSslMode.VerifyCA,
        ["ssl_verify_identity"] = MySqlSslMode.VerifyFull,
        ["ssl.check_hostname"] = MySqlSslMode.VerifyFull,
    };

    // PyMySQL's own affairs, for which this driver has no counterpart or needs none.
    private static readonly HashSet<string> WithoutCounterpart = new(StringComparer.Ordinal)
    {
        "autocommit", "charset", "collation", "local_infile", "max_allowed_packet", "read_timeout", "use_unicode", "write_timeout",
    };

    public override ValueList<string> ProfileTypes => ["mysql", "mariadb"];

    internal override IMetricDatabase Open(ConnectionProfile profile, OpenOptions options) =>
        new Database(profile, new MySqlDataSource(Settings(profile).ConnectionString), [.. Session(profile)]);

    internal override string Quote(string name) => "`" + name.Replace("`", "``", StringComparison.Ordinal) + "`";

    internal override string ToTimestamp(string text) => $"CAST({text} AS DATETIME(3))";

    internal override string TimeBucket(string column, int seconds) => FormattableString.Invariant($"FROM_UNIXTIME(FLOOR(UNIX_TIMESTAMP({column}) / {seconds}) * {seconds})");

    internal override string CreateTable(string name, TableDefinition table) => base.CreateTable(name, table) + " DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";

    internal override string Replacing(IEnumerable<string> key, IEnumerable<string> others) =>
        " ON DUPLICATE KEY UPDATE " + string.Join(", ", others.Select(c => $"{Quote(c)} = VALUES({Quote(c)})"));

    internal override void Write(DatabaseSession session, TableStatements sql, TableDefinition table, IEnumerable<object?[]> rows)
    {
        foreach (var part in rows.Chunk(RowsOfStatement))
        {
            session.Execute(sql.Upsert(table, table.Columns, part.Length), [.. part.SelectMany(r => r)]);
        }
    }

    // ER_NO_SUCH_TABLE.
    internal override bool IsMissingTable(DbException failure) => failure.SqlState == "42S02";

    // ER_DUP_ENTRY.
    internal override bool IsDuplicateKey(DbException failure) => failure.SqlState == "23000";

    private protected override string TypeName(ColumnKind kind) => kind switch
    {
        ColumnKind.Name => "VARCHAR(191)",
        ColumnKind.Text => "LONGTEXT",
        ColumnKind.Timestamp => "DATETIME(3)",
        ColumnKind.Number => "DOUBLE",
        _ => base.TypeName(kind),
    };

    private static MySqlConnectionStringBuilder Settings(ConnectionProfile profile)
    {
        var options = new MySqlConnectionStringBuilder
        {
            Server = profile.Host,
            Port = (uint)(profile.Port ?? UsualPort),
            UserID = profile.User ?? "",
            Password = profile.Password ?? "",
            Database = profile.Database ?? "",
            Keepalive = KeepAliveSeconds,

            // How long a query may take is for its caller to say, who cancels it.
            DefaultCommandTimeout = 0,

            // A zero date is no timestamp: it comes as the first there is.
            ConvertZeroDateTime = true,
            AllowUserVariables = true,

            // A small number is a number: as a Boolean, 7 would be 1.
            TreatTinyAsBoolean = false,
            GuidFormat = MySqlGuidFormat.None,
        };
        foreach (var (name, value) in profile.Settings)
        {
            if (SslModes.TryGetValue(name, out var mode))
            {
                options.SslMode = value is "true" or "True" or "1" ? mode : options.SslMode;
            }
            else if (Keywords.TryGetValue(name, out var keyword))
            {
                Set(options, keyword, value, profile, name);
            }
        }

        return options;
    }

    // What is said to the server at the beginning of every session.
    private IEnumerable<(string Text, object? Value)> Session(ConnectionProfile profile)
    {
        yield return Variable("time_zone", "+00:00");
        foreach (var (name, value) in profile.Settings)
        {
            if (name == "init_command")
            {
                yield return (value, null);
            }
            else if (!SslModes.ContainsKey(name) && !Keywords.ContainsKey(name) && !WithoutCounterpart.Contains(name))
            {
                yield return Variable(name, value);
            }
        }
    }

    private (string Text, object? Value) Variable(string name, string value)
    {
        // A variable that is a number does not take a text.
        var isNumber = decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        return ($"SET SESSION {Quote(name)} = @value", isNumber ? number : value);
    }

    private sealed partial class Database(ConnectionProfile profile, MySqlDataSource source, IReadOnlyList<(string Text, object? Value)> session) : ServerDatabase(profile)
    {
        protected override void Dispose(bool disposing) => source.Dispose();

        protected override DbConnection Open(CancellationToken cancellation)
        {
            MySqlConnection? connection = null;
            try
            {
                connection = source.OpenConnectionAsync(cancellation).AsTask().GetAwaiter().GetResult();
                foreach (var (text, value) in session)
                {
                    using var command = new MySqlCommand(text, connection);
                    command.Parameters.AddWithValue("value", value);
                    command.ExecuteNonQuery();
                }

                return connection;
            }
            catch (MySqlException e)
            {
                connection?.Dispose();
                cancellation.ThrowIfCancellationRequested();
                throw e.ErrorCode == MySqlErrorCode.UnableToConnectToHost || e.InnerException is not null
                    ? Profile.Unanswered(Message(e), e)
                    : Profile.Refusal(e.Message, e);
            }
        }

        protected override DriverValues ValuesOf(DbDataReader reader) =>
            new(Digits: place => reader.GetFieldType(place) == typeof(decimal) ? ((MySqlDataReader)reader).GetMySqlDecimal(place).ToString() : null);

        protected override bool IsStopped(Exception failure) => failure is MySqlException;

        protected override LoadingFailedException Failure(Exception failure, SourceQuery query, DbConnection? connection)
        {
            if (connection is MySqlConnection { State: not ConnectionState.Open } broken)
            {
                // What else the pool holds goes to the same server, which may have been started anew.
                MySqlConnection.ClearPool(broken);
                return Profile.Broken(Message(failure), failure);
            }

            return new LoadingFailedException(RuntimeRules.QueryFailed, failure.Message, QueryPlace.From(LineInMessage().Match(failure.Message)), failure);
        }

        private static string Message(Exception e) => e.InnerException is { } inner && inner.Message != e.Message ? $"{e.Message}: {inner.Message}" : e.Message;

        [GeneratedRegex(@" at line (\d+)\z", RegexOptions.CultureInvariant)]
        private static partial Regex LineInMessage();
    }
}
