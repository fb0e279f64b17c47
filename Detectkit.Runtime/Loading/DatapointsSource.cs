using System.Text.Json;
using Detectkit.Configuration;
using Detectkit.Runtime.Databases;
using Detectkit.Runtime.Tables;
using Detectkit.Series;

namespace Detectkit.Runtime.Loading;

/// <summary>What Python detectkit has loaded of a metric.</summary>
/// <param name="Table">The table of loaded points.</param>
public sealed record DatapointsSource(string Table) : HistorySource
{
    /// <inheritdoc/>
    public override HistoryOrigin Origin => HistoryOrigin.Datapoints;

    internal override HistoryRows Read(HistoryRequest request, Func<SourceQuery, LoadedRows> load)
    {
        var (metric, range) = (request.Metric, request.Range);
        var (provided, seasons) = StoredSeasons.Wanted(metric);
        var rows = load(DatapointsQuery.Of(request.Profile, Table, metric.Name, range.From, range.IsEndSet ? range.To : null, seasons.Count > 0));
        if (rows.Count == 0)
        {
            var limits = (range.From is { } from ? $" from {from:yyyy-MM-dd HH:mm:ss}" : "") + (range.IsEndSet ? $" to {range.To:yyyy-MM-dd HH:mm:ss}" : "");
            throw new LoadingFailedException(
                RuntimeRules.NoRows,
                $"the table '{Table}' of profile '{request.Profile.Name}' has no points of '{metric.Name}'{limits}: "
                    + $"load them with 'dtk run --select {metric.Name} --steps load', or read the metric's query with -p:AutotuneSource=query");
        }

        return new HistoryRows(seasons.Count > 0 ? StoredSeasons.Unfold(rows, metric, seasons, provided) : rows, range.IsEndSet);
    }

    internal override MetricFailure Describe(MetricFailure failure) => failure with
    {
        Field = "name",
        Message = failure.Rule == RuntimeRules.QueryFailed
            ? $"the loaded points cannot be read: {failure.Message}; they are looked for in the table '{Table}' ('tables' in detectkit_project.yml), in the profile's 'internal_schema' or 'internal_database'"
            : failure.Message,
    };
}

/// <summary>The seasons that are stored with each loaded point, as a JSON object.</summary>
internal static class StoredSeasons
{
    // Points of one hour and weekday share their seasons; where they do not, as with a measured season, nothing is kept.
    private const int MostKept = 4096;

    /// <summary>The seasons that a metric uses.</summary>
    public static (bool AreProvided, ValueList<string> Names) Wanted(MetricConfig metric) =>
        metric.QueryColumns is { Seasonality: { Count: > 0 } provided } ? (true, provided) : (false, metric.SeasonalityColumns);

    /// <summary>Takes the seasons out of their JSON.</summary>
    /// <exception cref="LoadingFailedException">A text is no JSON object, or a season is nowhere.</exception>
    public static LoadedRows Unfold(LoadedRows rows, MetricConfig metric, ValueList<string> names, bool areProvided)
    {
        var columns = names.Select(_ => new string?[rows.Count]).ToArray();
        var known = new Dictionary<string, string?[]>(StringComparer.Ordinal);
        var json = rows.Seasonality[0].Value;
        for (var row = 0; row < rows.Count; row++)
        {
            if (json[row] is not { Length: > 0 } text)
            {
                continue;
            }

            if (!known.TryGetValue(text, out var seasons))
            {
                seasons = Parse(text, names);
                if (known.Count < MostKept)
                {
                    known.Add(text, seasons);
                }
            }

            for (var i = 0; i < columns.Length; i++)
            {
                columns[i][row] = seasons[i];
            }
        }

        if (areProvided && Array.FindIndex(columns, c => Array.TrueForAll(c, s => s is null)) is >= 0 and var nowhere)
        {
            throw new LoadingFailedException(
                RuntimeRules.ColumnMissing,
                $"no loaded point has the season '{names[nowhere]}' in '{DatapointsQuery.Seasons}': load the points again, with 'dtk run --select {metric.Name} --steps load --full-refresh'");
        }

        var unfolded = rows with { Seasonality = [.. names.Select((name, i) => new KeyValuePair<string, IReadOnlyList<string?>>(name, columns[i]))] };
        return areProvided || !AgreesWithCalendar(unfolded) ? unfolded : rows with { Seasonality = [] };
    }

    // The calendar also knows the seasons of points for which there is no row.
    private static bool AgreesWithCalendar(LoadedRows rows)
    {
        for (var i = 0; i < rows.Seasonality.Count; i++)
        {
            var (name, stored) = rows.Seasonality[i];
            for (var row = 0; row < rows.Count; row++)
            {
                if (stored[row] is { } season && season != CalendarColumns.LabelAt(name, rows.Milliseconds.Span[row]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static string?[] Parse(string text, ValueList<string> names)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return [.. names.Select(name => document.RootElement.TryGetProperty(name, out var season) ? TextOf(season) : null)];
            }
        }
        catch (JsonException)
        {
            // Said below, as of every other text that is no object.
        }

        throw ColumnText.Unusable(DatapointsQuery.Seasons, text, "not a JSON object of seasons");
    }

    private static string? TextOf(JsonElement season) => season.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => season.GetString(),
        _ => season.GetRawText(),
    };
}
