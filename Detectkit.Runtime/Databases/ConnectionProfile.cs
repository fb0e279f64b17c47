using System.Text.RegularExpressions;
using Detectkit.Configuration;

namespace Detectkit.Runtime.Databases;

/// <summary>How to reach a database, environment variables filled in.</summary>
/// <param name="Name">The profile's name; <c>duckdb</c> where there are no profiles.</param>
/// <param name="Dialect">The kind of database.</param>
public sealed record ConnectionProfile(string Name, DatabaseDialect Dialect)
{
    /// <summary>The database of a project without profiles: DuckDB in memory, which reads data files.</summary>
    public static ConnectionProfile InMemory { get; } = new("duckdb", DatabaseDialects.DuckDb);

    /// <summary>A database file, relative to the project's root; <c>null</c> for one in memory.</summary>
    public string? Path { get; init; }

    /// <summary>Whether a database file is never to be opened for writing.</summary>
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

    /// <summary>The schema or database of detectkit's own tables; <c>null</c> where the profile does not say.</summary>
    public string? TableSchema { get; init; }

    /// <summary>Settings of the session, in file order.</summary>
    public ValueList<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>The quoted name of one of detectkit's own tables; one with a dot names its schema itself.</summary>
    internal string NameOf(string table)
    {
        var parts = table.Contains('.', StringComparison.Ordinal) || TableSchema is null ? table.Split('.') : [TableSchema, table];
        return string.Join('.', parts.Select(Dialect.Quote));
    }

    /// <summary>Takes what the profile says out of a driver's message: <c>&lt;host&gt;</c> for the host and so on.</summary>
    internal string Hide(string text)
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

    /// <summary>The failure of a database that says no.</summary>
    internal LoadingFailedException Refusal(string message, Exception? cause = null) => new(Failure(message), cause) { IsRefusal = true };

    /// <summary>The failure of one that does not answer, though it might when asked again.</summary>
    internal LoadingFailedException Unanswered(string message, Exception cause) => new(Failure(message), cause) { MayPass = true, IsRefusal = true };

    /// <summary>The failure of a connection that broke in the middle of a query: the next one may hold.</summary>
    internal LoadingFailedException Broken(string message, Exception cause) => new(Failure("the connection broke: " + message), cause) { MayPass = true };

    // A record prints its members; this one must not print its password.
    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Dialect})";

    private MetricFailure Failure(string message) => new(RuntimeRules.ConnectionFailed, $"profile '{Name}': {Hide(message).ReplaceLineEndings(" ")}");
}
