using System.Globalization;
using Detectkit.Build.Sources;

namespace Detectkit.Build.Audit;

/// <summary>Statements over the reference's own tables in a database's own words. Names are quoted, values are parameters.</summary>
/// <param name="profile">The database.</param>
internal sealed class AuditSql(ConnectionProfile profile)
{
    /// <summary>Makes a table where there is none.</summary>
    /// <param name="table">The table.</param>
    /// <returns>The statement.</returns>
    public string Create(AuditTable table)
    {
        var columns = table.Columns.Select(c => $"{Quote(c.Name)} {TypeOf(c)}{(c.Kind == ColumnKind.Count ? " DEFAULT 0" : "")}");
        var key = string.Join(", ", table.Key.Select(Quote));
        return profile.Type == DatabaseType.ClickHouse
            ? $"CREATE TABLE IF NOT EXISTS {NameOf(table)} (\n  {string.Join(",\n  ", columns)}\n) ENGINE = {Engine(table)} ORDER BY ({key})"
            : $"CREATE TABLE IF NOT EXISTS {NameOf(table)} (\n  {string.Join(",\n  ", columns.Append($"PRIMARY KEY ({key})"))}\n){(profile.Type == DatabaseType.MySql ? " DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin" : "")}";
    }

    /// <summary>Finds out which columns a table has.</summary>
    /// <param name="table">The table.</param>
    /// <returns>The statement, which gives no row.</returns>
    public string Probe(AuditTable table) => $"SELECT * FROM {NameOf(table)} WHERE 1 = 0";

    /// <summary>Writes rows, which take the place of rows of the same key.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns that the rows have.</param>
    /// <param name="rows">How many rows.</param>
    /// <returns>The statement; its parameters are numbered row by row from 1.</returns>
    public string Upsert(AuditTable table, IReadOnlyList<AuditColumn> columns, int rows)
    {
        var places = Enumerable.Range(0, rows).Select(r => "(" + string.Join(", ", columns.Select((c, i) => Parameter((r * columns.Count) + i + 1, c))) + ")");
        var names = string.Join(", ", columns.Select(c => Quote(c.Name)));
        return Replacing(table, columns, $"({names}) VALUES {string.Join(", ", places)}");
    }

    /// <summary>Writes the rows of another table likewise.</summary>
    /// <param name="table">The table.</param>
    /// <param name="source">The other table, which has the same columns.</param>
    /// <returns>The statement.</returns>
    public string UpsertFrom(AuditTable table, string source)
    {
        var names = string.Join(", ", table.Columns.Select(c => Quote(c.Name)));
        return Replacing(table, table.Columns, $"({names}) SELECT {names} FROM {Quote(source)}");
    }

    /// <summary>Makes an empty table that ends with the connection, of the types that another has or that it would be made with.</summary>
    /// <param name="table">The other table.</param>
    /// <param name="stage">The name of the new one.</param>
    /// <returns>The statement.</returns>
    public string CreateStage(AuditTable table, string stage) => profile.Type == DatabaseType.Postgres
        ? $"CREATE TEMPORARY TABLE {Quote(stage)} ON COMMIT DROP AS SELECT {string.Join(", ", table.Columns.Select(c => Quote(c.Name)))} FROM {NameOf(table)} WHERE 1 = 0"
        : $"CREATE OR REPLACE TEMPORARY TABLE {Quote(stage)} ({string.Join(", ", table.Columns.Select(c => $"{Quote(c.Name)} {TypeOf(c)}"))})";

    /// <summary>Takes rows as JSON objects, one a line, that follow the statement.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns that the rows have.</param>
    /// <returns>The statement, for ClickHouse alone.</returns>
    public string InsertJson(AuditTable table, IReadOnlyList<AuditColumn> columns) =>
        $"INSERT INTO {NameOf(table)} ({string.Join(", ", columns.Select(c => Quote(c.Name)))}) FORMAT JSONEachRow\n";

    /// <summary>Inserts one row and fails where there is one of the same key.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns that the row has.</param>
    /// <returns>The statement.</returns>
    public string Insert(AuditTable table, IReadOnlyList<AuditColumn> columns) =>
        $"INSERT INTO {NameOf(table)} ({string.Join(", ", columns.Select(c => Quote(c.Name)))}) VALUES ({string.Join(", ", columns.Select((c, i) => Parameter(i + 1, c)))})";

    /// <summary>Reads columns of the rows with given values.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="conditions">The columns whose values are given.</param>
    /// <returns>The statement.</returns>
    public string Select(AuditTable table, IEnumerable<string> columns, IEnumerable<string> conditions) =>
        $"SELECT {string.Join(", ", columns.Select(Quote))} FROM {Current(table)} WHERE {Where(table, conditions, 1)}";

    /// <summary>Counts the rows with given values.</summary>
    /// <param name="table">The table.</param>
    /// <param name="conditions">The columns whose values are given.</param>
    /// <returns>The statement.</returns>
    public string Count(AuditTable table, IEnumerable<string> conditions) => $"SELECT count(*) FROM {Current(table)} WHERE {Where(table, conditions, 1)}";

