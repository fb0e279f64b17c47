using System.Text.RegularExpressions;
using Detectkit.Configuration;

namespace Detectkit.Build.Sources;

/// <summary>The kinds of database that can be read.</summary>
internal enum DatabaseType
{
    /// <summary>Profile type <c>duckdb</c>.</summary>
    DuckDb,

    /// <summary>Profile type <c>postgres</c>.</summary>
    Postgres,

    /// <summary>Profile type <c>mysql</c> or <c>mariadb</c>.</summary>
    MySql,

    /// <summary>Profile type <c>clickhouse</c>.</summary>
    ClickHouse,
}

/// <summary>How to reach a database, environment variables filled in.</summary>
/// <param name="Name">The profile's name; <c>duckdb</c> where there are no profiles.</param>
/// <param name="Type">The kind of database.</param>
internal sealed record ConnectionProfile(string Name, DatabaseType Type)
{
    /// <summary>The database of a project without profiles: DuckDB in memory, which reads data files.</summary>
    public static ConnectionProfile InMemory { get; } = new("duckdb", DatabaseType.DuckDb);

    /// <summary>A DuckDB file, relative to the project's root; <c>null</c> for one in memory.</summary>
    public string? Path { get; init; }

    /// <summary>Whether a DuckDB file is never to be opened for writing.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>The server.</summary>
    public string Host { get; init; } = "localhost";

    /// <summary>The server's port; <c>null</c> for the usual one.</summary>
    public int? Port { get; init; }

    /// <summary>The user; <c>null</c> for the server's default.</summary>
    public string? User { get; init; }

    /// <summary>The password, never to be shown.</summary>
    public string? Password { get; init; }

    /// <summary>The database.</summary>
    public string? Database { get; init; }

    /// <summary>The schema or database of the reference's own tables; <c>null</c> where the profile does not say.</summary>
    public string? TableSchema { get; init; }

    /// <summary>Settings of the session, in file order.</summary>
    public ValueList<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>Takes what the profile says out of a text.</summary>
    /// <param name="text">A driver's message.</param>
    /// <returns>The text, <c>&lt;host&gt;</c> for the host and so on.</returns>
    public string Hide(string text)
    {
        // Of equal values nobody can tell which is meant.
        var known = new[] { ("user", User), ("database", Database), ("host", Host), ("password", Password), ("path", Path) }
            .Where(f => !string.IsNullOrEmpty(f.Item2))
            .GroupBy(f => f.Item2!, f => f.Item1, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => "<" + string.Join(" or ", g) + ">", StringComparer.Ordinal);

        // The longest first: one value may be part of another.
        var pattern = string.Join('|', known.Keys.OrderByDescending(v => v.Length).ThenBy(v => v, StringComparer.Ordinal).Select(Regex.Escape));
        return known.Count == 0 ? text : Regex.Replace(text, pattern, m => known[m.Value], RegexOptions.CultureInvariant);
    }

    // A record prints its members; this one must not print its password.
    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Type})";
}
