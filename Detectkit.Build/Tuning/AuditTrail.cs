using System.Globalization;
using Detectkit.Build.Git;
using Detectkit.Build.Inputs;
using Detectkit.Build.Results;
using Detectkit.Build.Text;
using Detectkit.Build.Worker;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Runtime;
using Detectkit.Runtime.Audit;
using Detectkit.Runtime.Databases;
using Detectkit.Runtime.Locks;
using Detectkit.Runtime.Tables;

namespace Detectkit.Build.Tuning;

/// <summary>
/// What a run leaves in detectkit's own tables: locks while it runs, then a row for each metric, and the detections of the detectors it
/// found. Without <c>AutotuneAudit</c> it leaves nothing.
/// </summary>
internal sealed class AuditTrail : IDisposable
{
    // Whoever has pressed Ctrl-C is not kept waiting, and what stands still after 5 s is killed, locks or no locks.
    private static readonly TimeSpan TimeToRelease = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TimeToReleaseCancelled = TimeSpan.FromSeconds(3);

    private readonly WorkerContext context;
    private readonly ProjectInputs inputs;
    private readonly CancellationToken cancellation;
    private readonly ProfileChoice profiles;
    private readonly TableAccess access;
    private readonly TableDefinition tasks;
    private readonly PipelineLocks locks;
    private readonly Dictionary<MetricFile, HeldLock> held = [];
    private readonly Dictionary<MetricFile, Finding> refused = [];
    private readonly Dictionary<MetricFile, string?> ends = [];

    private AuditTrail(WorkerContext context, ProjectInputs inputs, MetricDatabases databases, CancellationToken cancellation)
    {
        (this.context, this.inputs, this.cancellation) = (context, inputs, cancellation);
        profiles = context.Profiles(inputs);
        access = new TableAccess(databases);
        tasks = DetectkitTables.Tasks(inputs.Settings.Tables.Tasks);
        locks = new PipelineLocks(databases, access, tasks, context.Clock);
    }

    private TimeSpan TimeLimit => TimeSpan.FromSeconds(inputs.Settings.LoadTimeout);

