using System.Data.Common;

namespace Detectkit.Runtime.Databases;

/// <summary>A database in a server, which gives rows through its driver.</summary>
internal abstract class ServerDatabase(ConnectionProfile profile) : IMetricDatabase
{
    protected ConnectionProfile Profile { get; } = profile;

    public LoadedRows Load(SourceQuery query, CancellationToken cancellation)
    {
        DbConnection? connection = null;
        try
        {
            connection = Open(cancellation);
            using var command = connection.CreateCommand();
            command.CommandText = query.Text;
            foreach (var (name, value) in query.Parameters)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, value);
                command.Parameters.Add(parameter);
            }

            return Read(command, query, cancellation);
        }
        catch (Exception e) when (cancellation.IsCancellationRequested && IsStopped(e))
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (Exception e) when (e is DbException or HttpRequestException or IOException)
        {
            throw Failure(e, query, connection);
        }
        finally
        {
            connection?.Dispose();
        }
    }

    public virtual DbConnection Connect(CancellationToken cancellation) => Open(cancellation);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);

    protected abstract DbConnection Open(CancellationToken cancellation);

    protected virtual LoadedRows Read(DbCommand command, SourceQuery query, CancellationToken cancellation)
    {
        using var interrupt = cancellation.Register(command.Cancel);
        using var reader = command.ExecuteReader();
        return ServerRows.Read(query, reader, cancellation, ValuesOf(reader));
    }

    protected virtual DriverValues ValuesOf(DbDataReader reader) => new();

    /// <summary>Whether that is how the driver says that it was stopped.</summary>
    protected abstract bool IsStopped(Exception failure);

    protected abstract LoadingFailedException Failure(Exception failure, SourceQuery query, DbConnection? connection);
}
