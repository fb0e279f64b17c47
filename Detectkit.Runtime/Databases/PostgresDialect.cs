using System.Data;
using System.Data.Common;
using System.Globalization;
using Detectkit.Configuration;
using Npgsql;

namespace Detectkit.Runtime.Databases;

/// <summary>PostgreSQL. Settings are named as libpq names them, through which Python detectkit connects.</summary>
internal sealed class PostgresDialect : DatabaseDialect
{
    // A server that is gone without a word is noticed after about a minute.
    private const int KeepAliveSeconds = 30;
    private const int KeepAliveStep = 10;

    private static readonly Dictionary<string, string> Keywords = new(StringComparer.Ordinal)
    {
        ["application_name"] = "Application Name",
        ["channel_binding"] = "Channel Binding",
        ["connect_timeout"] = "Timeout",
        ["krbsrvname"] = "Kerberos Service Name",
        ["passfile"] = "Passfile",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslmode"] = "SSL Mode",
        ["sslpassword"] = "SSL Password",
        ["sslrootcert"] = "Root Certificate",
    };

    // libpq's own affairs, for which this driver has no counterpart or needs none.
    private static readonly HashSet<string> WithoutCounterpart = new(StringComparer.Ordinal)
    {
        "client_encoding", "fallback_application_name", "gssencmode", "keepalives", "keepalives_count", "keepalives_idle", "keepalives_interval", "sslcompression", "sslsni",
        "target_session_attrs", "tcp_user_timeout",
    };

    public override ValueList<string> ProfileTypes => ["postgres"];

    internal override string TableSchemaField => "internal_schema";

    internal override IMetricDatabase Open(ConnectionProfile profile, OpenOptions options) =>
        new Database(profile, new NpgsqlDataSourceBuilder(Settings(profile).ConnectionString).Build());

    // Unqualified tables of a query are those of the schema that holds the data.
    internal override IEnumerable<KeyValuePair<string, string>> DefaultSettings(Func<string, string?> field) =>
        field("data_schema") is { } schema ? [new("search_path", schema + ",public")] : [];

    internal override string TimeBucket(string column, int seconds) => FormattableString.Invariant($"date_bin('{seconds} seconds', {column}, '1970-01-01')");

    internal override string CreateStage(string stage, string name, TableDefinition table) =>
        $"CREATE TEMPORARY TABLE {Quote(stage)} ON COMMIT DROP AS SELECT {Names(table.Columns.Select(c => c.Name))} FROM {name} WHERE 1 = 0";

    internal override void SetValue(DbParameter parameter, object? value)
    {
        base.SetValue(parameter, value);
        if (value is DateTime)
        {
            // Timestamps are UTC; the column has no zone.
            parameter.DbType = DbType.DateTime2;
        }
    }

    internal override void Write(DatabaseSession session, TableStatements sql, TableDefinition table, IEnumerable<object?[]> rows) =>
        WriteThroughStage(session, sql, table, stage =>
        {
            using var writer = ((NpgsqlConnection)session.Connection).BeginTextImport($"COPY {Quote(stage)} FROM STDIN");
            foreach (var row in rows)
            {
                writer.Write(string.Join('\t', row.Select(Copied)) + "\n");
            }
        });

    internal override bool IsMissingTable(DbException failure) => failure.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName;

    internal override bool IsDuplicateKey(DbException failure) => failure.SqlState == PostgresErrorCodes.UniqueViolation;

    // Its whole message has the values of the row.
    internal override string Words(Exception failure) => failure is PostgresException said ? said.MessageText : base.Words(failure);

    private protected override string TypeName(ColumnKind kind) => kind == ColumnKind.Timestamp ? "TIMESTAMP(3)" : base.TypeName(kind);

