using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Emission;

namespace Detectkit.Build.Text;

internal enum MetricFate
{
    Tuned,

    /// <summary>It was tuned, and its file already says so.</summary>
    Unchanged,

    /// <summary>The proposed detector is clearly better in one figure and worse in another: the current one stays until a person chooses.</summary>
    TradeOff,

    /// <summary>The current detector stays, because the proposed one is not better.</summary>
    Kept,

    /// <summary>It could not be loaded or tuned.</summary>
    Failed,

    /// <summary>It was left alone, because another process is working on it.</summary>
    Skipped,
}

/// <summary>One metric of a run, as reports need it.</summary>
/// <param name="Outcome">The tuning with its evidence; null where the series could not be loaded.</param>
/// <param name="Failure">Why it failed or was skipped, in one line; null where it was not.</param>
internal sealed record TunedMetricReport(MetricConfig Metric, MetricFate Fate, TuningOutcome? Outcome, string? Failure)
{
    public int Tried { get; init; } = Outcome?.Result?.Candidates.Count ?? 0;

    public ValueList<CommentedChange> CommentedChanges { get; init; } = [];
}

/// <summary>What became of a metric, in the word that log, pull request and page use.</summary>
internal static class FateWords
{
    /// <summary>The word for a fate: <c>tuned</c>, <c>trade-off</c>.</summary>
    public static string Of(MetricFate fate) => fate == MetricFate.TradeOff ? "trade-off" : fate.ToString().ToLowerInvariant();
}
