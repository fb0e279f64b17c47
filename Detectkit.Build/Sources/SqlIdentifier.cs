namespace Detectkit.Build.Sources;

/// <summary>Names in SQL, quoted so that any text is a name and nothing else.</summary>
internal static class SqlIdentifier
{
    /// <summary>Quotes a name.</summary>
    /// <param name="type">The kind of database.</param>
    /// <param name="name">The name.</param>
    /// <returns>The name in the database's quotes.</returns>
    public static string Quote(DatabaseType type, string name) => type switch
    {
        DatabaseType.MySql => "`" + name.Replace("`", "``", StringComparison.Ordinal) + "`",
        DatabaseType.ClickHouse => "`" + name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("`", "\\`", StringComparison.Ordinal) + "`",
        _ => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"",
    };

    /// <summary>Names one of the reference's own tables.</summary>
    /// <param name="profile">The database, which may say in which schema they are.</param>
    /// <param name="table">The table's name; one with a dot names its schema itself.</param>
    /// <returns>The quoted name.</returns>
    public static string Table(ConnectionProfile profile, string table)
    {
        var parts = table.Contains('.', StringComparison.Ordinal) || profile.TableSchema is null ? table.Split('.') : [profile.TableSchema, table];
        return string.Join('.', parts.Select(p => Quote(profile.Type, p)));
    }
}
