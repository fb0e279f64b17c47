using System.Data.Common;
using System.Globalization;
using Detectkit.Build.Sources;

namespace Detectkit.Build.Audit;

/// <summary>The reference's lock of a metric's pipeline: a row of <c>_dtk_tasks</c> that says what is running.</summary>
/// <param name="sql">The database's words.</param>
/// <param name="table">The table of running pipelines.</param>
internal sealed class PipelineLock(AuditSql sql, AuditTable table)
{
    private const string Pipeline = "pipeline";
    private const string Running = "running";
    private static readonly string[] Key = ["metric_name", "detector_id", "process_type"];

    /// <summary>Takes the lock.</summary>
    /// <param name="connection">The database; the caller commits.</param>
    /// <param name="metric">The metric's name.</param>
    /// <param name="now">The present, UTC, to the millisecond.</param>
    /// <param name="timeoutSeconds">After how long the lock is nobody's.</param>
    /// <param name="isForced">Whether to take what another holds.</param>
    /// <returns>Null where the lock is ours; else who has it, in words.</returns>
    public string? Take(AuditConnection connection, string metric, DateTime now, int timeoutSeconds, bool isForced)
    {
        var known = connection.Read(sql.Select(table, ["status", "started_at", "timeout_seconds"], Key), metric, Pipeline, Pipeline);
        if (known is [var row, ..])
        {
            var (status, started) = ((string)row[0]!, StampOf(row[1]!));
            var timeout = Convert.ToInt64(row[2], CultureInfo.InvariantCulture);
            if (!isForced && status == Running && started.AddSeconds(timeout) > now)
            {
                return string.Create(CultureInfo.InvariantCulture, $"another process has been running its pipeline since {started:yyyy-MM-dd HH:mm:ss} UTC; its lock ends at {started.AddSeconds(timeout):yyyy-MM-dd HH:mm:ss}");
            }

            // Only if the row is still what was read: of two that see a stale lock, one gets it.
            var columns = Written(connection, ["status", "started_at", "updated_at", "timeout_seconds"]);
            var changed = connection.Execute(
                sql.Update(table, columns, [.. Key, "status", "started_at"]),
                [.. columns.Select(c => Value(c, Running, now, timeoutSeconds)), metric, Pipeline, Pipeline, status, started]);
            return changed > 0 || connection.Type == DatabaseType.ClickHouse ? null : "another process has just taken its pipeline's lock";
        }

        try
        {
            var columns = Written(connection, ["metric_name", "detector_id", "process_type", "status", "started_at", "updated_at", "timeout_seconds"]);
            connection.Execute(
                sql.Insert(table, [.. columns.Select(table.Find)]),
                [.. columns.Select(c => c switch { "metric_name" => metric, "detector_id" or "process_type" => Pipeline, _ => Value(c, Running, now, timeoutSeconds) })]);
            return null;
        }
        catch (DbException e) when (IsDuplicate(e))
        {
            return "another process has just taken its pipeline's lock";
        }
    }

    /// <summary>Gives the lock back, if it is still ours.</summary>
    /// <param name="connection">The database; the caller commits.</param>
    /// <param name="metric">The metric's name.</param>
    /// <param name="taken">When it was taken.</param>
    /// <param name="now">The present, UTC.</param>
    public void Release(AuditConnection connection, string metric, DateTime taken, DateTime now)
    {
        var columns = Written(connection, ["status", "updated_at"]);
        connection.Execute(
            sql.Update(table, columns, [.. Key, "started_at"]),
            [.. columns.Select(c => Value(c, "completed", now, 0)), metric, Pipeline, Pipeline, taken]);
    }

    private static object Value(string column, string status, DateTime now, int timeoutSeconds) => column switch
    {
        "status" => status,
        "timeout_seconds" => timeoutSeconds,
        _ => now,
    };

    // A table of an older version has no updated_at.
    private List<string> Written(AuditConnection connection, IEnumerable<string> columns)
    {
        var known = connection.Columns(sql.Probe(table));
        return [.. columns.Where(c => c != "updated_at" || known.Contains(c))];
    }

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
}