    /// <summary>Makes the tables and takes the locks of all metrics, which are held until the trail is disposed of.</summary>
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
                if (trail.Take(metric) is { } refusal)
                {
                    trail.refused[metric] = refusal;
                }
            }

            return trail;
        }
        catch
        {
            trail.Dispose();
            throw;
        }
    }

    /// <summary>The absolute paths of the DuckDB files that an audit writes.</summary>
    public static HashSet<string> Files(WorkerContext context, ProjectInputs inputs, IEnumerable<MetricFile> metrics)
    {
        var profiles = context.Profiles(inputs);
        return metrics.Select(m => profiles.Choose(m).Profile?.Path).Where(p => !string.IsNullOrEmpty(p)).Select(p => Path.GetFullPath(p!, context.Request.Root)).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Why a metric must not be tuned; <c>null</c> where it may.</summary>
    public Finding? RefusalOf(MetricFile metric) => refused.GetValueOrDefault(metric);

    /// <summary>
    /// Writes what a run found, a transaction for each metric; what fails is reported and leaves the others alone, as cancelling does: what
    /// was delivered stays. A run whose commit failed leaves nothing.
    /// </summary>
    public void Write(IReadOnlyList<MetricOutcome> outcomes, Delivered delivered)
    {
        foreach (var outcome in outcomes)
        {
            ends[outcome.File] = outcome.Fate == MetricFate.Failed ? outcome.Reason ?? "failed" : delivered.IsFailed ? "the tuned files could not be delivered" : null;
        }

        var locked = outcomes.Where(o => held.ContainsKey(o.File)).ToList();
        if (delivered.IsFailed || locked.Count == 0)
        {
            return;
        }

        var proposed = ProposedDetectors(context, locked);
        var unreachable = new Dictionary<ConnectionProfile, AccessFailure>();
        var (runs, detections, pruned) = (0, 0, 0);
        foreach (var (index, outcome) in locked.Index())
        {
            var profile = held[outcome.File].Profile;
            var (written, deleted) = (0, 0);
            AccessFailure? failure;
            try
            {
                failure = unreachable.GetValueOrDefault(profile)
                    ?? access.Attempt(profile, TimeLimit, session => (written, deleted) = Write(session, outcome, proposed), cancellation);
            }
            catch (OperationCanceledException)
            {
                context.Log.Report(Failed(outcome.File, Cancelled(locked.Count - index - 1)));
                break;
            }

            if (failure is null)
            {
                (runs, detections, pruned) = (runs + 1, detections + written, pruned + deleted);
                continue;
            }

            if (failure.IsUnreachable)
            {
                unreachable[profile] = failure;
            }

            context.Log.Report(Failed(outcome.File, failure.Message));
        }

        context.Log.Write(string.Create(CultureInfo.InvariantCulture, $"audit: {runs} run(s) and {detections} detection(s) written, {pruned} detection(s) of earlier winners deleted"));
    }

    /// <summary>
    /// The ids of the detectors that the branch proposes, by file: an earlier run's, as long as nobody has merged or dropped them, whether or
    /// not this run commits; <c>null</c> where the branch cannot be read.
    /// </summary>
    internal static Dictionary<string, string[]>? ProposedDetectors(WorkerContext context, IEnumerable<MetricOutcome> outcomes) =>
        GitException.Catch<Dictionary<string, byte[]>?>(
            () =>
            {
                using var repository = ProjectRepository.Open(context.Request.Root);
                return new Branch(repository, new TuningBranch(context.Request.Root, context.Options.Branch)).Read(outcomes.Select(o => o.File.File.Path));
            },
            failure => failure.Rule == BuildRules.NoRepository ? [] : null)
            ?.ToDictionary(f => f.Key, f => (MetricReader.Read(f.Key, f.Value).Metric?.Detectors ?? []).Select(DetectorId.Of).ToArray(), StringComparer.Ordinal);

    /// <summary>Gives the locks back, those of a database at once.</summary>
    public void Dispose()
    {
        foreach (var group in held.GroupBy(h => h.Value.Profile))
        {
            var (lost, failure) = locks.Release(
                group.Key,
                [.. group.Select(h => (h.Value, ends.GetValueOrDefault(h.Key, "it was stopped before its end")))],
                cancellation.IsCancellationRequested ? TimeToReleaseCancelled : TimeToRelease);
            foreach (var (metric, _) in group.Where(h => lost.Contains(h.Value)))
            {
                context.Log.Report(metric.Finding(RuntimeRules.PipelineRunning, $"the lock of '{metric.DisplayName}' was no longer this run's at its end: another process has taken it meanwhile", metric.PlaceOf("name")));
            }

            if (failure is not null)
            {
                context.Log.Report(group.First().Key.Finding(
                    RuntimeRules.AuditFailed,
                    string.Create(CultureInfo.InvariantCulture, $"the locks of {group.Count()} metric(s) cannot be given back and end by themselves at {group.Max(h => h.Value.End):yyyy-MM-dd HH:mm:ss} UTC: {failure.Message}")));
            }
        }

        held.Clear();
    }

    private static string Cancelled(int left) =>
        "the run was cancelled; what was delivered stays" + (left == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; nor is that of {left} more metric(s)"));

    private static Finding Failed(MetricFile metric, string why) => metric.Finding(RuntimeRules.AuditFailed, $"the audit of '{metric.DisplayName}' cannot be written: {why}");

    private TableDefinition Detections(MetricFile metric) => DetectkitTables.Detections(metric.Metric.Tables?.Detections ?? inputs.Settings.Tables.Detections);

    private Finding? Take(MetricFile metric)
    {
        var (profile, failure) = profiles.Choose(metric);
        if (profile is null)
        {
            return failure;
        }

        if (profile.Dialect.WhyNotWritable(profile) is { } reason)
        {
            return metric.Finding(RuntimeRules.AuditFailed, reason + ", or leave AutotuneAudit out");
        }

        // What cannot be written in the end is known before anything is tuned.
        foreach (var table in new[] { tasks, DetectkitTables.Runs, Detections(metric) })
        {
            if (access.Prepare(profile, table, TimeLimit, cancellation) is { } missing)
            {
                return Failed(metric, missing.Message);
            }
        }

        var (taken, refusal) = locks.Take(metric.Metric.Name, profile, TimeLimit, context.Options.Force, cancellation);
        if (taken is not null)
        {
            held[metric] = taken;
            return null;
        }

        return refusal!.Rule == RuntimeRules.PipelineRunning
            ? metric.Finding(refusal.Rule, $"'{metric.DisplayName}' is left out: {refusal.Message}; wait for it, or take it with -p:AutotuneForce=true", metric.PlaceOf("name"))
            : Failed(metric, refusal.Message);
    }

    private (int Written, int Deleted) Write(DatabaseSession session, MetricOutcome outcome, Dictionary<string, string[]>? proposed)
    {
        var (file, taken, now) = (outcome.File, held[outcome.File], locks.Now());
        if (!locks.IsHeld(session, taken))
        {
            throw new InvalidOperationException("its lock is another process's by now; a lock lasts an hour, so tune fewer metrics in one run");
        }

        var name = file.Metric.Name;
        var earlier = session.Read(taken.Sql.Select(DetectkitTables.Runs, ["winning_detector_id"], ["metric_name"]), name).Select(r => r[0] as string).OfType<string>().ToList();
        session.Write(taken.Sql, DetectkitTables.Runs, [RunRow.Of(outcome.Complete(), now)]);
        var (written, deleted) = (0, 0);
        if (outcome.Fate is MetricFate.Tuned or MetricFate.Unchanged or MetricFate.Kept or MetricFate.TradeOff)
        {
            // The tuned file has the winner in place of those that are tuned now; they stay until it is merged.
            var used = file.Metric.Detectors.Select(DetectorId.Of).Concat(proposed?.GetValueOrDefault(file.File.Path) ?? []).ToHashSet(StringComparer.Ordinal);
            var audit = new DetectionAudit(session, taken.Sql, Detections(file));
            if (outcome is { Fate: MetricFate.Tuned or MetricFate.Unchanged, Search.Result: { } result, Loaded: { } loaded })
            {
                foreach (var detector in result.Proposed)
                {
                    used.Add(detector.Id);
                    written += audit.Write(name, detector.Detector, loaded.Series.Newest(outcome.Settings.MaxHistory), now);
                }
            }

            // Where the branch cannot be read, nothing is known to be unused.
            deleted = proposed is null ? 0 : audit.Delete(name, earlier.Where(id => !used.Contains(id)));
        }

        session.Commit();
        return (written, deleted);
    }
}
