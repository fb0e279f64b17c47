using Detectkit.Build.Inputs;
using Detectkit.Build.Options;
using Detectkit.Build.Results;
using Detectkit.Build.Text;
using Detectkit.Build.Worker;
using Detectkit.Configuration;
using Detectkit.Emission;
using Detectkit.Runtime.Databases;

namespace Detectkit.Build.Tuning;

/// <summary>The target <c>Autotune</c>: choose, check the repository, load and tune in parallel, deliver, write the evidence.</summary>
internal sealed class AutotuneCommand(WorkerContext context, ProjectInputs inputs)
{
    /// <summary>Runs the command; what goes wrong is reported.</summary>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OperationCanceledException">Cancelled; nothing was committed.</exception>
    public void Run(CancellationToken cancellation)
    {
        if (MetricChoice.Choose(context, inputs) is not { } chosen)
        {
            return;
        }

        foreach (var metric in chosen.Where(m => m.Metric.Autotune is { Enabled: false }))
        {
            context.Log.Write($"{metric.DisplayName}: skipped, it says 'autotune: {{enabled: false}}'");
        }

        var metrics = chosen.Where(m => m.Metric.Autotune is not { Enabled: false }).ToList();
        foreach (var metric in metrics.Where(IsLeftAlone))
        {
            context.Log.Write($"{metric.DisplayName}: left alone, it has no detector that can be tuned; an 'autotune:' block asks for one");
        }

        metrics.RemoveAll(IsLeftAlone);
        if (context.Options.Emit == EmitMode.NewFile)
        {
            // A copy is another run's result; tuned itself it would have a copy of its own.
            foreach (var copy in metrics.Where(m => NewFileEmission.IsOwnFile(m.File.Path)))
            {
                context.Log.Write($"{copy.DisplayName}: skipped, {copy.File.Path} was written by an earlier run");
            }

            metrics.RemoveAll(m => NewFileEmission.IsOwnFile(m.File.Path));
        }

        // To open a database takes as long as to look through the repository, and neither needs more than one core.
        var written = context.Options.LeavesAudit ? AuditTrail.Files(context, inputs, metrics) : null;
        using var databases = context.Databases(inputs, metrics.Count, written);
        var opening = Task.Run(() => context.History(inputs, databases).OpenAhead(metrics), CancellationToken.None);
        var delivery = Delivery.Prepare(context, metrics, cancellation);
        opening.Wait(CancellationToken.None);
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
        Evidence.Write(context, outcomes, delivered);
        context.Log.Write([.. NextStep.Lines(context, outcomes, delivered)]);
        context.Log.Write(SummaryLine.Of(context, outcomes, delivered));
    }

    private bool IsLeftAlone(MetricFile metric) =>
        metric.Metric.Autotune is null && !context.Options.ForceChange && !metric.Metric.Detectors.Any(d => d is WindowedDetector);

    private MetricOutcome[] TuneAll(List<MetricFile> metrics, MetricDatabases databases, Func<MetricFile, Finding?> refusalOf, CancellationToken cancellation)
    {
        var stored = new StoredSearches(Path.Combine(context.Output, "searches"));
        var tuner = new MetricTuner(context.History(inputs, databases), inputs, context.Options, stored, metrics.Count);
        var progress = new ProgressLines(context.Log, context.Clock, metrics.Count);
        var outcomes = new MetricOutcome[metrics.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Options.MaxParallel, CancellationToken = cancellation };
        Parallel.For(0, metrics.Count, parallel, i =>
        {
            outcomes[i] = refusalOf(metrics[i]) is { } refusal ? NotTuned(metrics[i], refusal) : Tune(tuner, metrics[i], cancellation);
            foreach (var finding in outcomes[i].Findings)
            {
                context.Log.Report(finding);
            }

            progress.Write(LinesOf(outcomes[i]), outcomes[i].File.DisplayName, TuningWords.Of(outcomes[i]), outcomes[i].Elapsed);
        });
        return outcomes;
    }

    // What was decided in an earlier run was said then, and is in the record.
    private static IEnumerable<string> LinesOf(MetricOutcome outcome) =>
        [.. outcome.Remark is { } remark ? [$"{outcome.File.DisplayName}: {remark}"] : (string[])[], .. outcome.IsStored ? [] : StageTree.Lines(outcome)];

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
            return NotTuned(metric, UnexpectedFailure.Report(context, e, metric));
        }
    }

    private static MetricOutcome NotTuned(MetricFile metric, Finding finding) => new()
    {
        File = metric,
        Fate = finding.Rule.Severity == FindingSeverity.Error ? MetricFate.Failed : MetricFate.Skipped,
        Settings = Autotune.AutotuneSettings.From(metric.Metric),
        Labels = new ChosenLabels(Labels.IncidentLabels.None, null, null, []),
        Findings = [finding],
        Reason = finding.Message,
    };
}
