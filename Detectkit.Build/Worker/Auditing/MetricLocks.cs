using System.Globalization;
using Detectkit.Build.Audit;
using Detectkit.Build.Inputs;
using Detectkit.Build.Sources;
using Detectkit.Build.Text;
using Detectkit.Build.Tuning;
using Detectkit.Configuration;

namespace Detectkit.Build.Worker.Auditing;

/// <summary>A lock that this run holds.</summary>
/// <param name="Profile">The database.</param>
/// <param name="Sql">Its words.</param>
/// <param name="Lock">The lock.</param>
/// <param name="Since">When it was taken, as the table says.</param>
internal sealed record HeldLock(ConnectionProfile Profile, AuditSql Sql, PipelineLock Lock, DateTime Since);

/// <summary>The locks of a run's metrics, held until it is disposed of, and why others were not to be had.</summary>
internal sealed class MetricLocks(WorkerContext context, ProjectInputs inputs, MetricDatabases databases, AuditAccess access, CancellationToken cancellation) : IDisposable
{
    // Whoever has pressed Ctrl-C is not kept waiting, and what stands still after 5 s is killed, locks or no locks.
    private static readonly TimeSpan TimeToRelease = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TimeToReleaseCancelled = TimeSpan.FromSeconds(3);

    private readonly ProfileChoice profiles = ProfileChoice.Of(context, inputs);
    private readonly Dictionary<(ConnectionProfile Profile, string Table), AuditFailure?> prepared = [];
    private readonly Dictionary<MetricFile, HeldLock> held = [];
    private readonly Dictionary<MetricFile, Finding> refused = [];
    private readonly Dictionary<MetricFile, string?> ends = [];

    private TimeSpan TimeToTake => TimeSpan.FromSeconds(inputs.Settings.LoadTimeout);

    /// <summary>A finding that says that a metric's audit failed.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="failure">Why.</param>
    /// <returns>The finding.</returns>
    public static Finding Failed(MetricFile metric, AuditFailure failure) => metric.Finding(BuildRules.AuditFailed, $"the audit of '{metric.DisplayName}' cannot be written: {failure.Message}");

    /// <summary>The lock of a metric.</summary>
    /// <param name="metric">The metric.</param>
    /// <returns>The lock; <c>null</c> where it is not held.</returns>
    public HeldLock? Of(MetricFile metric) => held.GetValueOrDefault(metric);

    /// <summary>Why a metric's lock is not held.</summary>
    /// <param name="metric">The metric.</param>
    /// <returns>The finding; <c>null</c> where it is held, or was not asked for.</returns>
    public Finding? RefusalOf(MetricFile metric) => refused.GetValueOrDefault(metric);

