using Detectkit.Build.Options;
using Detectkit.Configuration;
using Detectkit.Labels;
using Detectkit.Runtime;
using Detectkit.Runtime.Databases;
using Detectkit.Runtime.Loading;
using Detectkit.Series;

namespace Detectkit.Build.Inputs;

/// <summary>Loads metrics' histories as the project and the user say.</summary>
internal sealed class MetricHistory(ProjectInputs inputs, RunOptions options, ProfileChoice profiles, SeriesLoader loader, DateTime now)
{
    /// <summary>Opens the database of the first metric, so that it is open when it is needed; a failure is told then.</summary>
    public void OpenAhead(IReadOnlyList<MetricFile> files)
    {
        if (files.Count > 0 && Choose(files[0]).Profile is { } profile)
        {
            loader.OpenAhead(profile);
        }
    }

    /// <summary>Loads a metric; what is wrong is said where it is written.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public (LoadedSeries? Loaded, IReadOnlyList<Finding> Findings) Load(MetricFile file, CancellationToken cancellation)
    {
        var (profile, failure) = Choose(file);
        if (profile is null)
        {
            return (null, [failure!]);
        }

        var range = TimeRange.Of(file.Metric, inputs.Settings, options.From, options.To, now);
        var (loaded, failures) = loader.Load(file.Metric, SourceOf(file), profile, range, cancellation);
        return (loaded, [.. failures.Select(f => FindingOf(file, f))]);
    }

    /// <summary>Says which values of a metric's history are likely no measurements; <c>null</c> where there are none.</summary>
    public static Finding? SentinelsOf(MetricFile file, MetricSeries series, IncidentLabels labels) =>
        LikelySentinelCheck.Find(file.Metric, series, labels) is { } found
            ? file.Finding(found.Rule, found.Message, file.PlaceOf(file.Summary.QueryFile is null ? "query" : "query_file"))
            : null;

    private Finding FindingOf(MetricFile file, MetricFailure failure) => failure.Field == "query"
        ? QueryPlaceInFile.Finding(file, inputs.QueryOf(file)?.FullPath, failure)
        : file.Finding(failure.Rule, failure.Message, failure.Field is { } field ? file.PlaceOf(field) : null);

    // Loaded points are state, and not where the query runs.
    private (ConnectionProfile? Profile, Finding? Failure) Choose(MetricFile file) =>
        options.Source == HistoryOrigin.Datapoints ? profiles.Choose(file) : profiles.ChooseSource(file);

    private HistorySource SourceOf(MetricFile file)
    {
        if (options.Source == HistoryOrigin.Datapoints)
        {
            return new DatapointsSource(file.Metric.Tables?.Datapoints ?? inputs.Settings.Tables.Datapoints);
        }

        return new QuerySource(inputs.QueryOf(file)?.Text ?? file.Metric.Query ?? "");
    }
}
