using System.Data;
using System.Data.Common;
using System.Globalization;
using Detectkit.Build.Sources;

namespace Detectkit.Build.Audit;

/// <summary>An open connection to the reference's own tables, and a transaction over it where the database has them.</summary>
internal sealed class AuditConnection : IDisposable
{
    private readonly DbConnection connection;
    private readonly DbTransaction? transaction;
    private bool isCommitting;

    /// <summary>Takes over a connection and begins.</summary>
    /// <param name="connection">The connection, open.</param>
    /// <param name="type">The kind of database.</param>
    /// <param name="cancellation">Stops every statement, one that waits for another's lock included.</param>
    public AuditConnection(DbConnection connection, DatabaseType type, CancellationToken cancellation)
    {
        (this.connection, Type, Cancellation) = (connection, type, cancellation);
        try
        {
            transaction = type == DatabaseType.ClickHouse ? null : connection.BeginTransaction();
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The kind of database.</summary>
    public DatabaseType Type { get; }

    /// <summary>Stops what is done over it.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>The connection, for what only its driver can do.</summary>
    public DbConnection Driver => connection;

    /// <summary>Runs a statement.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="values">Its parameters in order.</param>
    /// <returns>Rows changed, where the database says so.</returns>
    public int Execute(string sql, params IReadOnlyList<object?> values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQueryAsync(Cancellation).GetAwaiter().GetResult();
    }

    /// <summary>Reads rows, of which there must be few.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="values">Its parameters in order.</param>
    /// <returns>The rows, NULL as null.</returns>
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

    /// <summary>The columns of a query's result.</summary>
    /// <param name="sql">The query.</param>
    /// <returns>Their names.</returns>
    public List<string> Columns(string sql)
    {
        using var command = Command(sql, []);
        using var reader = command.ExecuteReaderAsync(Cancellation).GetAwaiter().GetResult();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }

    /// <summary>Makes what was done last.</summary>
    public void Commit()
    {
        Cancellation.ThrowIfCancellationRequested();
        isCommitting = true;
        transaction?.Commit();
    }

    /// <summary>Whether doing the same again over another connection may succeed and does nothing twice.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <returns>True where the connection broke, or two sessions were in each other's way, and not in the middle of the commit; never where there is no transaction.</returns>
    public bool IsWorthAnotherTry(Exception failure) => Type != DatabaseType.ClickHouse && !isCommitting && (connection.State != ConnectionState.Open || failure is DbException { IsTransient: true });

    /// <inheritdoc/>
    public void Dispose()
    {
        transaction?.Dispose();
        connection.Dispose();
    }

    private DbCommand Command(string sql, IReadOnlyList<object?> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        for (var i = 0; i < values.Count; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = Type == DatabaseType.DuckDb ? (i + 1).ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"p{i + 1}");
            parameter.Value = values[i] ?? DBNull.Value;
            if (values[i] is DateTime && Type == DatabaseType.Postgres)
            {
                // Stamps are UTC; the column has no zone.
                parameter.DbType = DbType.DateTime2;
            }

            command.Parameters.Add(parameter);
        }

        return command;
    }
}
