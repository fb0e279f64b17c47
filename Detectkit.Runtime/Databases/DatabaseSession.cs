using System.Data;
using System.Data.Common;

namespace Detectkit.Runtime.Databases;

/// <summary>An open connection, and a transaction over it where the database has them.</summary>
internal sealed class DatabaseSession : IDisposable
{
    private readonly DbTransaction? transaction;
    private bool isCommitting;

    /// <summary>Takes over an open connection and begins; the token stops every statement, one that waits for another's lock included.</summary>
    public DatabaseSession(DbConnection connection, DatabaseDialect dialect, CancellationToken cancellation)
    {
        (Connection, Dialect, Cancellation) = (connection, dialect, cancellation);
        try
        {
            transaction = dialect.HasTransactions ? connection.BeginTransaction() : null;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public DatabaseDialect Dialect { get; }

    public CancellationToken Cancellation { get; }

    public DbConnection Connection { get; }

    /// <summary>Runs a statement; gives the rows changed, where the database says so.</summary>
    public int Execute(string sql, params IReadOnlyList<object?> values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQueryAsync(Cancellation).GetAwaiter().GetResult();
    }

    /// <summary>Reads rows, of which there must be few; NULL is null.</summary>
    public List<object?[]> Read(string sql, params IReadOnlyList<object?> values)
    {
        using var command = Command(sql, values);
        using var reader = command.ExecuteReaderAsync(Cancellation).GetAwaiter().GetResult();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        }

        return rows;
    }

    public List<string> Columns(string sql)
    {
        using var command = Command(sql, []);
        using var reader = command.ExecuteReaderAsync(Cancellation).GetAwaiter().GetResult();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }

    /// <summary>Writes rows of a table's columns, as they come; gives how many there were.</summary>
    public int Write(TableStatements sql, TableDefinition table, IEnumerable<object?[]> rows)
    {
        var count = 0;
        Dialect.Write(this, sql, table, rows.Select(row =>
        {
            Cancellation.ThrowIfCancellationRequested();
            count++;
            return row;
        }));
        return count;
    }

    public void Commit()
    {
        Cancellation.ThrowIfCancellationRequested();
        isCommitting = true;
        transaction?.Commit();
    }

    /// <summary>
    /// Whether doing the same again over another connection may succeed and does nothing twice: where the connection broke, or two sessions
    /// were in each other's way, and not in the middle of the commit; never where there is no transaction.
    /// </summary>
    public bool IsWorthAnotherTry(Exception failure) =>
        Dialect.HasTransactions && !isCommitting && (Connection.State != ConnectionState.Open || failure is DbException { IsTransient: true });

    public void Dispose()
    {
        transaction?.Dispose();
        Connection.Dispose();
    }

    private DbCommand Command(string sql, IReadOnlyList<object?> values)
    {
        var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        for (var i = 0; i < values.Count; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = Dialect.ParameterName(i + 1);
            Dialect.SetValue(parameter, values[i]);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
