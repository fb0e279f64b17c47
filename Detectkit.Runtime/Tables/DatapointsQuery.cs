using Detectkit.Runtime.Databases;

namespace Detectkit.Runtime.Tables;

internal static class DatapointsQuery
{
    /// <summary>The column that holds a point's seasons as JSON.</summary>
    public const string Seasons = "seasonality_data";

    /// <summary>The points from a time, inclusive, to a time, exclusive, by timestamp; of rows with one timestamp the newest last.</summary>
    public static SourceQuery Of(ConnectionProfile profile, string table, string metric, DateTime? from, DateTime? to, bool withSeasons)
    {
        var dialect = profile.Dialect;
        var parameters = new List<KeyValuePair<string, string>>();
        var conditions = new List<string> { $"{dialect.Quote("metric_name")} = {Parameter("metric", metric)}" };
        if (from is { } start)
        {
            conditions.Add($"{dialect.Quote("timestamp")} >= {dialect.ToTimestamp(Parameter("start", DatabaseDialect.Format(start)))}");
        }

        if (to is { } end)
        {
            conditions.Add($"{dialect.Quote("timestamp")} < {dialect.ToTimestamp(Parameter("end", DatabaseDialect.Format(end)))}");
        }

        IEnumerable<string> columns = withSeasons ? ["timestamp", "value", Seasons] : ["timestamp", "value"];
        var source = dialect.Newest(profile.NameOf(table));
        var text = $"SELECT {dialect.Names(columns)} FROM {source} WHERE {string.Join(" AND ", conditions)} ORDER BY {dialect.Names(["timestamp", "created_at"])}";
        return new SourceQuery(text, "timestamp", "value", withSeasons ? [Seasons] : []) { Parameters = [.. parameters] };

        string Parameter(string name, string value)
        {
            parameters.Add(new KeyValuePair<string, string>(name, value));
            return dialect.TextParameter(name, parameters.Count);
        }
    }
}
