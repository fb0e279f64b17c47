using System.Data.Common;
using System.Globalization;
using Detectkit.Build.Audit;
using Detectkit.Build.Sources;
using Npgsql;

namespace Detectkit.Build.Worker.Auditing;

/// <summary>Why the audit's work in a database failed.</summary>
/// <param name="Message">One line, without what the profile says.</param>
/// <param name="IsUnreachable">Whether no connection was to be had, so that asking again for another metric is in vain.</param>
internal sealed record AuditFailure(string Message, bool IsUnreachable);

/// <summary>Does the audit's work in databases: in limited time, and once more where the connection broke.</summary>
/// <param name="databases">The run's databases.</param>
internal sealed class AuditAccess(MetricDatabases databases)
{
    /// <summary>Does a piece of work over a connection of its own.</summary>
    /// <param name="profile">The database.</param>
    /// <param name="limit">How long it may take; what waits for another session's lock waits no longer.</param>
    /// <param name="work">The work, which commits it itself.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Null where it was done.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; nothing that was not committed stays.</exception>
    public AuditFailure? Attempt(ConnectionProfile profile, TimeSpan limit, Action<AuditConnection> work, CancellationToken cancellation)
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
                : new AuditFailure(string.Create(CultureInfo.InvariantCulture, $"profile '{profile.Name}': the database did not get it done in {limit.TotalSeconds:0.###} s; another session may hold its tables"), false);
        }
        catch (LoadingFailedException e)
        {
            return new AuditFailure(e.Failure.Message, e.IsRefusal);
        }
        catch (Exception e) when (IsExpected(e))
        {
            return new AuditFailure($"profile '{profile.Name}': {profile.Hide(Words(e)).ReplaceLineEndings(" ")}", false);
        }
    }

    private bool Try(ConnectionProfile profile, Action<AuditConnection> work, bool isLast, CancellationToken cancellation)
    {
        AuditConnection? connection = null;
        try
        {
            connection = new AuditConnection(databases.Of(profile).Connect(cancellation), profile.Type, cancellation);
            work(connection);
            return true;
        }
        catch (Exception e) when (!isLast && !cancellation.IsCancellationRequested && MayPass(connection, e))
        {
            return false;
        }
        finally
        {
            connection?.Dispose();
        }
    }

    private static bool MayPass(AuditConnection? connection, Exception e) =>
        connection is null ? e is LoadingFailedException { MayPass: true } : connection.IsWorthAnotherTry(e);

    // A table that is not the reference's may hold anything, and then a value is not what it should be.
    private static bool IsExpected(Exception e) =>
        e is DbException or IOException or HttpRequestException or TimeoutException or InvalidOperationException or InvalidCastException or FormatException or OverflowException;

    private static string Words(Exception e) => e switch
    {
        // Its whole message has the values of the row.
        PostgresException said => said.MessageText,
        _ => e.Message.Split('\n')[0],
    };
}
