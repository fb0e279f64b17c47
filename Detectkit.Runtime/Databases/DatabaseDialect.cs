using System.Data.Common;
using System.Globalization;
using Detectkit.Configuration;

namespace Detectkit.Runtime.Databases;

/// <summary>How a database is opened.</summary>
/// <param name="Root">The folder that a path in the profile starts from.</param>
internal sealed record OpenOptions(string Root)
{
    /// <summary>Whether a database file is opened for writing, too.</summary>
    public bool IsWritten { get; init; }

    /// <summary>How many threads a database in this process may use; <c>null</c> for as many as it likes.</summary>
    public int? Threads { get; init; }
}

/// <summary>
/// A kind of database: how to connect to it, what its SQL calls things, how rows get into it in bulk, and what its errors mean. What is
/// written here holds for most; each dialect says where it differs. <see cref="DatabaseDialects"/> has them all.
/// </summary>
public abstract class DatabaseDialect
{
    private protected DatabaseDialect()
    {
    }

    /// <summary>What <c>type</c> of a profile may say for it.</summary>
    public abstract ValueList<string> ProfileTypes { get; }

    /// <summary>The profile's field for the schema of detectkit's own tables.</summary>
    internal virtual string TableSchemaField => "internal_database";

    /// <summary>Whether a server runs the queries, which must not get too many at once.</summary>
    internal virtual bool IsServer => true;

    /// <summary>Whether statements can be undone together; where they cannot, a row may be there although the answer is not.</summary>
    internal virtual bool HasTransactions => true;

    /// <summary>Makes ready to connect.</summary>
    /// <exception cref="LoadingFailedException">A setting of the profile cannot be used, or a file cannot be opened.</exception>
    internal abstract IMetricDatabase Open(ConnectionProfile profile, OpenOptions options);

    /// <summary>Settings that follow from a profile's fields, where its <c>settings</c> do not say otherwise.</summary>
    internal virtual IEnumerable<KeyValuePair<string, string>> DefaultSettings(Func<string, string?> field) => [];

    /// <summary>Why a profile's database cannot keep what is written, and what to name instead; <c>null</c> where it can.</summary>
    internal virtual string? WhyNotWritable(ConnectionProfile profile) => null;

    /// <summary>A name in quotes, so that any text is a name and nothing else.</summary>
    internal virtual string Quote(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    internal string Names(IEnumerable<string> names) => string.Join(", ", names.Select(Quote));

    /// <summary>The type of a column, and whether it may be NULL.</summary>
    internal virtual string TypeOf(TableColumn column) => TypeName(column.Kind) + (column.IsNullable ? "" : " NOT NULL");

    /// <summary>How a statement names its parameter of a number, from 1.</summary>
    internal virtual string Parameter(int number, TableColumn column) => string.Create(CultureInfo.InvariantCulture, $"@p{number}");

    /// <summary>How the driver names it.</summary>
    internal virtual string ParameterName(int number) => string.Create(CultureInfo.InvariantCulture, $"p{number}");

    /// <summary>How a query names its parameter, which is given as text.</summary>
    internal virtual string TextParameter(string name, int number) => "@" + name;

    internal virtual string ToTimestamp(string text) => $"CAST({text} AS TIMESTAMP)";

    /// <summary>A time cut to an interval.</summary>
    internal abstract string TimeBucket(string column, int seconds);

    /// <summary>A table without the rows that others have replaced.</summary>
    internal virtual string Newest(string table) => table;

    internal virtual string CreateTable(string name, TableDefinition table) =>
        $"CREATE TABLE IF NOT EXISTS {name} (\n  {string.Join(",\n  ", ColumnsOf(table).Append($"PRIMARY KEY ({Names(table.Key)})"))}\n)";

    /// <summary>Makes an empty table that ends with the connection, of the types that a table has or would be made with.</summary>
    internal virtual string CreateStage(string stage, string name, TableDefinition table) =>
        $"CREATE OR REPLACE TEMPORARY TABLE {Quote(stage)} ({string.Join(", ", table.Columns.Select(c => $"{Quote(c.Name)} {TypeOf(c)}"))})";

    /// <summary>The end of an INSERT by which its rows take the place of those of the same key.</summary>
    internal virtual string Replacing(IEnumerable<string> key, IEnumerable<string> others) =>
        $" ON CONFLICT ({Names(key)}) DO UPDATE SET {string.Join(", ", others.Select(c => $"{Quote(c)} = EXCLUDED.{Quote(c)}"))}";

    internal virtual string Update(string table, string changes, string where) => $"UPDATE {table} SET {changes} WHERE {where}";

    internal virtual string Delete(string table, string where) => $"DELETE FROM {table} WHERE {where}";

    internal virtual void SetValue(DbParameter parameter, object? value) => parameter.Value = value ?? DBNull.Value;

    /// <summary>Writes rows of all columns in the way that is fastest here; they take the place of those of the same key.</summary>
    internal abstract void Write(DatabaseSession session, TableStatements sql, TableDefinition table, IEnumerable<object?[]> rows);

    /// <summary>Whether a query failed because its table does not exist.</summary>
    internal abstract bool IsMissingTable(DbException failure);

    /// <summary>Whether a row was not inserted because there is one of the same key.</summary>
    internal virtual bool IsDuplicateKey(DbException failure) => false;

    /// <summary>One line about what a driver threw, without a row's values.</summary>
    internal virtual string Words(Exception failure) => failure.Message.Split('\n')[0];

    /// <inheritdoc/>
    public sealed override string ToString() => GetType().Name.Replace("Dialect", "", StringComparison.Ordinal);

    /// <summary>The columns of a table as they are made, one a line.</summary>
    private protected IEnumerable<string> ColumnsOf(TableDefinition table) =>
        table.Columns.Select(c => $"{Quote(c.Name)} {TypeOf(c)}{(c.Kind == ColumnKind.Count ? " DEFAULT 0" : "")}");

    private protected virtual string TypeName(ColumnKind kind) => kind switch
    {
        ColumnKind.Name => "VARCHAR(255)",
        ColumnKind.Text => "TEXT",
        ColumnKind.Timestamp => "TIMESTAMP",
        ColumnKind.Number => "DOUBLE PRECISION",
        ColumnKind.Boolean => "BOOLEAN",
        _ => "INTEGER",
    };

    /// <summary>Writes rows into a table that ends with the connection, and from there where they belong.</summary>
    private protected static void WriteThroughStage(DatabaseSession session, TableStatements sql, TableDefinition table, Action<string> fill)
    {
        const string stage = "_detectkit_stage";
        session.Execute(sql.CreateStage(table, stage));
        fill(stage);
        session.Execute(sql.UpsertFrom(table, stage));
        session.Execute($"DROP TABLE {session.Dialect.Quote(stage)}");
    }

    internal static string Format(DateTime timestamp) => timestamp.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private protected static void Set(DbConnectionStringBuilder options, string keyword, string value, ConnectionProfile profile, string name)
    {
        try
        {
            options[keyword] = value;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            throw profile.Refusal($"the setting '{name}' has a value that cannot be used", e);
        }
    }
}
