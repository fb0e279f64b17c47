using System.Data.Common;
using System.Globalization;
using Detectkit.Build.Audit;
using Detectkit.Build.Reports;
using Detectkit.Build.Sources;
using Detectkit.Build.Worker.Inputs;
using Detectkit.Build.Worker.Tuning;
using Detectkit.Configuration;
using Detectkit.Detectors;

namespace Detectkit.Build.Worker.Auditing;

/// <summary>
/// What a run leaves in the tables of a running detectkit: locks while it runs, then a row for each metric, and the detections of the
/// detectors it found. Without <c>AutotuneAudit</c> it leaves nothing.
/// </summary>
internal sealed class AuditTrail : IDisposable
{
    private readonly WorkerContext context;
    private readonly ProjectInputs inputs;
    private readonly MetricDatabases databases;
    private readonly ProfileChoice profiles;
    private readonly HashSet<ConnectionProfile> prepared = [];
    private readonly Dictionary<MetricFile, HeldLock> held = [];
    private readonly Dictionary<MetricFile, Finding> refused = [];

    private AuditTrail(WorkerContext context, ProjectInputs inputs, MetricDatabases databases)
    {
        (this.context, this.inputs, this.databases) = (context, inputs, databases);
        profiles = new ProfileChoice(inputs, context.Options, new ProfileResolution(context.Environment, context.Secrets));
    }

    /// <summary>Makes the tables and takes the locks of all metrics.</summary>
    /// <param name="context">The run.</param>
    /// <param name="inputs">The project.</param>
    /// <param name="databases">The run's databases.</param>
    /// <param name="metrics">The metrics to be tuned.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The trail, which holds locks until it is disposed of.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; no lock is held.</exception>
    public static AuditTrail Begin(WorkerContext context, ProjectInputs inputs, MetricDatabases databases, IEnumerable<MetricFile> metrics, CancellationToken cancellation)
    {
        var trail = new AuditTrail(context, inputs, databases);
        if (!context.Options.LeavesAudit)
        {
            return trail;
        }

        try
        {
            foreach (var metric in metrics)
            {
                trail.Take(metric, cancellation);
            }

            return trail;
        }
        catch
        {
            trail.Dispose();
            throw;
        }
    }

    /// <summary>Why a metric must not be tuned.</summary>
    /// <param name="metric">The metric.</param>
    /// <returns>The finding; <c>null</c> where it may.</returns>
    public Finding? RefusalOf(MetricFile metric) => refused.GetValueOrDefault(metric);

    /// <summary>Writes what a run found, a transaction for each metric; what fails is reported and leaves the others alone.</summary>
    /// <param name="outcomes">The metrics.</param>
    /// <param name="delivered">Where the tuned files went: a run whose commit failed leaves nothing.</param>
    public void Write(IEnumerable<MetricOutcome> outcomes, Delivered delivered)
    {
        if (delivered.IsFailed || held.Count == 0)
        {
            return;
        }

        var (runs, detections, pruned) = (0, 0, 0);
        foreach (var outcome in outcomes.Where(o => held.ContainsKey(o.File)))
        {
            var taken = held[outcome.File];
            Attempt(outcome.File, taken.Profile, connection =>
            {
                var written = Write(connection, taken, outcome);
                connection.Commit();
                (runs, detections, pruned) = (runs + 1, detections + written.Detections, pruned + written.Pruned);
            });
        }

        context.Log.Write(string.Create(CultureInfo.InvariantCulture, $"audit: {runs} run(s) and {detections} detection(s) written, {pruned} detection(s) of earlier winners deleted"));
    }

    /// <summary>Gives the locks back.</summary>
    public void Dispose()
    {
        foreach (var (metric, taken) in held)
        {
            Attempt(metric, taken.Profile, connection =>
            {
                taken.Lock.Release(connection, metric.Metric.Name, taken.Since, Now());
                connection.Commit();
            });
        }

        held.Clear();
    }

