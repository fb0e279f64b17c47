using System.Data.Common;
using System.Globalization;
using Detectkit.Build.Sources;

namespace Detectkit.Build.Audit;

/// <summary>How an attempt to take a lock ended.</summary>
/// <param name="Since">When it was taken, as the table says, which tells it from another's; <c>null</c> where it was not.</param>
/// <param name="Owner">Who has it, in words; <c>null</c> where it is ours.</param>
internal sealed record LockAttempt(DateTime? Since, string? Owner);

/// <summary>The reference's lock of a metric's pipeline: a row of <c>_dtk_tasks</c> that says what is running.</summary>
/// <param name="sql">The database's words.</param>
/// <param name="table">The table of running pipelines.</param>
internal sealed class PipelineLock(AuditSql sql, AuditTable table)
{
    /// <summary>After how long a lock is nobody's: the contract's, which nothing in a project's files changes.</summary>
    public const int TimeoutSeconds = 3600;

    private const string Pipeline = "pipeline";
    private const string Running = "running";
    private static readonly string[] Key = ["metric_name", "detector_id", "process_type"];
    private static readonly LockAttempt TooLate = new(null, "another process has just taken its pipeline's lock");

    /// <summary>Takes the lock.</summary>
    /// <param name="connection">The database; the caller commits where it is ours.</param>
    /// <param name="metric">The metric's name.</param>
    /// <param name="now">The present, UTC, to the millisecond.</param>
    /// <param name="timeoutSeconds">After how long the lock is nobody's.</param>
    /// <param name="isForced">Whether to take what another holds.</param>
    /// <returns>Whose it is.</returns>
    public LockAttempt Take(AuditConnection connection, string metric, DateTime now, int timeoutSeconds, bool isForced)
    {
        var known = Rows(connection, metric);
        if (!isForced && known.Find(r => r.IsHeld(now)) is { } other)
        {
            return new LockAttempt(
                null, string.Create(CultureInfo.InvariantCulture, $"another process has been running its pipeline since {other.Started:yyyy-MM-dd HH:mm:ss} UTC; its lock ends at {other.End:yyyy-MM-dd HH:mm:ss}"));
        }

        var isWritten = known.Count > 0 ? Replace(connection, metric, known[0], now, timeoutSeconds, isForced) : Insert(connection, metric, now, timeoutSeconds);
        if (!isWritten)
        {
            return TooLate;
        }

        // A column may be coarser than the clock, and ClickHouse keeps two rows of one key and does not say how many it changed.
        var held = Rows(connection, metric).FindAll(r => r.IsHeld(now));
        if (held.Count > 0 && held.TrueForAll(r => r.Started == held[0].Started) && (connection.Type != DatabaseType.ClickHouse || (held[0].Started == now && (isForced || held.Count == 1))))
        {
            return new LockAttempt(held[0].Started, null);
        }

        if (connection.Type == DatabaseType.ClickHouse)
        {
            Withdraw(connection, metric, now);
        }

        return TooLate;
    }

    /// <summary>Deletes what an attempt to take the lock has left, where no transaction does.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="metric">The metric's name.</param>
    /// <param name="now">The present as it was given to the attempt.</param>
    public void Withdraw(AuditConnection connection, string metric, DateTime now) =>
        connection.Execute(sql.Delete(table, [.. Key, "started_at"]), metric, Pipeline, Pipeline, now);

    /// <summary>Whether the lock is still ours.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="metric">The metric's name.</param>
    /// <param name="since">When it was taken, as the table said.</param>
    /// <returns>False where it is another's, or gone.</returns>
    public bool IsHeld(AuditConnection connection, string metric, DateTime since) => Rows(connection, metric).Exists(r => r.Status == Running && r.Started == since);

