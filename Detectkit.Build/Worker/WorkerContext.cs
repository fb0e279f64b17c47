using Detectkit.Autotune;
using Detectkit.Build.Inputs;
using Detectkit.Build.Options;
using Detectkit.Runtime.Databases;
using Detectkit.Runtime.Loading;
using Detectkit.Series;

namespace Detectkit.Build.Worker;

/// <summary>What every command works with.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Options">The build properties, read.</param>
/// <param name="Log">Where to say what happens.</param>
/// <param name="Secrets">What must not be said.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Environment">Gives an environment variable's value.</param>
internal sealed record WorkerContext(
    WorkerRequest Request, RunOptions Options, WorkerLog Log, Secrets Secrets, TimeProvider Clock, Func<string, string?> Environment)
{
    /// <summary>The folder of evidence, absolute.</summary>
    public string Output => Path.GetFullPath(Options.Output, Request.Root);

    /// <summary>Chooses the profiles of a project's metrics.</summary>
    public ProfileChoice Profiles(ProjectInputs inputs) => new(inputs, Options, new ProfileResolution(Environment, Secrets));

    /// <summary>The databases of a run over a number of metrics.</summary>
    public MetricDatabases Databases(ProjectInputs inputs, int metrics, IReadOnlySet<string>? written = null)
    {
        var limits = new LoadingLimits(Options.MaxQueries, TimeSpan.FromSeconds(inputs.Settings.LoadTimeout))
        {
            // Queries that run side by side anyway lose by waiting for each other's threads.
            DuckDbThreads = Math.Min(metrics, Options.MaxParallel) >= System.Environment.ProcessorCount ? 1 : null,
        };
        return new MetricDatabases(Request.Root, limits, written);
    }

    /// <summary>The histories of a run's metrics.</summary>
    public MetricHistory History(ProjectInputs inputs, MetricDatabases databases)
    {
        var origin = Options.Strategy == AutotuneStrategy.Reference ? GridOrigin.FirstRow : GridOrigin.MostRows;
        return new MetricHistory(inputs, Options, Profiles(inputs), new SeriesLoader(databases, Secrets, origin), Clock.GetUtcNow().UtcDateTime);
    }
}