    /// <summary>Changes columns of the rows with given values.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns to change.</param>
    /// <param name="conditions">The columns whose values are given.</param>
    /// <returns>The statement; the parameters of the columns come first.</returns>
    public string Update(AuditTable table, IReadOnlyList<string> columns, IEnumerable<string> conditions)
    {
        var changes = string.Join(", ", columns.Select((c, i) => $"{Quote(c)} = {Parameter(i + 1, table.Find(c))}"));
        var where = Where(table, conditions, columns.Count + 1);
        return profile.Type == DatabaseType.ClickHouse
            ? $"ALTER TABLE {NameOf(table)} UPDATE {changes} WHERE {where} SETTINGS mutations_sync = 1"
            : $"UPDATE {NameOf(table)} SET {changes} WHERE {where}";
    }

    /// <summary>Deletes the rows with given values.</summary>
    /// <param name="table">The table.</param>
    /// <param name="conditions">The columns whose values are given.</param>
    /// <returns>The statement.</returns>
    public string Delete(AuditTable table, IEnumerable<string> conditions) => profile.Type == DatabaseType.ClickHouse
        ? $"ALTER TABLE {NameOf(table)} DELETE WHERE {Where(table, conditions, 1)} SETTINGS mutations_sync = 1"
        : $"DELETE FROM {NameOf(table)} WHERE {Where(table, conditions, 1)}";

    /// <summary>A table's quoted name.</summary>
    /// <param name="table">The table.</param>
    /// <returns>The name, with its schema where the profile or the name gives one.</returns>
    public string NameOf(AuditTable table) => SqlIdentifier.Table(profile, table.Name);

    /// <summary>A quoted name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The name in quotes.</returns>
    public string Quote(string name) => SqlIdentifier.Quote(profile.Type, name);

    private string Replacing(AuditTable table, IEnumerable<AuditColumn> columns, string rest)
    {
        var others = columns.Where(c => !table.Key.Contains(c.Name)).Select(c => Quote(c.Name)).ToList();
        return profile.Type switch
        {
            DatabaseType.MySql => $"INSERT INTO {NameOf(table)} {rest} ON DUPLICATE KEY UPDATE {string.Join(", ", others.Select(c => $"{c} = VALUES({c})"))}",
            DatabaseType.ClickHouse => $"INSERT INTO {NameOf(table)} {rest}",
            _ => $"INSERT INTO {NameOf(table)} {rest} ON CONFLICT ({string.Join(", ", table.Key.Select(Quote))}) DO UPDATE SET {string.Join(", ", others.Select(c => $"{c} = EXCLUDED.{c}"))}",
        };
    }

    // Rows that others have replaced stay until ClickHouse merges them.
    private string Current(AuditTable table) => NameOf(table) + (profile.Type == DatabaseType.ClickHouse && !IsTasks(table) ? " FINAL" : "");

    private string Where(AuditTable table, IEnumerable<string> conditions, int first) =>
        string.Join(" AND ", conditions.Select((c, i) => $"{Quote(c)} = {Parameter(first + i, table.Find(c))}"));

    private string Parameter(int number, AuditColumn column) => profile.Type switch
    {
        DatabaseType.DuckDb => string.Create(CultureInfo.InvariantCulture, $"${number}"),
        DatabaseType.ClickHouse => string.Create(CultureInfo.InvariantCulture, $"{{p{number}:{TypeOf(column)}}}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"@p{number}"),
    };

    // A lock must be replaced, not merged away some time later.
    private static string Engine(AuditTable table) => IsTasks(table) ? "MergeTree" : $"ReplacingMergeTree({table.Version})";

    private static bool IsTasks(AuditTable table) => table.Key.Contains("process_type");

    private string TypeOf(AuditColumn column)
    {
        if (profile.Type == DatabaseType.ClickHouse)
        {
            var type = column.Kind switch
            {
                ColumnKind.Stamp => "DateTime64(3, 'UTC')",
                ColumnKind.Number => "Float64",
                ColumnKind.Integer => "Int32",
                ColumnKind.Count => "UInt32",
                ColumnKind.Truth => "Bool",
                _ => "String",
            };
            return column.IsNullable ? $"Nullable({type})" : type;
        }

        var isMySql = profile.Type == DatabaseType.MySql;
        var portable = column.Kind switch
        {
            ColumnKind.Name => isMySql ? "VARCHAR(191)" : "VARCHAR(255)",
            ColumnKind.Text => isMySql ? "LONGTEXT" : "TEXT",
            ColumnKind.Stamp => isMySql ? "DATETIME(3)" : profile.Type == DatabaseType.Postgres ? "TIMESTAMP(3)" : "TIMESTAMP",
            ColumnKind.Number => isMySql ? "DOUBLE" : "DOUBLE PRECISION",
            ColumnKind.Truth => "BOOLEAN",
            _ => "INTEGER",
        };
        return portable + (column.IsNullable ? "" : " NOT NULL");
    }
}
