using System.Globalization;
using Detectkit.Configuration;
using Detectkit.Runtime.Databases;
using Detectkit.Runtime.Templates;

namespace Detectkit.Runtime.Loading;

/// <summary>A metric's query as it is written.</summary>
internal sealed record QuerySource(string Template) : IHistorySource
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
            throw new LoadingFailedException(RuntimeRules.NoRows, "the query is empty");
        }

        var columns = metric.QueryColumns ?? new QueryColumns();
        var rows = Load(rendered, new SourceQuery(rendered.Text, columns.Timestamp, columns.Metric, columns.Seasonality), load);
        return rows.Count == 0 ? throw new LoadingFailedException(RuntimeRules.NoRows, NoRows(rows)) : new HistoryRows(rows, rendered.NamesRange);
    }

    /// <inheritdoc/>
    public MetricFailure Describe(MetricFailure failure) => failure with { Field = "query" };

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
