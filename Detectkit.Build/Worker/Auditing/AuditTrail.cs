using System.Globalization;
using Detectkit.Build.Audit;
using Detectkit.Build.Inputs;
using Detectkit.Build.Sources;
using Detectkit.Build.Text;
using Detectkit.Build.Tuning;
using Detectkit.Configuration;

namespace Detectkit.Build.Worker.Auditing;

/// <summary>
/// What a run leaves in the tables of a running detectkit: locks while it runs, then a row for each metric, and the detections of the
/// detectors it found. Without <c>AutotuneAudit</c> it leaves nothing.
/// </summary>
internal sealed class AuditTrail : IDisposable
{
    private readonly WorkerContext context;
    private readonly ProjectInputs inputs;
    private readonly MetricLocks locks;
    private readonly AuditAccess access;

    private AuditTrail(WorkerContext context, ProjectInputs inputs, MetricDatabases databases, CancellationToken cancellation)
    {
        (this.context, this.inputs, access) = (context, inputs, new AuditAccess(databases));
        locks = new MetricLocks(context, inputs, databases, access, cancellation);
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
        var trail = new AuditTrail(context, inputs, databases, cancellation);
        if (!context.Options.LeavesAudit)
        {
            return trail;
        }

        try
        {
            foreach (var metric in metrics)
            {
                cancellation.ThrowIfCancellationRequested();
                trail.locks.Take(metric);
            }

            return trail;
        }
        catch
        {
            trail.Dispose();
            throw;
        }
    }

    /// <summary>The DuckDB files that an audit writes.</summary>
    /// <param name="context">The run.</param>
    /// <param name="inputs">The project.</param>
    /// <param name="metrics">The metrics to be tuned.</param>
    /// <returns>Their absolute paths.</returns>
    public static HashSet<string> Files(WorkerContext context, ProjectInputs inputs, IEnumerable<MetricFile> metrics)
    {
        var profiles = ProfileChoice.Of(context, inputs);
        return metrics.Select(m => profiles.Choose(m).Profile?.Path).Where(p => !string.IsNullOrEmpty(p)).Select(p => Path.GetFullPath(p!, context.Request.Root)).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Why a metric must not be tuned.</summary>
    /// <param name="metric">The metric.</param>
    /// <returns>The finding; <c>null</c> where it may.</returns>
    public Finding? RefusalOf(MetricFile metric) => locks.RefusalOf(metric);

    /// <summary>Writes what a run found, a transaction for each metric; what fails is reported and leaves the others alone.</summary>
    /// <param name="outcomes">The metrics.</param>
    /// <param name="delivered">Where the tuned files went: a run whose commit failed leaves nothing.</param>
    /// <param name="cancellation">Stops it, which is reported: what was delivered stays.</param>
    public void Write(IReadOnlyList<MetricOutcome> outcomes, Delivered delivered, CancellationToken cancellation)
    {
        locks.End(outcomes, delivered);
        var held = outcomes.Where(o => locks.Of(o.File) is not null).ToList();
        if (delivered.IsFailed || held.Count == 0)
        {
            return;
        }

        var proposed = ProposedDetectors.Read(context, held);
        var unreachable = new Dictionary<ConnectionProfile, AuditFailure>();
        var (runs, detections, pruned) = (0, 0, 0);
        foreach (var (index, outcome) in held.Index())
        {
            var taken = locks.Of(outcome.File)!;
            var written = new WrittenAudit(0, 0);
            AuditFailure? failure;
            try
            {
                failure = unreachable.GetValueOrDefault(taken.Profile)
                    ?? access.Attempt(taken.Profile, TimeSpan.FromSeconds(inputs.Settings.LoadTimeout), connection => written = Write(connection, taken, outcome, proposed), cancellation);
            }
            catch (OperationCanceledException)
            {
                context.Log.Report(MetricLocks.Failed(outcome.File, Cancelled(held.Count - index - 1)));
                break;
            }

            if (failure is null)
            {
                (runs, detections, pruned) = (runs + 1, detections + written.Detections, pruned + written.Pruned);
                continue;
            }

            if (failure.IsUnreachable)
            {
                unreachable[taken.Profile] = failure;
            }

            context.Log.Report(MetricLocks.Failed(outcome.File, failure));
        }

        context.Log.Write(string.Create(CultureInfo.InvariantCulture, $"audit: {runs} run(s) and {detections} detection(s) written, {pruned} detection(s) of earlier winners deleted"));
    }

    /// <summary>Gives the locks back.</summary>
    public void Dispose() => locks.Dispose();

    private static AuditFailure Cancelled(int left) => new(
        "the run was cancelled; what was delivered stays" + (left == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; nor is that of {left} more metric(s)")), false);

    private WrittenAudit Write(AuditConnection connection, HeldLock taken, MetricOutcome outcome, ProposedDetectors proposed)
    {
        var metric = outcome.File.Metric;
        if (!taken.Lock.IsHeld(connection, metric.Name, taken.Since))
        {
            throw new InvalidOperationException("its lock is another process's by now; a lock lasts an hour, so tune fewer metrics in one run");
        }

        var detections = AuditTable.Detections(metric.Tables?.Detections ?? inputs.Settings.Tables.Detections);
        var written = new MetricAudit(connection, taken.Sql, detections).Write(outcome, proposed, locks.Now());
        connection.Commit();
        return written;
    }
}
