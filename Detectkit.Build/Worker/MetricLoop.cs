using System.Diagnostics;
using Detectkit.Build.Inputs;
using DuckDB.NET.Data;

namespace Detectkit.Build.Worker;

/// <summary>Works on metrics side by side, with a line for each that has ended; one metric's surprise does not cost the others their result.</summary>
internal static class MetricLoop
{
    /// <summary>What each metric gave; null for those that failed, which is reported.</summary>
    /// <param name="what">What the work writes, such as "the page".</param>
    /// <param name="words">What came out, for the line.</param>
    public static T?[] Run<T>(
        WorkerContext context, IReadOnlyList<MetricFile> metrics, string what, Func<MetricFile, T?> work, Func<T, string> words, CancellationToken cancellation)
        where T : class
    {
        var results = new T?[metrics.Count];
        var progress = new ProgressLines(context.Log, context.Clock, metrics.Count);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Options.MaxParallel, CancellationToken = cancellation };
        Parallel.For(0, metrics.Count, parallel, i =>
        {
            var clock = Stopwatch.StartNew();
            results[i] = Try(context, metrics[i], what, work);
            progress.Write([], metrics[i].DisplayName, results[i] is { } result ? words(result) : "failed", clock.Elapsed);
        });
        return results;
    }

    private static T? Try<T>(WorkerContext context, MetricFile metric, string what, Func<MetricFile, T?> work)
        where T : class
    {
        try
        {
            return work(metric);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DuckDBException)
        {
            context.Log.Report(metric.Finding(BuildRules.EvidenceUnwritable, $"{what} of '{metric.DisplayName}' cannot be written: {e.Message}"));
            return null;
        }
#pragma warning disable CA1031 // One metric's surprise must not cost the others their result.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            context.Log.Report(UnexpectedFailure.Report(context, e, metric));
            return null;
        }
    }
}
