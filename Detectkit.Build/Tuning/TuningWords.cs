using Detectkit.Build.Text;
using Detectkit.Configuration;
using Detectkit.Statistics;

namespace Detectkit.Build.Tuning;

/// <summary>What came out of tuning a metric, in a few words: <c>mad  0.58 -> 0.71</c>.</summary>
internal static class TuningWords
{
    /// <summary>Writes the words.</summary>
    /// <param name="outcome">The metric.</param>
    /// <returns>Detector, scores before and after, and what is not as usual.</returns>
    public static string Of(MetricOutcome outcome)
    {
        if (outcome.Search?.Result is not { } result)
        {
            return outcome.Fate == MetricFate.Skipped ? "skipped" : "failed";
        }

        var before = outcome.Search.IncumbentScore is { } score ? FixedNotation.Format(score, 2) + " -> " : "";
        return DetectorTypeName.Of(result.Winner.Detector.Type) + "  " + before + FixedNotation.Format(result.Winner.Score, 2)
            + (outcome.Fate == MetricFate.Tuned ? "" : "  " + FateWords.Of(outcome.Fate))
            + (outcome.IsStored ? "  cached" : "");
    }
}
