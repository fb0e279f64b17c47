using System.Data.Common;
using System.Globalization;
using Detectkit.Runtime.Databases;

namespace Detectkit.Runtime.Tables;

// In one line, without what the profile says; unreachable: no connection was to be had, so that asking again for another metric is in vain.
internal sealed record AccessFailure(string Message, bool IsUnreachable);

/// <summary>Does work in detectkit's own tables: in limited time, and once more where the connection broke.</summary>
internal sealed class TableAccess(MetricDatabases databases)
{
    private readonly Dictionary<(ConnectionProfile Profile, string Table), AccessFailure?> prepared = [];

    /// <summary>Does a piece of work over a connection of its own; the work commits itself. Gives null where it was done.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; nothing that was not committed stays.</exception>
    public AccessFailure? Attempt(ConnectionProfile profile, TimeSpan limit, Action<DatabaseSession> work, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(limit);
        try
        {
            if (!Try(profile, work, isLast: false, limited.Token))
            {
                Try(profile, work, isLast: true, limited.Token);
            }

            return null;
        }
        catch (Exception e) when (limited.IsCancellationRequested && (e is OperationCanceledException || IsExpected(e)))
        {
            // However a driver says that it was stopped.
            return cancellation.IsCancellationRequested
                ? throw new OperationCanceledException(e.Message, e, cancellation)
                : new AccessFailure(string.Create(CultureInfo.InvariantCulture, $"profile '{profile.Name}': the database did not get it done in {limit.TotalSeconds:0.###} s; another session may hold its tables"), false);
        }
        catch (LoadingFailedException e)
        {
            return new AccessFailure(e.Failure.Message, e.IsRefusal);
        }
        catch (Exception e) when (IsExpected(e))
        {
            return new AccessFailure($"profile '{profile.Name}': {profile.Hide(profile.Dialect.Words(e)).ReplaceLineEndings(" ")}", false);
        }
    }

    /// <summary>
    /// Makes a table where it is missing: a user who may not make tables is enough where they are there. A database that says no is asked
    /// once for a table, not once for every metric. Not safe to use from several threads.
    /// </summary>
    public AccessFailure? Prepare(ConnectionProfile profile, TableDefinition table, TimeSpan limit, CancellationToken cancellation)
    {
        if (prepared.TryGetValue((profile, table.Name), out var known))
        {
            return known;
        }

        AccessFailure? failure;
        try
        {
            // By another connection: one over which a query has failed is good for nothing else, and some end a transaction by making a table.
            var (sql, isMissing) = (new TableStatements(databases.Complete(profile)), false);
            failure = Attempt(profile, limit, session => isMissing = !Exists(session, sql, table), cancellation);
            failure = failure is null && isMissing ? Attempt(profile, limit, session => Create(session, sql, table), cancellation) : failure;
        }
        catch (LoadingFailedException e)
        {
            failure = new AccessFailure(e.Failure.Message, true);
        }

        prepared.Add((profile, table.Name), failure);
        return failure;
    }

    public static void Create(DatabaseSession session, TableStatements sql, TableDefinition table)
    {
        session.Execute(sql.Create(table));
        session.Commit();
    }

    private bool Try(ConnectionProfile profile, Action<DatabaseSession> work, bool isLast, CancellationToken cancellation)
    {
        DatabaseSession? session = null;
        try
        {
            session = new DatabaseSession(databases.Of(profile).Connect(cancellation), profile.Dialect, cancellation);
            work(session);
            return true;
        }
        catch (Exception e) when (!isLast && !cancellation.IsCancellationRequested && MayPass(session, e))
        {
            return false;
        }
        finally
        {
            session?.Dispose();
        }
    }

    private static bool Exists(DatabaseSession session, TableStatements sql, TableDefinition table)
    {
        try
        {
            session.Columns(sql.Probe(table));
            return true;
        }
        catch (DbException e) when (session.Dialect.IsMissingTable(e))
        {
            return false;
        }
    }

    private static bool MayPass(DatabaseSession? session, Exception e) =>
        session is null ? e is LoadingFailedException { MayPass: true } : session.IsWorthAnotherTry(e);

    // A table that is not detectkit's may hold anything, and then a value is not what it should be.
    private static bool IsExpected(Exception e) =>
        e is DbException or IOException or HttpRequestException or TimeoutException or InvalidOperationException or InvalidCastException or FormatException or OverflowException;
}