    private void Take(MetricFile metric, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var (profile, failure) = profiles.Choose(metric);
        if (profile is null)
        {
            refused[metric] = failure!;
            return;
        }

        if (profile is { Type: DatabaseType.DuckDb, Path: null or "" or ":memory:" })
        {
            refused[metric] = metric.Finding(
                BuildRules.AuditFailed, $"the audit needs a database that keeps it, and the profile '{profile.Name}' is DuckDB in memory: name a file or a server, or leave AutotuneAudit out");
            return;
        }

        var failed = Attempt(metric, profile, connection =>
        {
            var sql = new AuditSql(profile);
            var tasks = AuditTable.Tasks(inputs.Settings.Tables.Tasks);
            if (prepared.Add(profile))
            {
                Prepare(profile, sql, [AuditTable.Runs(), tasks, AuditTable.Detections(inputs.Settings.Tables.Detections)]);
            }

            if (metric.Metric.Tables?.Detections is { } own)
            {
                Prepare(profile, sql, [AuditTable.Detections(own)]);
            }

            var (pipeline, since) = (new PipelineLock(sql, tasks), Now());
            if (pipeline.Take(connection, metric.Metric.Name, since, inputs.Settings.DetectTimeout, context.Options.Force) is { } owner)
            {
                refused[metric] = metric.Finding(BuildRules.PipelineRunning, $"'{metric.DisplayName}' is left out: {owner}; wait for it, or take it with -p:AutotuneForce=true", metric.PlaceOf("name"));
                return;
            }

            connection.Commit();
            held[metric] = new HeldLock(profile, sql, pipeline, since);
        });
        if (failed is not null)
        {
            refused[metric] = failed;
        }
    }

    // Some databases end a transaction by making a table: it is done beside it.
    private void Prepare(ConnectionProfile profile, AuditSql sql, IEnumerable<AuditTable> tables)
    {
        using var connection = new AuditConnection(databases.Of(profile).Connect(default), profile.Type);
        foreach (var table in tables)
        {
            connection.Execute(sql.Create(table));
        }

        connection.Commit();
    }

    private (int Detections, int Pruned) Write(AuditConnection connection, HeldLock taken, MetricOutcome outcome)
    {
        var (metric, now, runs) = (outcome.File.Metric, Now(), AuditTable.Runs());
        var detections = AuditTable.Detections(metric.Tables?.Detections ?? inputs.Settings.Tables.Detections);
        var earlier = connection.Read(taken.Sql.Select(runs, ["winning_detector_id"], ["metric_name"]), metric.Name).Select(r => r[0] as string).OfType<string>();
        var used = metric.Detectors.Select(DetectorId.Of).ToHashSet(StringComparer.Ordinal);
        AuditRows.Write(connection, taken.Sql, runs, [RunRow.Of(outcome, now)]);
        var written = 0;
        if (outcome is { Fate: MetricFate.Tuned or MetricFate.Unchanged, Search.Result: { } result, Loaded: { } loaded })
        {
            // The tuned file has this one in place of those that are tuned now; they stay until it is merged.
            used.Add(result.Winner.Id);
            var rows = DetectionRows.Of(metric.Name, result.Winner.Detector, loaded.Series, now);
            AuditRows.Write(connection, taken.Sql, detections, rows);
            written = rows.Count;
        }

        var pruned = 0;
        foreach (var id in earlier.Where(id => !used.Contains(id)).Distinct().Order(StringComparer.Ordinal))
        {
            pruned += connection.Read(taken.Sql.Select(detections, ["detector_id"], ["metric_name", "detector_id"]), metric.Name, id).Count;
            connection.Execute(taken.Sql.Delete(detections, ["metric_name", "detector_id"]), metric.Name, id);
        }

        return (written, pruned);
    }

    private Finding? Attempt(MetricFile metric, ConnectionProfile profile, Action<AuditConnection> work)
    {
        string message;
        try
        {
            using var connection = new AuditConnection(databases.Of(profile).Connect(default), profile.Type);
            work(connection);
            return null;
        }
        catch (LoadingFailedException e)
        {
            message = e.Failure.Message;
        }
        catch (Exception e) when (e is DbException or IOException or HttpRequestException or TimeoutException or InvalidOperationException)
        {
            message = $"profile '{profile.Name}': {profile.Hide(e.Message).ReplaceLineEndings(" ")}";
        }

        var finding = metric.Finding(BuildRules.AuditFailed, $"the audit of '{metric.DisplayName}' cannot be written: {message}");
        if (!held.ContainsKey(metric))
        {
            return finding;
        }

        context.Log.Report(finding);
        return null;
    }

    // To the millisecond, which is what the tables hold.
    private DateTime Now()
    {
        var now = context.Clock.GetUtcNow().UtcDateTime;
        return DateTime.SpecifyKind(now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond)), DateTimeKind.Unspecified);
    }

    private sealed record HeldLock(ConnectionProfile Profile, AuditSql Sql, PipelineLock Lock, DateTime Since);
}
