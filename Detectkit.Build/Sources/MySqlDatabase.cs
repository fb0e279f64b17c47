using System.Data;
using System.Globalization;
using System.Text.RegularExpressions;
using MySqlConnector;

namespace Detectkit.Build.Sources;

/// <summary>A MySQL or MariaDB database.</summary>
internal sealed partial class MySqlDatabase : IMetricDatabase
{
    // A server that is gone without a word is noticed after about a minute.
    private const uint KeepAliveSeconds = 30;

    private readonly ConnectionProfile profile;
    private readonly MySqlDataSource source;

    /// <summary>Makes ready to connect; the first query does.</summary>
    /// <param name="profile">Where it is.</param>
    public MySqlDatabase(ConnectionProfile profile)
    {
        this.profile = profile;
        var options = new MySqlConnectionStringBuilder
        {
            Server = profile.Host,
            Port = (uint)(profile.Port ?? 3306),
            UserID = profile.User ?? "",
            Password = profile.Password ?? "",
            Database = profile.Database ?? "",
            Keepalive = KeepAliveSeconds,
            // How long a query may take is for its caller to say, who cancels it.
            DefaultCommandTimeout = 0,
            // A zero date is no stamp: it comes as the first there is.
            ConvertZeroDateTime = true,
            AllowUserVariables = true,
            // A small number is a number: as a truth value, 7 would be 1.
            TreatTinyAsBoolean = false,
            GuidFormat = MySqlGuidFormat.None,
        };
        source = new MySqlDataSource(options.ConnectionString);
    }

    /// <inheritdoc/>
    public LoadedRows Load(SourceQuery query, CancellationToken cancellation)
    {
        using var connection = Connect(cancellation);
        try
        {
            using var command = new MySqlCommand(query.Text, connection);
            foreach (var (name, value) in query.Parameters)
            {
                command.Parameters.AddWithValue(name, value);
            }

            using var interrupt = cancellation.Register(command.Cancel);
            using var reader = command.ExecuteReader();
            return ServerRows.Read(query, reader, cancellation, place => reader.GetMySqlDecimal(place).ToString());
        }
        catch (MySqlException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (MySqlException e) when (connection.State != ConnectionState.Open)
        {
            // What else the pool holds goes to the same server, which may have been started anew.
            MySqlConnection.ClearPool(connection);
            throw ConnectionFailure.Broken(profile, Words(e), e);
        }
        catch (MySqlException e)
        {
            var line = LineInMessage().Match(e.Message);
            throw new LoadingFailedException(
                BuildRules.QueryFailed, e.Message, line.Success ? new QueryPlace(int.Parse(line.Groups[1].ValueSpan, CultureInfo.InvariantCulture), 0) : null, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();

    private MySqlConnection Connect(CancellationToken cancellation)
    {
        MySqlConnection? connection = null;
        try
        {
            connection = source.OpenConnectionAsync(cancellation).AsTask().GetAwaiter().GetResult();
            Set(connection, "time_zone", "+00:00");
            foreach (var (name, value) in profile.Settings)
            {
                Set(connection, name, value);
            }

            return connection;
        }
        catch (MySqlException e)
        {
            connection?.Dispose();
            cancellation.ThrowIfCancellationRequested();
            throw e.ErrorCode == MySqlErrorCode.UnableToConnectToHost || e.InnerException is not null
                ? ConnectionFailure.Unanswered(profile, Words(e), e)
                : ConnectionFailure.Of(profile, e.Message, e);
        }
    }

    private static void Set(MySqlConnection connection, string name, string value)
    {
        // A variable that is a number does not take a text.
        var isNumber = decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        using var command = new MySqlCommand($"SET SESSION {SqlIdentifier.Quote(DatabaseType.MySql, name)} = @value", connection);
        command.Parameters.AddWithValue("value", isNumber ? number : value);
        command.ExecuteNonQuery();
    }

    private static string Words(MySqlException e) => e.InnerException is { } inner && inner.Message != e.Message ? $"{e.Message}: {inner.Message}" : e.Message;

    [GeneratedRegex(@" at line (\d+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex LineInMessage();
}
