using Detectkit.Runtime.Databases;
using Detectkit.Runtime.Tables;

namespace Detectkit.Runtime.Locks;

internal sealed record HeldLock(string Metric, ConnectionProfile Profile, TableStatements Sql, DateTime Since)
{
    /// <summary>When it is nobody's any more, should it not be given back.</summary>
    public DateTime End => Since.AddSeconds(PipelineLock.TimeoutSeconds);
}

internal sealed class PipelineLocks(MetricDatabases databases, TableAccess access, TableDefinition tasks, TimeProvider clock)
{
    private static readonly TimeSpan TimeToWithdraw = TimeSpan.FromSeconds(3);

    /// <summary>The present, UTC, to the millisecond, which is what the tables hold.</summary>
    public DateTime Now()
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return DateTime.SpecifyKind(now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond)), DateTimeKind.Unspecified);
    }

    /// <summary>Takes a metric's lock, or says who has it or why the database cannot say.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the lock is not held.</exception>
    public (HeldLock? Lock, MetricFailure? Failure) Take(string metric, ConnectionProfile profile, TimeSpan limit, bool isForced, CancellationToken cancellation)
    {
        if (access.Prepare(profile, tasks, limit, cancellation) is { } missing)
        {
            return (null, Failed(missing));
        }

        var sql = new TableStatements(databases.Complete(profile));
        var pipeline = new PipelineLock(sql, tasks);
        var (now, attempt, isDone) = (Now(), new LockAttempt(null, null), false);
        try
        {
            var failure = access.Attempt(
                profile,
                limit,
                session =>
                {
                    attempt = pipeline.Take(session, metric, now, PipelineLock.TimeoutSeconds, isForced);
                    if (attempt.Since is not null)
                    {
                        session.Commit();
                    }
                },
                cancellation);
            isDone = failure is null;
            if (failure is not null)
            {
                return (null, Failed(failure));
            }

            return attempt.Since is { } since
                ? (new HeldLock(metric, profile, sql, since), null)
                : (null, new MetricFailure(RuntimeRules.PipelineRunning, attempt.Owner!) { Field = "name" });
        }
        finally
        {
            // Without a transaction the row may be there although the answer is not.
            if (!isDone && !profile.Dialect.HasTransactions)
            {
                access.Attempt(profile, TimeToWithdraw, session => pipeline.Withdraw(session, metric, now), CancellationToken.None);
            }
        }
    }

    public bool IsHeld(DatabaseSession session, HeldLock held) => new PipelineLock(held.Sql, tasks).IsHeld(session, held.Metric, held.Since);

    /// <summary>
    /// Gives the locks of one database back at once, each with why the work that it was for failed. Gives those that were another's by now, or
    /// why none could be given back.
    /// </summary>
    public (IReadOnlyList<HeldLock> Lost, AccessFailure? Failure) Release(ConnectionProfile profile, IReadOnlyList<(HeldLock Lock, string? Failure)> locks, TimeSpan limit)
    {
        IReadOnlyList<HeldLock> lost = [];
        var failure = access.Attempt(
            profile,
            limit,
            session =>
            {
                var now = Now();
                lost = [.. locks.Where(l => !new PipelineLock(l.Lock.Sql, tasks).Release(session, l.Lock.Metric, l.Lock.Since, now, l.Failure)).Select(l => l.Lock)];
                session.Commit();
            },
            CancellationToken.None);
        return (lost, failure);
    }

    private static MetricFailure Failed(AccessFailure failure) => new(RuntimeRules.AuditFailed, failure.Message);
}
