using Detectkit.Autotune.Resampling;
using Detectkit.Configuration;

namespace Detectkit.Autotune.Robust;

/// <summary>A length of history to judge by.</summary>
/// <param name="Points">Points.</param>
/// <param name="Words">The same in words.</param>
internal sealed record HistoryLength(int Points, string Words);

/// <summary>A detector without its threshold, and the alert rule on it.</summary>
/// <param name="Type">The kind of detector.</param>
/// <param name="History">Its window.</param>
/// <param name="Smoothing">The smoothing before it.</param>
/// <param name="Season">The season that its windows are divided by; null for none.</param>
/// <param name="Rule">The alert rule.</param>
internal sealed record RobustConfiguration(
    DetectorType Type, HistoryLength History, SmoothingStep Smoothing, SeasonalityComponent? Season, RuleShape Rule)
{
    /// <summary>Whether windows see the violated bound of an anomaly, so that scores hold for one threshold only.</summary>
    public bool IsClamped { get; init; }

    /// <summary>The configuration in words.</summary>
    public override string ToString() =>
        $"{DetectorTypeName.Of(Type)} over {History.Words}, {Smoothing}{(Season is null ? "" : $", season (by {Season})")}{(IsClamped ? ", clamped" : "")}, alert at {Rule}";
}

/// <summary>A configuration at one threshold, counted on the training data.</summary>
/// <param name="Configuration">The configuration.</param>
/// <param name="Threshold">The threshold in standard deviations.</param>
/// <param name="Allowance">The alarms outside incidents that it was allowed to leave; null for a threshold that labels had no part in.</param>
/// <param name="Counted">What <see cref="LabelledBlocks"/> counted, in room that the search takes back.</param>
/// <param name="Score">Its score on all training points.</param>
/// <param name="WeakestCaught">The lowest peak of a caught incident; NaN where none was caught.</param>
internal sealed record ScoredThreshold(
    RobustConfiguration Configuration, double Threshold, int? Allowance, ReadOnlyMemory<int> Counted, double Score, double WeakestCaught)
{
    /// <summary>The detector whose bands were measured; its threshold is not what was judged.</summary>
    public required WindowedDetector Measured { get; init; }

    /// <summary>The counts.</summary>
    public ReadOnlySpan<int> Counts => Counted.Span;
}
