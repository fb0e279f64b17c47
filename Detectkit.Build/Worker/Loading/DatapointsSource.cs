using Detectkit.Build.Inputs;
using Detectkit.Build.Options;
using Detectkit.Build.Sources;
using Detectkit.Configuration;

namespace Detectkit.Build.Worker.Loading;

/// <summary>What the reference has loaded of a metric.</summary>
/// <param name="Table">The table of loaded points.</param>
internal sealed record DatapointsSource(string Table) : IHistorySource
{
    /// <inheritdoc/>
    public HistoryOrigin Origin => HistoryOrigin.Datapoints;

    /// <inheritdoc/>
    public HistoryRows Read(HistoryRequest request, Func<SourceQuery, LoadedRows> load)
    {
        var (metric, range) = (request.Metric, request.Range);
        var (provided, seasons) = StoredSeasons.Wanted(metric);
        var rows = load(DatapointsQuery.Of(request.Profile, Table, metric.Name, range.From, range.IsEndSet ? range.To : null, seasons.Count > 0));
        if (rows.Count == 0)
        {
            var limits = (range.From is { } from ? $" from {from:yyyy-MM-dd HH:mm:ss}" : "") + (range.IsEndSet ? $" to {range.To:yyyy-MM-dd HH:mm:ss}" : "");
            throw new LoadingFailedException(
                BuildRules.NoRows,
                $"the table '{Table}' of profile '{request.Profile.Name}' has no points of '{metric.Name}'{limits}: "
                    + $"load them with 'dtk run --select {metric.Name} --steps load', or read the metric's query with -p:AutotuneSource=query");
        }

        return new HistoryRows(seasons.Count > 0 ? StoredSeasons.Unfold(rows, metric, seasons, provided) : rows, range.IsEndSet);
    }

    /// <inheritdoc/>
    public Finding Finding(MetricFile file, LoadingFailure failure) => file.Finding(
        failure.Rule,
        failure.Rule == BuildRules.QueryFailed
            ? $"the loaded points cannot be read: {failure.Message}; they are looked for in the table '{Table}' ('tables' in detectkit_project.yml), in the profile's 'internal_schema' or 'internal_database'"
            : failure.Message,
        file.PlaceOf("name"));
}
