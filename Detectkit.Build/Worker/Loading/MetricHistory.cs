using Detectkit.Build.Sources;
using Detectkit.Build.Worker.Inputs;
using Detectkit.Build.Worker.Options;
using Detectkit.Configuration;

namespace Detectkit.Build.Worker.Loading;

/// <summary>Loads metrics' histories as the project and the user say.</summary>
internal sealed class MetricHistory(ProjectInputs inputs, RunOptions options, ProfileChoice profiles, SeriesLoader loader, DateTime now)
{
    /// <summary>Loads a metric.</summary>
    /// <param name="file">The metric, which is valid.</param>
    /// <param name="cancellation">Interrupts the query.</param>
    /// <returns>Its history, or an error; and warnings.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public (LoadedSeries? Loaded, IReadOnlyList<Finding> Findings) Load(MetricFile file, CancellationToken cancellation)
    {
        var (profile, failure) = profiles.Choose(file);
        if (profile is null)
        {
            return (null, [failure!]);
        }

        var query = inputs.QueryOf(file) is { } sql ? new QuerySource(sql.Text, sql.FullPath) : new QuerySource(file.Metric.Query ?? "", null);
        return loader.Load(file, query, profile, TimeRange.Of(file.Metric, options, now), cancellation);
    }
}
