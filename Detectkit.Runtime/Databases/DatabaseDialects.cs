using Detectkit.Configuration;

namespace Detectkit.Runtime.Databases;

/// <summary>The kinds of database there are. A new one is a dialect and its row here.</summary>
public static class DatabaseDialects
{
    /// <summary>DuckDB, in a file or in memory.</summary>
    public static DatabaseDialect DuckDb { get; } = new DuckDbDialect();

    /// <summary>PostgreSQL.</summary>
    public static DatabaseDialect Postgres { get; } = new PostgresDialect();

    /// <summary>MySQL and MariaDB.</summary>
    public static DatabaseDialect MySql { get; } = new MySqlDialect();

    /// <summary>ClickHouse, over HTTP.</summary>
    public static DatabaseDialect ClickHouse { get; } = new ClickHouseDialect();

    /// <summary>All of them.</summary>
    public static ValueList<DatabaseDialect> All { get; } = [DuckDb, Postgres, MySql, ClickHouse];

    /// <summary>The one that <c>type</c> of a profile names.</summary>
    /// <param name="profileType">The type, such as <c>postgres</c>.</param>
    /// <returns>The dialect; <c>null</c> where there is none of this name.</returns>
    public static DatabaseDialect? Find(string profileType) => All.FirstOrDefault(d => d.ProfileTypes.Contains(profileType));
}
