using System.Globalization;
using Detectkit.Configuration;
using Detectkit.Runtime.Databases;
using Detectkit.Runtime.Templates;

namespace Detectkit.Runtime.Loading;

/// <summary>The kinds of sources.</summary>
public enum HistoryOrigin
{
    /// <summary><c>query</c>: each metric's own query.</summary>
    Query,

    /// <summary><c>datapoints</c>: what Python detectkit has loaded.</summary>
    Datapoints,
}

/// <summary>Where a metric's history comes from.</summary>
public abstract record HistorySource
{
    private protected HistorySource()
    {
    }

    /// <summary>What kind of source it is.</summary>
    public abstract HistoryOrigin Origin { get; }

    /// <summary>Reads the history.</summary>
    /// <exception cref="LoadingFailedException">It cannot be read, or there are no rows.</exception>
    internal abstract HistoryRows Read(HistoryRequest request, Func<SourceQuery, LoadedRows> load);

    /// <summary>A failure to read this history, with the field that says what it is read from.</summary>
    internal abstract MetricFailure Describe(MetricFailure failure);
}

internal sealed record HistoryRequest(MetricConfig Metric, ConnectionProfile Profile, TimeRange Range);

/// <summary>The rows of a history as they were read.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="EndWasAsked">Whether the database was told the range's end.</param>
internal sealed record HistoryRows(LoadedRows Rows, bool EndWasAsked);

/// <summary>A metric's query as it is written.</summary>
/// <param name="Template">SQL with template variables.</param>
public sealed record QuerySource(string Template) : HistorySource
{
    /// <inheritdoc/>
    public override HistoryOrigin Origin => HistoryOrigin.Query;

    internal override HistoryRows Read(HistoryRequest request, Func<SourceQuery, LoadedRows> load)
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

    internal override MetricFailure Describe(MetricFailure failure) => failure with { Field = "query" };

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
