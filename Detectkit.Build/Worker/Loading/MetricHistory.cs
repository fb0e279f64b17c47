using Detectkit.Build.Inputs;
using Detectkit.Build.Options;
using Detectkit.Build.Sources;
using Detectkit.Configuration;
using Detectkit.Series;

namespace Detectkit.Build.Worker.Loading;

/// <summary>Loads metrics' histories as the project and the user say.</summary>
internal sealed class MetricHistory(ProjectInputs inputs, RunOptions options, ProfileChoice profiles, SeriesLoader loader, DateTime now)
{
    /// <summary>The history of a run's metrics.</summary>
    /// <param name="context">The run.</param>
    /// <param name="inputs">The project.</param>
    /// <param name="databases">The run's databases.</param>
    /// <returns>The history, up to the present.</returns>
    public static MetricHistory Of(WorkerContext context, ProjectInputs inputs, MetricDatabases databases)
    {
        var origin = context.Options.Strategy == Autotune.AutotuneStrategy.Reference ? GridOrigin.FirstRow : GridOrigin.MostRows;
        return new MetricHistory(
            inputs, context.Options, ProfileChoice.Of(context, inputs), new SeriesLoader(databases, context.Secrets, origin), context.Clock.GetUtcNow().UtcDateTime);
    }

    /// <summary>How much a run may ask of its databases.</summary>
    /// <param name="context">The run.</param>
    /// <param name="inputs">The project.</param>
    /// <param name="metrics">How many metrics the run loads.</param>
    /// <returns>The limits.</returns>
    public static LoadingLimits Limits(WorkerContext context, ProjectInputs inputs, int metrics) =>
        new(context.Options.MaxQueries, TimeSpan.FromSeconds(inputs.Settings.LoadTimeout))
        {
            // Queries that run side by side anyway lose by waiting for each other's threads.
            DuckDbThreads = Math.Min(metrics, context.Options.MaxParallel) >= Environment.ProcessorCount ? 1 : null,
        };

    /// <summary>Opens the database of the first metric, so that it is open when it is needed; a failure is told then.</summary>
    /// <param name="files">The metrics.</param>
    public void OpenAhead(IReadOnlyList<MetricFile> files)
    {
        if (files.Count > 0 && Choose(files[0]).Profile is { } profile)
        {
            loader.OpenAhead(profile);
        }
    }

    /// <summary>Loads a metric.</summary>
    /// <param name="file">The metric, which is valid.</param>
    /// <param name="cancellation">Interrupts the query.</param>
    /// <returns>Its history, or an error; and warnings.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public (LoadedSeries? Loaded, IReadOnlyList<Finding> Findings) Load(MetricFile file, CancellationToken cancellation)
    {
        var (profile, failure) = Choose(file);
        if (profile is null)
        {
            return (null, [failure!]);
        }

        return loader.Load(file, SourceOf(file), profile, TimeRange.Of(file.Metric, inputs.Settings, options, now), cancellation);
    }

    // Loaded points are state, and not where the query runs.
    private (ConnectionProfile? Profile, Finding? Failure) Choose(MetricFile file) =>
        options.Source == HistoryOrigin.Datapoints ? profiles.Choose(file) : profiles.ChooseSource(file);

    private IHistorySource SourceOf(MetricFile file)
    {
        if (options.Source == HistoryOrigin.Datapoints)
        {
            return new DatapointsSource(file.Metric.Tables?.Datapoints ?? inputs.Settings.Tables.Datapoints);
        }

        return inputs.QueryOf(file) is { } sql ? new QuerySource(sql.Text, sql.FullPath) : new QuerySource(file.Metric.Query ?? "", null);
    }
}
