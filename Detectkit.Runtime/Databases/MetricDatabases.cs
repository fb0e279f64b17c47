using System.Collections.Concurrent;

namespace Detectkit.Runtime.Databases;

/// <summary>How much loading may ask of databases.</summary>
/// <param name="Queries">Queries at once to one server.</param>
/// <param name="Time">How long a query may take.</param>
internal sealed record LoadingLimits(int Queries, TimeSpan Time)
{
    /// <summary>Threads that DuckDB may use in this process; <c>null</c> for as many as it likes.</summary>
    public int? DuckDbThreads { get; init; }
}

/// <summary>The databases of a run, each opened once, when the first metric needs it.</summary>
internal sealed class MetricDatabases(string projectRoot, LoadingLimits limits, IReadOnlySet<string>? written = null) : IDisposable
{
    private readonly ConcurrentDictionary<(DatabaseDialect Dialect, string Host, int? Port), SemaphoreSlim> places = new();
    private readonly ConcurrentDictionary<ConnectionProfile, Lazy<IMetricDatabase>> open = new();

    /// <summary>The database of a profile.</summary>
    /// <exception cref="LoadingFailedException">It cannot be opened; every metric that needs it gets the same failure.</exception>
    public IMetricDatabase Of(ConnectionProfile profile) =>
        open.GetOrAdd(profile, p => new Lazy<IMetricDatabase>(() => new LimitedDatabase(Open(p), PlacesOf(p), limits.Time))).Value;

    /// <summary>A profile as its database completes it.</summary>
    /// <exception cref="LoadingFailedException">The database cannot be opened.</exception>
    public ConnectionProfile Complete(ConnectionProfile profile) => profile.TableSchema is null ? profile with { TableSchema = Of(profile).TableSchema } : profile;

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
