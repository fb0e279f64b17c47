using Npgsql;

namespace Detectkit.Build.Sources;

/// <summary>A PostgreSQL database.</summary>
internal sealed class PostgresDatabase : IMetricDatabase
{
    private readonly ConnectionProfile profile;
    private readonly NpgsqlDataSource source;

    /// <summary>Makes ready to connect; the first query does.</summary>
    /// <param name="profile">Where it is.</param>
    public PostgresDatabase(ConnectionProfile profile)
    {
        this.profile = profile;
        var options = new NpgsqlConnectionStringBuilder
        {
            Host = profile.Host,
            Port = profile.Port ?? NpgsqlConnection.DefaultPort,
            Username = profile.User,
            Password = profile.Password,
            Database = profile.Database,
            Timezone = "UTC",
            ApplicationName = "detectkit",
            // A query may take as long as it takes; cancelling the build ends it.
            CommandTimeout = 0,
            // PostgreSQL splits this at blanks and takes what a backslash precedes as it is.
            Options = string.Join(' ', profile.Settings.Select(s => $"-c {s.Key}={s.Value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace(" ", @"\ ", StringComparison.Ordinal)}")),
        };
        source = new NpgsqlDataSourceBuilder(options.ConnectionString).Build();
    }

    /// <inheritdoc/>
    public LoadedRows Load(SourceQuery query, CancellationToken cancellation)
    {
        try
        {
            using var connection = source.OpenConnectionAsync(cancellation).AsTask().GetAwaiter().GetResult();
            using var command = new NpgsqlCommand(query.Text, connection);
            using var interrupt = cancellation.Register(command.Cancel);
            using var reader = command.ExecuteReader();
            return ServerRows.Read(query, reader, cancellation);
        }
        catch (PostgresException e) when (cancellation.IsCancellationRequested && e.SqlState == PostgresErrorCodes.QueryCanceled)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (PostgresException e) when (e.SqlState.StartsWith("28", StringComparison.Ordinal) || e.SqlState.StartsWith("3D", StringComparison.Ordinal))
        {
            throw ConnectionFailure.Of(profile, e.MessageText, e);
        }
        catch (PostgresException e)
        {
            var hint = e.Hint is null ? "" : "; " + e.Hint;
            throw new LoadingFailedException(BuildRules.QueryFailed, e.MessageText + hint, e.Position > 0 ? QueryText.PlaceOf(query.Text, e.Position - 1) : null, e);
        }
        catch (NpgsqlException e)
        {
            throw ConnectionFailure.Of(profile, e.InnerException is { } inner ? $"{e.Message}: {inner.Message}" : e.Message, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();
}
