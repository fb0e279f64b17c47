using System.Data.Common;
using System.Globalization;

namespace Detectkit.Runtime.Databases;

/// <summary>A database whose queries are limited in number and time, and tried once more where the connection broke.</summary>
internal sealed class LimitedDatabase(IMetricDatabase database, SemaphoreSlim? places, TimeSpan time) : IMetricDatabase
{
    private LoadingFailedException? refusal;

    /// <inheritdoc/>
    public string? TableSchema => database.TableSchema;

    /// <inheritdoc/>
    public LoadedRows Load(SourceQuery query, CancellationToken cancellation)
    {
        places?.Wait(cancellation);
        try
        {
            // A thousand metrics need not wait for a server that is not there one after the other, nor a wrong password lock its user out.
            return Volatile.Read(ref refusal) is { } known ? throw new LoadingFailedException(known.Failure, known) : LoadInTime(query, cancellation);
        }
        finally
        {
            places?.Release();
        }
    }

    // What a refused query has taught is not for this: the server may be back, and a lock that it keeps must be given back.
    /// <inheritdoc/>
    public DbConnection Connect(CancellationToken cancellation) => database.Connect(cancellation);

    /// <inheritdoc/>
    public void Dispose() => database.Dispose();

    private LoadedRows LoadInTime(SourceQuery query, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(time);
        try
        {
            return LoadTwice(query, limited.Token);
        }
        catch (OperationCanceledException e) when (cancellation.IsCancellationRequested)
        {
            // Whoever runs several loads knows the cancellation by its own token, not by the one in here.
            throw new OperationCanceledException(e.Message, e, cancellation);
        }
        catch (OperationCanceledException e)
        {
            var limit = string.Create(CultureInfo.InvariantCulture, $"the query was stopped after {time.TotalSeconds:0.###} s, the limit that 'timeouts.load' in detectkit_project.yml sets");
            throw new LoadingFailedException(RuntimeRules.QueryFailed, limit, null, e);
        }
        catch (LoadingFailedException e) when (e.IsRefusal)
        {
            Volatile.Write(ref refusal, e);
            throw;
        }
    }

    private LoadedRows LoadTwice(SourceQuery query, CancellationToken cancellation)
    {
        try
        {
            return database.Load(query, cancellation);
        }
        catch (LoadingFailedException e) when (e.MayPass)
        {
            return database.Load(query, cancellation);
        }
    }
}
