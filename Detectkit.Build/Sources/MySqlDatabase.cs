using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using MySqlConnector;

namespace Detectkit.Build.Sources;

/// <summary>A MySQL or MariaDB database.</summary>
internal sealed partial class MySqlDatabase : IMetricDatabase
{
    private readonly ConnectionProfile profile;
    private readonly MySqlDataSource source;

    /// <summary>Makes ready to connect; the first query does.</summary>
    /// <param name="profile">Where it is.</param>
    /// <exception cref="LoadingFailedException">A setting of the profile cannot be used.</exception>
    public MySqlDatabase(ConnectionProfile profile)
    {
        this.profile = profile;
        source = new MySqlDataSource(MySqlSettings.Of(profile).ConnectionString);
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
            return ServerRows.Read(query, reader, cancellation, new DriverValues(Digits: place => reader.GetMySqlDecimal(place).ToString()));
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
    DbConnection IMetricDatabase.Connect(CancellationToken cancellation) => Connect(cancellation);

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();

    private MySqlConnection Connect(CancellationToken cancellation)
    {
        MySqlConnection? connection = null;
        try
        {
            connection = source.OpenConnectionAsync(cancellation).AsTask().GetAwaiter().GetResult();
            foreach (var (text, value) in MySqlSettings.Session(profile))
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
                ? ConnectionFailure.Unanswered(profile, Words(e), e)
                : ConnectionFailure.Of(profile, e.Message, e);
        }
    }

    private static string Words(MySqlException e) => e.InnerException is { } inner && inner.Message != e.Message ? $"{e.Message}: {inner.Message}" : e.Message;

    [GeneratedRegex(@" at line (\d+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex LineInMessage();
}
