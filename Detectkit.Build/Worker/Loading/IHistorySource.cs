using Detectkit.Build.Inputs;
using Detectkit.Build.Options;
using Detectkit.Build.Sources;
using Detectkit.Configuration;

namespace Detectkit.Build.Worker.Loading;

/// <summary>Where a metric's history comes from.</summary>
internal interface IHistorySource
{
    /// <summary>What kind of source it is.</summary>
    HistoryOrigin Origin { get; }

    /// <summary>Reads the history.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="load">Runs a query on the request's database.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="LoadingFailedException">They cannot be read, or there are none.</exception>
    HistoryRows Read(HistoryRequest request, Func<SourceQuery, LoadedRows> load);

    /// <summary>A finding about the history, where the file says what it is read from.</summary>
    /// <param name="file">The metric.</param>
    /// <param name="failure">What is wrong.</param>
    /// <returns>The finding.</returns>
    Finding Finding(MetricFile file, LoadingFailure failure);
}

/// <summary>A history to read.</summary>
/// <param name="Metric">Whose.</param>
/// <param name="Profile">The database.</param>
/// <param name="Range">The time range.</param>
internal sealed record HistoryRequest(MetricConfig Metric, ConnectionProfile Profile, TimeRange Range);

/// <summary>The rows of a history as they were read.</summary>
/// <param name="Rows">The rows, of the range or of more.</param>
/// <param name="EndWasAsked">Whether the database was told the range's end.</param>
internal sealed record HistoryRows(LoadedRows Rows, bool EndWasAsked);
