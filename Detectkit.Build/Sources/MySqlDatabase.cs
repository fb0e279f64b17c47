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
            // A query may take as long as it takes; cancelling the build ends it.
            DefaultCommandTimeout = 0,
            AllowZeroDateTime = false,
            ConvertZeroDateTime = false,
            AllowUserVariables = true,
        };
        source = new MySqlDataSource(options.ConnectionString);
    }

    /// <inheritdoc/>
    public LoadedRows Load(SourceQuery query, CancellationToken cancellation)
    {
        try
        {
            using var connection = source.OpenConnectionAsync(cancellation).AsTask().GetAwaiter().GetResult();
            Prepare(connection);
            using var command = new MySqlCommand(query.Text, connection);
            using var interrupt = cancellation.Register(command.Cancel);
            using var reader = command.ExecuteReader();
            return ServerRows.Read(query, reader, cancellation);
        }
        catch (MySqlException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (MySqlException e) when (e.ErrorCode is MySqlErrorCode.UnableToConnectToHost or MySqlErrorCode.AccessDenied or MySqlErrorCode.UnknownDatabase or MySqlErrorCode.DatabaseAccessDenied)
        {
            throw ConnectionFailure.Of(profile, e.Message, e);
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

    private static void Prepare(MySqlConnection connection)
    {
        using var zone = new MySqlCommand("SET time_zone = '+00:00'", connection);
        zone.ExecuteNonQuery();
    }

    [GeneratedRegex(@" at line (\d+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex LineInMessage();
}
