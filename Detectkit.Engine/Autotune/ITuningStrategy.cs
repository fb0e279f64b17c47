using Detectkit.Alerting;
using Detectkit.Configuration;

namespace Detectkit.Autotune;

/// <summary>A way to search, and the measure by which it compares what it found with what there was.</summary>
internal interface ITuningStrategy
{
    /// <summary>Tunes one metric.</summary>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    SearchOutcome Run(SearchRequest request, CancellationToken cancellation);

    /// <summary>The score of given detectors under an alert rule on what was searched, as any candidate of the search would get it.</summary>
    double Score(IReadOnlyList<WindowedDetector> detectors, AlertRule rule, SearchRequest request, AutotuneResult result);
}
