using System.Collections.Concurrent;

namespace Detectkit.Build.Sources;

/// <summary>The databases of a run, each opened once, when the first metric needs it.</summary>
/// <param name="projectRoot">What a DuckDB file's path is relative to.</param>
/// <param name="limits">How much may be asked of them.</param>
/// <param name="written">The absolute paths of DuckDB files that are opened for writing too, and made where missing; what a server's user may do is for the server to say.</param>
internal sealed class MetricDatabases(string projectRoot, LoadingLimits limits, IReadOnlySet<string>? written = null) : IDisposable
{
    private readonly ConcurrentDictionary<(DatabaseType Type, string Host, int? Port), SemaphoreSlim> places = new();
    private readonly ConcurrentDictionary<ConnectionProfile, Lazy<IMetricDatabase>> open = new();

    /// <summary>The database of a profile.</summary>
    /// <param name="profile">How to reach it.</param>
    /// <returns>The database; of equal profiles the same.</returns>
    /// <exception cref="LoadingFailedException">It cannot be opened; every metric that needs it gets the same failure.</exception>
    public IMetricDatabase Of(ConnectionProfile profile) =>
        open.GetOrAdd(profile, p => new Lazy<IMetricDatabase>(() => new LimitedDatabase(Open(p), PlacesOf(p), limits.Time))).Value;

    /// <summary>A profile as its database completes it.</summary>
    /// <param name="profile">The profile.</param>
    /// <returns>The profile, which says where the reference's own tables are if anything does.</returns>
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

    private IMetricDatabase Open(ConnectionProfile profile) => profile.Type switch
    {
        DatabaseType.Postgres => new PostgresDatabase(profile),
        DatabaseType.MySql => new MySqlDatabase(profile),
        DatabaseType.ClickHouse => new ClickHouseDatabase(profile),
        _ => DuckDbDatabase.Open(profile, projectRoot, IsWritten(profile), limits.DuckDbThreads),
    };

    private bool IsWritten(ConnectionProfile profile) => !string.IsNullOrEmpty(profile.Path) && written?.Contains(Path.GetFullPath(profile.Path, projectRoot)) == true;

    // DuckDB runs in this process, where the number of metrics at once is the limit.
    private SemaphoreSlim? PlacesOf(ConnectionProfile profile) => profile.Type == DatabaseType.DuckDb
        ? null
        : places.GetOrAdd((profile.Type, profile.Host, profile.Port), _ => new SemaphoreSlim(limits.Queries));
}
