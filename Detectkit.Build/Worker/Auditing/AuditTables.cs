using System.Data.Common;
using Detectkit.Build.Audit;

namespace Detectkit.Build.Worker.Auditing;

/// <summary>The reference's own tables, made where they are missing: a user who may not make tables is enough where they are there.</summary>
internal static class AuditTables
{
    /// <summary>Whether a table is there.</summary>
    /// <param name="connection">The database; good for nothing else afterwards where it is not.</param>
    /// <param name="sql">The database's words.</param>
    /// <param name="table">The table.</param>
    /// <returns>False where it is missing.</returns>
    /// <exception cref="DbException">It cannot be read.</exception>
    public static bool Exists(AuditConnection connection, AuditSql sql, AuditTable table)
    {
        try
        {
            connection.Columns(sql.Probe(table));
            return true;
        }
        catch (DbException e) when (IsMissing(e))
        {
            return false;
        }
    }

    /// <summary>Makes a table.</summary>
    /// <param name="connection">The database, nothing done over it yet: some end a transaction by making a table.</param>
    /// <param name="sql">The database's words.</param>
    /// <param name="table">The table.</param>
    public static void Create(AuditConnection connection, AuditSql sql, AuditTable table)
    {
        connection.Execute(sql.Create(table));
        connection.Commit();
    }

    // 42P01: undefined_table; 3F000: invalid_schema_name; 42S02: ER_NO_SUCH_TABLE; 60 and 81 are ClickHouse's.
    private static bool IsMissing(DbException e) =>
        e.SqlState is "42P01" or "3F000" or "42S02" || e.ErrorCode is 60 or 81 || e.Message.StartsWith("Catalog Error", StringComparison.Ordinal);
}
