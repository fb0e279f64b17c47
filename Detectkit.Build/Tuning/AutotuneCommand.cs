using Detectkit.Build.Inputs;
using Detectkit.Build.Options;
using Detectkit.Build.Results;
using Detectkit.Build.Worker;
using Detectkit.Configuration;
using Detectkit.Emission;
using Detectkit.Runtime.Databases;

namespace Detectkit.Build.Tuning;

/// <summary>The target <c>Autotune</c>: choose, check the repository, load and tune in parallel, deliver, write the evidence.</summary>
internal sealed class AutotuneCommand(WorkerContext context, ProjectInputs inputs)
{
    private readonly ResultFiles results = new(Path.Combine(context.Output, "runs"));

    public void Run(CancellationToken cancellation)
    {
        if (MetricChoice.Choose(context, inputs) is not { } chosen)
        {
            return;
        }

        List<MetricFile> metrics = [.. chosen.Where(IsToBeTuned)];

        // To open a database takes as long as to look through the repository, and neither needs more than one core.
        var written = context.Options.LeavesAudit ? AuditTrail.Files(context, inputs, metrics) : null;
        using var databases = context.Databases(inputs, metrics.Count, written);
        var opening = Task.Run(() => context.History(inputs, databases).OpenAhead(metrics), CancellationToken.None);
        Delivery? delivery;
        try
        {
            delivery = Delivery.Prepare(context, metrics, cancellation);
        }
        finally
        {
            opening.Wait(CancellationToken.None);
        }

        if (delivery is null)
        {
            return;
        }

        using var audit = AuditTrail.Begin(context, inputs, databases, metrics, cancellation);
        var outcomes = TuneAll(metrics, databases, m => delivery.RefusalOf(m) ?? audit.RefusalOf(m), cancellation);
        var delivered = delivery.Deliver(outcomes, cancellation);
        audit.Write(outcomes, delivered);

        // What comes next may take longer than a cancelled run is given.
        audit.Dispose();
        new Evidence(context, outcomes, results).Write(delivered);
        context.Log.Write(RunWords.Lines(context, outcomes, delivered));
    }

    private bool IsToBeTuned(MetricFile metric)
    {
        var why = metric.Metric.Autotune is { Enabled: false } ? "skipped, it says 'autotune: {enabled: false}'"
            : metric.Metric.Autotune is null && !context.Options.ForceChange && !metric.Metric.Detectors.Any(d => d is WindowedDetector)
                ? "left alone, it has no detector that can be tuned; an 'autotune:' block asks for one"
            // A copy is another run's result; tuned itself it would have a copy of its own.
            : context.Options.Emit == EmitMode.NewFile && NewFileEmission.IsOwnFile(metric.File.Path) ? $"skipped, {metric.File.Path} was written by an earlier run"
            : null;
        if (why is not null)
        {
            context.Log.Write($"{metric.DisplayName}: {why}");
        }

        return why is null;
    }

    private MetricOutcome[] TuneAll(List<MetricFile> metrics, MetricDatabases databases, Func<MetricFile, Finding?> refusalOf, CancellationToken cancellation)
    {
        var tuner = new MetricTuner(context.History(inputs, databases), inputs, context.Options, results, metrics.Count);
        var progress = new ProgressLines(context.Log, context.Clock, metrics.Count);
        var outcomes = new MetricOutcome[metrics.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Options.MaxParallel, CancellationToken = cancellation };
        Parallel.For(0, metrics.Count, parallel, i =>
        {
            var outcome = refusalOf(metrics[i]) is { } refusal ? MetricTuner.Refuse(metrics[i], refusal) : Tune(tuner, metrics[i], cancellation);
            foreach (var finding in outcome.Findings)
            {
                context.Log.Report(finding);
            }

            // What was decided in an earlier run was said then, and is in the record.
            var remark = outcome.Searched?.Remark is { } said ? $"{outcome.File.DisplayName}: {said}" : null;
            progress.Write(outcome.IsCached ? [] : StageTree.Lines(outcome), outcome.File.DisplayName, RunWords.Of(outcome), outcome.Elapsed, remark);
            outcomes[i] = outcome;
        });
        return outcomes;
    }

    private MetricOutcome Tune(MetricTuner tuner, MetricFile metric, CancellationToken cancellation)
    {
        try
        {
            return tuner.Tune(metric, cancellation);
        }
#pragma warning disable CA1031 // One metric's surprise must not cost the others their result.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return MetricTuner.Refuse(metric, UnexpectedFailure.Report(context, e, metric));
        }
    }
}
