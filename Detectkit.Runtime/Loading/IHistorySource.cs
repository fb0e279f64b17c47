using Detectkit.Configuration;
using Detectkit.Runtime.Databases;

namespace Detectkit.Runtime.Loading;

/// <summary>Where histories are read from.</summary>
internal enum HistoryOrigin
{
    /// <summary><c>query</c>: each metric's own query.</summary>
    Query,

    /// <summary><c>datapoints</c>: what Python detectkit has loaded.</summary>
    Datapoints,
}

/// <summary>Where a metric's history comes from.</summary>
internal interface IHistorySource
{
    /// <summary>What kind of source it is.</summary>
    HistoryOrigin Origin { get; }

    /// <summary>Reads the history.</summary>
    /// <exception cref="LoadingFailedException">It cannot be read, or there are no rows.</exception>
    HistoryRows Read(HistoryRequest request, Func<SourceQuery, LoadedRows> load);

    /// <summary>A failure to read this history, with the field that says what it is read from.</summary>
    MetricFailure Describe(MetricFailure failure);
}

/// <summary>A history to read.</summary>
internal sealed record HistoryRequest(MetricConfig Metric, ConnectionProfile Profile, TimeRange Range);

/// <summary>The rows of a history as they were read.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="EndWasAsked">Whether the database was told the range's end.</param>
internal sealed record HistoryRows(LoadedRows Rows, bool EndWasAsked);