    private static NpgsqlConnectionStringBuilder Settings(ConnectionProfile profile)
    {
        var options = new NpgsqlConnectionStringBuilder
        {
            Host = profile.Host,
            Port = profile.Port ?? NpgsqlConnection.DefaultPort,
            Username = profile.User,
            Password = profile.Password,
            Database = profile.Database,
            Timezone = "UTC",
            ApplicationName = "detectkit",
            TcpKeepAlive = true,
            TcpKeepAliveTime = KeepAliveSeconds,
            TcpKeepAliveInterval = KeepAliveStep,

            // How long a query may take is for its caller to say, who cancels it.
            CommandTimeout = 0,
        };
        var session = new List<string>();
        foreach (var (name, value) in profile.Settings.Where(s => !WithoutCounterpart.Contains(s.Key)))
        {
            if (name == "options")
            {
                session.Add(value);
            }
            else if (Keywords.TryGetValue(name, out var keyword))
            {
                Set(options, keyword, name == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value, profile, name);
            }
            else
            {
                // PostgreSQL splits this at blanks and takes what a backslash precedes as it is.
                session.Add($"-c {name}={value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace(" ", @"\ ", StringComparison.Ordinal)}");
            }
        }

        options.Options = string.Join(' ', session);
        return options;
    }

    // The text form, because PostgreSQL then reads each value as its column wants it.
    private static string Copied(object? value) => value switch
    {
        null => @"\N",
        DateTime timestamp => Format(timestamp),
        bool isTrue => isTrue ? "t" : "f",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\t", @"\t", StringComparison.Ordinal)
            .Replace("\n", @"\n", StringComparison.Ordinal).Replace("\r", @"\r", StringComparison.Ordinal),
    };

    private sealed class Database(ConnectionProfile profile, NpgsqlDataSource source) : ServerDatabase(profile)
    {
        // What is no query of a metric runs in a transaction, which cannot be begun again: a kept connection is tried first.
        public override DbConnection Connect(CancellationToken cancellation)
        {
            var connection = Open(cancellation);
            try
            {
                using var command = connection.CreateCommand();
                command.CommandText = "SELECT 1";
                command.ExecuteNonQueryAsync(cancellation).GetAwaiter().GetResult();
                return connection;
            }
            catch (NpgsqlException)
            {
                // One that was kept, of a server that has been started anew since.
                connection.Dispose();
                source.Clear();
                return Open(cancellation);
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }

        protected override void Dispose(bool disposing) => source.Dispose();

        protected override DbConnection Open(CancellationToken cancellation)
        {
            try
            {
                return source.OpenConnectionAsync(cancellation).AsTask().GetAwaiter().GetResult();
            }
            catch (PostgresException e) when (!IsBroken(e))
            {
                throw Profile.Refusal(e.MessageText, e);
            }
            catch (NpgsqlException e)
            {
                throw Profile.Unanswered(Message(e), e);
            }
        }

        // The driver reads a numeric as a decimal, which has no NaN, and no room for every numeric.
        protected override LoadedRows Read(DbCommand command, SourceQuery query, CancellationToken cancellation)
        {
            var postgres = (NpgsqlCommand)command;
            using var interrupt = cancellation.Register(postgres.Cancel);
            postgres.UnknownResultTypeList = NumbersToReadAsText(postgres);
            using var reader = postgres.ExecuteReader();
            return ServerRows.Read(query, reader, cancellation, ValuesOf(reader));
        }

        protected override bool IsStopped(Exception failure) => failure is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled };

        protected override LoadingFailedException Failure(Exception failure, SourceQuery query, DbConnection? connection)
        {
            if (failure is PostgresException said && !IsBroken(said))
            {
                var hint = said.Hint is null ? "" : "; " + said.Hint;
                return new LoadingFailedException(RuntimeRules.QueryFailed, said.MessageText + hint, said.Position > 0 ? QueryPlace.At(query.Text, said.Position - 1) : null, said);
            }

            // What else the pool holds goes to the same server, which may have been started anew.
            source.Clear();
            return Profile.Broken(Message(failure), failure);
        }

        private static bool[]? NumbersToReadAsText(NpgsqlCommand command)
        {
            try
            {
                using var reader = command.ExecuteReader(CommandBehavior.SchemaOnly);
                return [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetFieldType(i) == typeof(decimal))];
            }
            catch (PostgresException e) when (!IsBroken(e))
            {
                // What is wrong shows when it is run, if it is wrong at all: a statement may need what an earlier one makes.
                return null;
            }
        }

        private static bool IsBroken(PostgresException e) => e.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            || e.SqlState.StartsWith("08", StringComparison.Ordinal);

        private static string Message(Exception e) =>
            e is PostgresException said ? said.MessageText : e.InnerException is { } inner ? $"{e.Message}: {inner.Message}" : e.Message;
    }
}
