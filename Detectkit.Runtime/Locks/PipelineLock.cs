using System.Data.Common;
using System.Globalization;
using Detectkit.Runtime.Databases;

namespace Detectkit.Runtime.Locks;

internal sealed record LockAttempt(DateTime? Since, string? Owner);

/// <summary>Python detectkit's lock of a metric's pipeline: a row of <c>_dtk_tasks</c> that says what is running.</summary>
internal sealed class PipelineLock(TableStatements sql, TableDefinition table)
{
    /// <summary>After how long a lock is nobody's: the contract's, which nothing in a project's files changes.</summary>
    public const int TimeoutSeconds = 3600;

    private const string Pipeline = "pipeline";
    private const string Running = "running";
    private static readonly string[] Key = ["metric_name", "detector_id", "process_type"];
    private static readonly LockAttempt TooLate = new(null, "another process has just taken its pipeline's lock");

    public LockAttempt Take(DatabaseSession session, string metric, DateTime now, int timeoutSeconds, bool isForced)
    {
        var known = Rows(session, metric);
        if (!isForced && known.Find(r => r.IsHeld(now)) is { } other)
        {
            return new LockAttempt(
                null, string.Create(CultureInfo.InvariantCulture, $"another process has been running its pipeline since {other.Started:yyyy-MM-dd HH:mm:ss} UTC; its lock ends at {other.End:yyyy-MM-dd HH:mm:ss}"));
        }

        var isWritten = known.Count > 0 ? Replace(session, metric, known[0], now, timeoutSeconds, isForced) : Insert(session, metric, now, timeoutSeconds);
        if (!isWritten)
        {
            return TooLate;
        }

        // A column may be coarser than the clock, and without transactions there may be two rows of one key, and no word of how many were changed.
        var held = Rows(session, metric).FindAll(r => r.IsHeld(now));
        if (held.Count > 0 && held.TrueForAll(r => r.Started == held[0].Started) && (session.Dialect.HasTransactions || (held[0].Started == now && (isForced || held.Count == 1))))
        {
            return new LockAttempt(held[0].Started, null);
        }

        if (!session.Dialect.HasTransactions)
        {
            Withdraw(session, metric, now);
        }

        return TooLate;
    }

    /// <summary>Deletes what an attempt to take the lock has left, where no transaction does.</summary>
    public void Withdraw(DatabaseSession session, string metric, DateTime now) =>
        session.Execute(sql.Delete(table, [.. Key, "started_at"]), metric, Pipeline, Pipeline, now);

    public bool IsHeld(DatabaseSession session, string metric, DateTime since) => Rows(session, metric).Exists(r => r.Status == Running && r.Started == since);

    public bool Release(DatabaseSession session, string metric, DateTime since, DateTime now, string? failure)
    {
        if (!IsHeld(session, metric, since))
        {
            return false;
        }

        var values = Known(session, [new("status", failure is null ? "completed" : "failed"), new("updated_at", now), new("error_message", failure)]);
        session.Execute(sql.Update(table, [.. values.Select(v => v.Key)], [.. Key, "started_at"]), [.. values.Select(v => v.Value), metric, Pipeline, Pipeline, since]);
        return true;
    }

    // Only if the row is still what was read: of two that see a lock that has run out, one gets it.
    private bool Replace(DatabaseSession session, string metric, Row known, DateTime now, int timeoutSeconds, bool isForced)
    {
        var values = Taken(session, now, timeoutSeconds);
        var changed = session.Execute(
            sql.Update(table, [.. values.Select(v => v.Key)], isForced ? Key : [.. Key, "status", "started_at"]),
            [.. values.Select(v => v.Value), metric, Pipeline, Pipeline, .. isForced ? (object?[])[] : [known.Status, known.Started]]);
        return changed > 0 || !session.Dialect.HasTransactions;
    }

    private bool Insert(DatabaseSession session, string metric, DateTime now, int timeoutSeconds)
    {
        try
        {
            List<KeyValuePair<string, object?>> values = [new("metric_name", metric), new("detector_id", Pipeline), new("process_type", Pipeline), .. Taken(session, now, timeoutSeconds)];
            session.Execute(sql.Insert(table, [.. values.Select(v => table.Find(v.Key))]), [.. values.Select(v => v.Value)]);
            return true;
        }
        catch (DbException e) when (session.Dialect.IsDuplicateKey(e))
        {
            return false;
        }
    }

    private List<KeyValuePair<string, object?>> Taken(DatabaseSession session, DateTime now, int timeoutSeconds) =>
        Known(session, [new("status", Running), new("started_at", now), new("updated_at", now), new("timeout_seconds", timeoutSeconds), new("error_message", null)]);

    // A table of an older version has neither updated_at nor error_message.
    private List<KeyValuePair<string, object?>> Known(DatabaseSession session, List<KeyValuePair<string, object?>> values)
    {
        var known = session.Columns(sql.Probe(table));
        return values.FindAll(v => known.Contains(v.Key));
    }

    private List<Row> Rows(DatabaseSession session, string metric) =>
        [.. session.Read(sql.Select(table, ["status", "started_at", "timeout_seconds"], Key), metric, Pipeline, Pipeline)
            .Select(r => new Row((string)r[0]!, TimestampOf(r[1]!), Convert.ToInt64(r[2], CultureInfo.InvariantCulture)))
            .OrderByDescending(r => r.Started)];

    private static DateTime TimestampOf(object value) => DateTime.SpecifyKind(
        value switch
        {
            DateTimeOffset offset => offset.UtcDateTime,
            DateTime timestamp => timestamp,
            _ => DateTime.Parse(Convert.ToString(value, CultureInfo.InvariantCulture)!, CultureInfo.InvariantCulture),
        },
        DateTimeKind.Unspecified);

    private sealed record Row(string Status, DateTime Started, long TimeoutSeconds)
    {
        public DateTime End => Started.AddSeconds(TimeoutSeconds);

        public bool IsHeld(DateTime now) => Status == Running && End > now;
    }
}
