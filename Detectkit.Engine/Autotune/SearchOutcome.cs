using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Autotune;

/// <summary>What a tuning run works on.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Series">Its history.</param>
/// <param name="Labels">Its incidents.</param>
/// <param name="Settings">How to tune.</param>
public sealed record SearchRequest(string Metric, MetricSeries Series, IncidentLabels Labels, AutotuneSettings Settings);

/// <summary>A tuning run's result, or why there is none.</summary>
/// <param name="Result">The result; null on failure.</param>
/// <param name="Failure">Why there is no result, in one line; null on success.</param>
public sealed record SearchOutcome(AutotuneResult? Result, string? Failure);
