using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;

namespace Detectkit.Runtime.Databases;

/// <summary>How much loading may ask of databases.</summary>
/// <param name="Queries">Queries at once to one server.</param>
/// <param name="Time">How long a query may take.</param>
public sealed record LoadingLimits(int Queries, TimeSpan Time)
{
    /// <summary>Threads that DuckDB may use in this process; <c>null</c> for as many as it likes.</summary>
    public int? DuckDbThreads { get; init; }
}

/// <summary>Databases, each opened once, when the first metric needs it, and closed with this. Safe to use from several threads.</summary>
/// <param name="projectRoot">The folder that paths in profiles and data files in queries start from.</param>
/// <param name="limits">How much may be asked of them.</param>
/// <param name="written">Absolute paths of the database files that are opened for writing, too.</param>
public sealed class MetricDatabases(string projectRoot, LoadingLimits limits, IReadOnlySet<string>? written = null) : IDisposable
{
    private readonly ConcurrentDictionary<(DatabaseDialect Dialect, string Host, int? Port), SemaphoreSlim> places = new();
    private readonly ConcurrentDictionary<ConnectionProfile, Lazy<IMetricDatabase>> open = new();

    /// <summary>The database of a profile.</summary>
    /// <exception cref="LoadingFailedException">It cannot be opened; every metric that needs it gets the same failure.</exception>
    internal IMetricDatabase Of(ConnectionProfile profile) =>
        open.GetOrAdd(profile, p => new Lazy<IMetricDatabase>(() => new LimitedDatabase(Open(p), PlacesOf(p), limits.Time))).Value;

    /// <summary>A profile as its database completes it.</summary>
    internal ConnectionProfile Complete(ConnectionProfile profile) => profile.TableSchema is null ? profile with { TableSchema = Of(profile).TableSchema } : profile;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var database in open.Values.Where(d => d.IsValueCreated))
        {
            try
            {
                database.Value.Dispose();
            }
            catch (LoadingFailedException)
            {
                // It was never opened, as a metric's diagnostic says.
            }
        }

        foreach (var place in places.Values)
        {
            place.Dispose();
        }
    }

    private IMetricDatabase Open(ConnectionProfile profile) =>
        profile.Dialect.Open(profile, new OpenOptions(projectRoot) { IsWritten = IsWritten(profile), Threads = limits.DuckDbThreads });

    private bool IsWritten(ConnectionProfile profile) => !string.IsNullOrEmpty(profile.Path) && written?.Contains(Path.GetFullPath(profile.Path, projectRoot)) == true;

    // What runs in this process is limited by the number of metrics at once.
    private SemaphoreSlim? PlacesOf(ConnectionProfile profile) => profile.Dialect.IsServer
        ? places.GetOrAdd((profile.Dialect, profile.Host, profile.Port), _ => new SemaphoreSlim(limits.Queries))
        : null;
}

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
