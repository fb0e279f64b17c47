using Detectkit.Autotune.Reference;
using Detectkit.Autotune.Robust;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Autotune;

/// <summary>What a tuning run works on.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Series">Its history.</param>
/// <param name="Labels">Its incidents.</param>
/// <param name="Settings">How to tune.</param>
public sealed record AutotuneRequest(string Metric, MetricSeries Series, IncidentLabels Labels, AutotuneSettings Settings);

/// <summary>A tuning run's result, or why there is none.</summary>
/// <param name="Result">The result; null on failure.</param>
/// <param name="Failure">Why there is no result, in one line; null on success.</param>
public sealed record AutotuneOutcome(AutotuneResult? Result, string? Failure);

/// <summary>Tunes one metric by the strategy that its settings name; deterministic.</summary>
public static class AutotunePipeline
{
    /// <summary>Tunes one metric.</summary>
    /// <param name="request">Series, labels and settings.</param>
    /// <param name="cancellation">Stops the run between candidates.</param>
    /// <returns>The result, or a failure that the user can act on.</returns>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static AutotuneOutcome Run(AutotuneRequest request, CancellationToken cancellation = default) =>
        EnoughValues.Refusal(request.Series.Newest(request.Settings.MaxHistory)) is { } refusal
            ? new AutotuneOutcome(null, refusal)
            : StrategyOf(request.Settings).Run(request, cancellation);

    internal static ITuningStrategy StrategyOf(AutotuneSettings settings) =>
        settings.Strategy == AutotuneStrategy.Robust ? new RobustStrategy() : new ReferenceStrategy();
}
