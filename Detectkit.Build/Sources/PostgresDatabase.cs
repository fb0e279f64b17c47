using System.Data;
using System.Data.Common;
using Npgsql;

namespace Detectkit.Build.Sources;

/// <summary>A PostgreSQL database.</summary>
internal sealed class PostgresDatabase : IMetricDatabase
{
    private readonly ConnectionProfile profile;
    private readonly NpgsqlDataSource source;

    /// <summary>Makes ready to connect; the first query does.</summary>
    /// <param name="profile">Where it is.</param>
    /// <exception cref="LoadingFailedException">A setting of the profile cannot be used.</exception>
    public PostgresDatabase(ConnectionProfile profile)
    {
        this.profile = profile;
        source = new NpgsqlDataSourceBuilder(PostgresSettings.Of(profile).ConnectionString).Build();
    }

    /// <inheritdoc/>
    public LoadedRows Load(SourceQuery query, CancellationToken cancellation)
    {
        using var connection = Connect(cancellation);
        try
        {
            using var command = new NpgsqlCommand(query.Text, connection);
            foreach (var (name, value) in query.Parameters)
            {
                command.Parameters.AddWithValue(name, value);
            }

            using var interrupt = cancellation.Register(command.Cancel);
            command.UnknownResultTypeList = NumbersToReadAsText(command);
            using var reader = command.ExecuteReader();
            return ServerRows.Read(query, reader, cancellation);
        }
        catch (PostgresException e) when (cancellation.IsCancellationRequested && e.SqlState == PostgresErrorCodes.QueryCanceled)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (PostgresException e) when (!IsBroken(e))
        {
            var hint = e.Hint is null ? "" : "; " + e.Hint;
            throw new LoadingFailedException(BuildRules.QueryFailed, e.MessageText + hint, e.Position > 0 ? QueryText.PlaceOf(query.Text, e.Position - 1) : null, e);
        }
        catch (NpgsqlException e)
        {
            // What else the pool holds goes to the same server, which may have been started anew.
            source.Clear();
            throw ConnectionFailure.Broken(profile, Words(e), e);
        }
    }

    /// <inheritdoc/>
    DbConnection IMetricDatabase.Connect(CancellationToken cancellation)
    {
        var connection = Connect(cancellation);
        try
        {
            using var command = new NpgsqlCommand("SELECT 1", connection);
            command.ExecuteNonQueryAsync(cancellation).GetAwaiter().GetResult();
            return connection;
        }
        catch (NpgsqlException)
        {
            // One that was kept, of a server that has been started anew since.
            connection.Dispose();
            source.Clear();
            return Connect(cancellation);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();

    private NpgsqlConnection Connect(CancellationToken cancellation)
    {
        try
        {
            return source.OpenConnectionAsync(cancellation).AsTask().GetAwaiter().GetResult();
        }
        catch (PostgresException e) when (!IsBroken(e))
        {
            throw ConnectionFailure.Of(profile, e.MessageText, e);
        }
        catch (NpgsqlException e)
        {
            throw ConnectionFailure.Unanswered(profile, Words(e), e);
        }
    }

    // The driver reads a numeric as a decimal, which has no NaN, and no room for every numeric.
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

    private static string Words(NpgsqlException e) =>
        e is PostgresException said ? said.MessageText : e.InnerException is { } inner ? $"{e.Message}: {inner.Message}" : e.Message;
}