    /// <summary>The present, UTC, to the millisecond, which is what the tables hold.</summary>
    /// <returns>The stamp.</returns>
    public DateTime Now()
    {
        var now = context.Clock.GetUtcNow().UtcDateTime;
        return DateTime.SpecifyKind(now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond)), DateTimeKind.Unspecified);
    }

    /// <summary>Takes a metric's lock, or remembers why not.</summary>
    /// <param name="metric">The metric.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Take(MetricFile metric)
    {
        var (profile, failure) = profiles.Choose(metric);
        if (profile is null)
        {
            refused[metric] = failure!;
        }
        else if (Unsuitable(profile) is { } reason)
        {
            refused[metric] = metric.Finding(BuildRules.AuditFailed, reason);
        }
        else if (Take(metric, profile) is { } refusal)
        {
            refused[metric] = refusal;
        }
    }

    /// <summary>Remembers how the metrics came out, which the locks' rows say in the end.</summary>
    /// <param name="outcomes">The metrics.</param>
    /// <param name="delivered">Where the tuned files went.</param>
    public void End(IEnumerable<MetricOutcome> outcomes, Delivered delivered)
    {
        foreach (var outcome in outcomes)
        {
            ends[outcome.File] = outcome.Fate == MetricFate.Failed ? outcome.Reason ?? "failed" : delivered.IsFailed ? "the tuned files could not be delivered" : null;
        }
    }

    /// <summary>Gives the locks back, those of a database at once.</summary>
    public void Dispose()
    {
        foreach (var group in held.GroupBy(h => h.Value.Profile))
        {
            var lost = new List<MetricFile>();
            var failure = access.Attempt(
                group.Key,
                cancellation.IsCancellationRequested ? TimeToReleaseCancelled : TimeToRelease,
                connection =>
                {
                    var now = Now();
                    lost.Clear();
                    lost.AddRange(group.Where(h => !h.Value.Lock.Release(connection, h.Key.Metric.Name, h.Value.Since, now, ends.GetValueOrDefault(h.Key, "it was stopped before its end"))).Select(h => h.Key));
                    connection.Commit();
                },
                CancellationToken.None);
            foreach (var metric in lost)
            {
                context.Log.Report(metric.Finding(BuildRules.PipelineRunning, $"the lock of '{metric.DisplayName}' was no longer this run's at its end: another process has taken it meanwhile", metric.PlaceOf("name")));
            }

            if (failure is not null)
            {
                var (first, since) = (group.First().Key, group.Max(h => h.Value.Since));
                var ending = since.AddSeconds(PipelineLock.TimeoutSeconds);
                context.Log.Report(first.Finding(
                    BuildRules.AuditFailed,
                    string.Create(CultureInfo.InvariantCulture, $"the locks of {group.Count()} metric(s) cannot be given back and end by themselves at {ending:yyyy-MM-dd HH:mm:ss} UTC: {failure.Message}")));
            }
        }

        held.Clear();
    }

    private static string? Unsuitable(ConnectionProfile profile) => profile switch
    {
        { Type: DatabaseType.DuckDb, Path: null or "" or ":memory:" } =>
            $"the audit needs a database that keeps it, and the profile '{profile.Name}' is DuckDB in memory: name a file or a server, or leave AutotuneAudit out",
        { Type: DatabaseType.DuckDb, IsReadOnly: true } => $"the profile '{profile.Name}' says 'read_only: true': name one that may be written, or leave AutotuneAudit out",
        _ => null,
    };

    private Finding? Take(MetricFile metric, ConnectionProfile profile)
    {
        AuditSql sql;
        try
        {
            sql = new AuditSql(databases.Complete(profile));
        }
        catch (LoadingFailedException e)
        {
            return Failed(metric, new AuditFailure(e.Failure.Message, true));
        }

        var tasks = AuditTable.Tasks(inputs.Settings.Tables.Tasks);
        foreach (var table in new[] { tasks, AuditTable.Runs(), AuditTable.Detections(metric.Metric.Tables?.Detections ?? inputs.Settings.Tables.Detections) })
        {
            if (Prepare(profile, sql, table) is { } missing)
            {
                return Failed(metric, missing);
            }
        }

        return Take(metric, profile, sql, new PipelineLock(sql, tasks));
    }

    private Finding? Take(MetricFile metric, ConnectionProfile profile, AuditSql sql, PipelineLock pipeline)
    {
        var (now, isDone) = (Now(), false);
        Finding? refusal = null;
        try
        {
            var failure = access.Attempt(
                profile,
                TimeToTake,
                connection =>
                {
                    var (since, owner) = pipeline.Take(connection, metric.Metric.Name, now, PipelineLock.TimeoutSeconds, context.Options.Force);
                    if (since is null)
                    {
                        refusal = metric.Finding(BuildRules.PipelineRunning, $"'{metric.DisplayName}' is left out: {owner}; wait for it, or take it with -p:AutotuneForce=true", metric.PlaceOf("name"));
                    }
                    else
                    {
                        connection.Commit();
                        held[metric] = new HeldLock(profile, sql, pipeline, since.Value);
                    }
                },
                cancellation);
            isDone = failure is null;
            return failure is null ? refusal : Failed(metric, failure);
        }
        finally
        {
            // Without a transaction the row may be there although the answer is not.
            if (!isDone && profile.Type == DatabaseType.ClickHouse)
            {
                access.Attempt(profile, TimeToReleaseCancelled, connection => pipeline.Withdraw(connection, metric.Metric.Name, now), CancellationToken.None);
            }
        }
    }

    // A database that says no is asked once for a table, not once for every metric.
    private AuditFailure? Prepare(ConnectionProfile profile, AuditSql sql, AuditTable table)
    {
        if (!prepared.TryGetValue((profile, table.Name), out var failure))
        {
            var isMissing = false;
            failure = access.Attempt(profile, TimeToTake, connection => isMissing = !AuditTables.Exists(connection, sql, table), cancellation);
            failure = failure is null && isMissing ? access.Attempt(profile, TimeToTake, connection => AuditTables.Create(connection, sql, table), cancellation) : failure;
            prepared.Add((profile, table.Name), failure);
        }

        return failure;
    }
}
