using System.Globalization;
using Detectkit.Build.Inputs;
using Detectkit.Build.Options;
using Detectkit.Build.Sources;
using Detectkit.Configuration;

namespace Detectkit.Build.Worker.Loading;

/// <summary>A metric's query as it is written.</summary>
/// <param name="Template">The text, template variables not yet filled in.</param>
/// <param name="FullPath">The file that holds it; <c>null</c> where it stands in the metric's own.</param>
internal sealed record QuerySource(string Template, string? FullPath) : IHistorySource
{
    /// <inheritdoc/>
    public HistoryOrigin Origin => HistoryOrigin.Query;

    /// <inheritdoc/>
    public HistoryRows Read(HistoryRequest request, Func<SourceQuery, LoadedRows> load)
    {
        var (metric, range) = (request.Metric, request.Range);
        var rendered = QueryRendering.Render(Template, new TemplateValues(range.From, range.To, metric.IntervalSeconds));
        if (string.IsNullOrWhiteSpace(rendered.Text))
        {
            throw new LoadingFailedException(BuildRules.NoRows, "the query is empty");
        }

        var columns = metric.QueryColumns ?? new QueryColumns();
        var rows = Load(rendered, new SourceQuery(rendered.Text, columns.Timestamp, columns.Metric, columns.Seasonality), load);
        return rows.Count == 0 ? throw new LoadingFailedException(BuildRules.NoRows, NoRows(rows)) : new HistoryRows(rows, rendered.NamesRange);
    }

    /// <inheritdoc/>
    public Finding Finding(MetricFile file, LoadingFailure failure) => QueryPlaceInFile.Finding(file, this, failure);

    private LoadedRows Load(RenderedQuery rendered, SourceQuery query, Func<SourceQuery, LoadedRows> load)
    {
        try
        {
            return load(query);
        }
        catch (LoadingFailedException e) when (e.Failure.Place is { } place)
        {
            var inTemplate = QueryRendering.PlaceInTemplate(Template, rendered.Text, place);
            throw new LoadingFailedException(e.Failure with { Place = inTemplate }, e);
        }
    }

    private static string NoRows(LoadedRows rows) => rows.RowsWithoutStamp == 0
        ? "the query gives no rows"
        : string.Create(CultureInfo.InvariantCulture, $"none of the {rows.RowsWithoutStamp} rows that the query gives has a timestamp");
}