    /// <summary>Gives the lock back, if it is still ours.</summary>
    /// <param name="connection">The database; the caller commits.</param>
    /// <param name="metric">The metric's name.</param>
    /// <param name="since">When it was taken, as the table said.</param>
    /// <param name="now">The present, UTC.</param>
    /// <param name="failure">Why the work failed, in a line; <c>null</c> where it did not.</param>
    /// <returns>Whether it was ours.</returns>
    public bool Release(AuditConnection connection, string metric, DateTime since, DateTime now, string? failure)
    {
        if (!IsHeld(connection, metric, since))
        {
            return false;
        }

        var values = Known(connection, [new("status", failure is null ? "completed" : "failed"), new("updated_at", now), new("error_message", failure)]);
        connection.Execute(sql.Update(table, [.. values.Select(v => v.Key)], [.. Key, "started_at"]), [.. values.Select(v => v.Value), metric, Pipeline, Pipeline, since]);
        return true;
    }

    // Only if the row is still what was read: of two that see a lock that has run out, one gets it.
    private bool Replace(AuditConnection connection, string metric, Row known, DateTime now, int timeoutSeconds, bool isForced)
    {
        var values = Taken(connection, now, timeoutSeconds);
        var changed = connection.Execute(
            sql.Update(table, [.. values.Select(v => v.Key)], isForced ? Key : [.. Key, "status", "started_at"]),
            [.. values.Select(v => v.Value), metric, Pipeline, Pipeline, .. isForced ? (object?[])[] : [known.Status, known.Started]]);
        return changed > 0 || connection.Type == DatabaseType.ClickHouse;
    }

    private bool Insert(AuditConnection connection, string metric, DateTime now, int timeoutSeconds)
    {
        try
        {
            List<KeyValuePair<string, object?>> values = [new("metric_name", metric), new("detector_id", Pipeline), new("process_type", Pipeline), .. Taken(connection, now, timeoutSeconds)];
            connection.Execute(sql.Insert(table, [.. values.Select(v => table.Find(v.Key))]), [.. values.Select(v => v.Value)]);
            return true;
        }
        catch (DbException e) when (IsDuplicate(e))
        {
            return false;
        }
    }

    private List<KeyValuePair<string, object?>> Taken(AuditConnection connection, DateTime now, int timeoutSeconds) =>
        Known(connection, [new("status", Running), new("started_at", now), new("updated_at", now), new("timeout_seconds", timeoutSeconds), new("error_message", null)]);

    // A table of an older version has neither updated_at nor error_message.
    private List<KeyValuePair<string, object?>> Known(AuditConnection connection, List<KeyValuePair<string, object?>> values)
    {
        var known = connection.Columns(sql.Probe(table));
        return values.FindAll(v => known.Contains(v.Key));
    }

    private List<Row> Rows(AuditConnection connection, string metric) =>
        [.. connection.Read(sql.Select(table, ["status", "started_at", "timeout_seconds"], Key), metric, Pipeline, Pipeline)
            .Select(r => new Row((string)r[0]!, StampOf(r[1]!), Convert.ToInt64(r[2], CultureInfo.InvariantCulture)))
            .OrderByDescending(r => r.Started)];

    private static DateTime StampOf(object value) => DateTime.SpecifyKind(
        value switch
        {
            DateTimeOffset offset => offset.UtcDateTime,
            DateTime stamp => stamp,
            _ => DateTime.Parse(Convert.ToString(value, CultureInfo.InvariantCulture)!, CultureInfo.InvariantCulture),
        },
        DateTimeKind.Unspecified);

    // 23505: unique_violation; 1062: ER_DUP_ENTRY, whose SQLSTATE is 23000.
    private static bool IsDuplicate(DbException e) =>
        e.SqlState is "23505" or "23000" || e.Message.Contains("Duplicate key", StringComparison.OrdinalIgnoreCase);

    private sealed record Row(string Status, DateTime Started, long TimeoutSeconds)
    {
        public DateTime End => Started.AddSeconds(TimeoutSeconds);

        public bool IsHeld(DateTime now) => Status == Running && End > now;
    }
}
