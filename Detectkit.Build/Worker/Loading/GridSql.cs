using Detectkit.Build.Sources;

namespace Detectkit.Build.Worker.Loading;

/// <summary>How each database's SQL cuts a time to an interval.</summary>
internal static class GridSql
{
    /// <summary>Writes the expression.</summary>
    /// <param name="type">The kind of database.</param>
    /// <param name="column">The column of the time.</param>
    /// <param name="seconds">The interval.</param>
    /// <returns>SQL.</returns>
    public static string Of(DatabaseType type, string column, int seconds) => FormattableString.Invariant(type switch
    {
        DatabaseType.Postgres => $"date_bin('{seconds} seconds', {column}, '1970-01-01')",
        DatabaseType.ClickHouse => $"toStartOfInterval({column}, INTERVAL {seconds} SECOND)",
        DatabaseType.MySql => $"FROM_UNIXTIME(FLOOR(UNIX_TIMESTAMP({column}) / {seconds}) * {seconds})",
        _ => $"time_bucket(INTERVAL '{seconds} seconds', {column})",
    });
}
