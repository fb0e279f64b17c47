using System.Globalization;

namespace Detectkit.Build.Sources;

/// <summary>The query for what the reference has loaded of a metric.</summary>
internal static class DatapointsQuery
{
    /// <summary>The column that holds a point's seasons as JSON.</summary>
    public const string Seasons = "seasonality_data";

    /// <summary>Makes the query.</summary>
    /// <param name="profile">The database.</param>
    /// <param name="table">The table of loaded points.</param>
    /// <param name="metric">The metric's name.</param>
    /// <param name="from">The first stamp to read; <c>null</c> for no limit.</param>
    /// <param name="to">The first stamp not to read; <c>null</c> for no limit.</param>
    /// <param name="withSeasons">Whether the seasons are wanted.</param>
    /// <returns>The query: by stamp, of rows with one stamp the newest last.</returns>
    public static SourceQuery Of(ConnectionProfile profile, string table, string metric, DateTime? from, DateTime? to, bool withSeasons)
    {
        var parameters = new List<KeyValuePair<string, string>>();
        var conditions = new List<string> { Name("metric_name") + " = " + Parameter("metric", metric, isStamp: false) };
        if (from is { } start)
        {
            conditions.Add(Name("timestamp") + " >= " + Parameter("start", Format(start), isStamp: true));
        }

        if (to is { } end)
        {
            conditions.Add(Name("timestamp") + " < " + Parameter("end", Format(end), isStamp: true));
        }

        // ClickHouse keeps replaced rows until it merges them away.
        var source = SqlIdentifier.Table(profile, table) + (profile.Type == DatabaseType.ClickHouse ? " FINAL" : "");
        IEnumerable<string> columns = withSeasons ? ["timestamp", "value", Seasons] : ["timestamp", "value"];
        var text = $"SELECT {string.Join(", ", columns.Select(Name))} FROM {source} WHERE {string.Join(" AND ", conditions)} ORDER BY {Name("timestamp")}, {Name("created_at")}";
        return new SourceQuery(text, "timestamp", "value", withSeasons ? [Seasons] : []) { Parameters = [.. parameters] };

        string Name(string name) => SqlIdentifier.Quote(profile.Type, name);

        string Parameter(string name, string value, bool isStamp)
        {
            parameters.Add(new KeyValuePair<string, string>(name, value));
            return (profile.Type, isStamp) switch
            {
                (DatabaseType.ClickHouse, true) => "toDateTime64({" + name + ":String}, 3, 'UTC')",
                (DatabaseType.ClickHouse, false) => "{" + name + ":String}",
                (DatabaseType.DuckDb, true) => string.Create(CultureInfo.InvariantCulture, $"CAST(${parameters.Count} AS TIMESTAMP)"),
                (DatabaseType.DuckDb, false) => string.Create(CultureInfo.InvariantCulture, $"${parameters.Count}"),
                (DatabaseType.MySql, true) => $"CAST(@{name} AS DATETIME(3))",
                (_, true) => $"CAST(@{name} AS TIMESTAMP)",
                (_, false) => "@" + name,
            };
        }
    }

    private static string Format(DateTime stamp) => stamp.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
