using Detectkit.Configuration;

namespace Detectkit.Runtime.Databases;

/// <summary>What a column holds, in words that every database has a type for.</summary>
internal enum ColumnKind
{
    /// <summary>A short text that can be part of a key.</summary>
    Name,

    Text,

    /// <summary>UTC, to the millisecond.</summary>
    Timestamp,

    /// <summary>A number of double precision.</summary>
    Number,

    /// <summary>An integer of 32 bits.</summary>
    Integer,

    /// <summary>An integer from 0 up, 0 in rows that do not name it.</summary>
    Count,

    Boolean,
}

internal sealed record TableColumn(string Name, ColumnKind Kind, bool IsNullable = false);

/// <summary>One of detectkit's own tables.</summary>
/// <param name="Name">Its name, with its schema before a dot if it has one of its own.</param>
/// <param name="Columns">Its columns, in order.</param>
/// <param name="Key">The columns by which a row is one of its kind.</param>
/// <param name="Version">The column by which the newest of two rows is told; <c>null</c> for a table whose rows are changed, not replaced.</param>
internal sealed record TableDefinition(string Name, ValueList<TableColumn> Columns, ValueList<string> Key, string? Version)
{
    public TableColumn Find(string name) => Columns.First(c => c.Name == name);
}
