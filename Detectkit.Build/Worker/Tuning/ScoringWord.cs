using Detectkit.Configuration;

namespace Detectkit.Build.Worker.Tuning;

/// <summary>Names of scoring metrics in YAML.</summary>
internal static class ScoringWord
{
    /// <summary>The name of a scoring metric.</summary>
    /// <param name="metric">The scoring metric.</param>
    /// <returns>The name.</returns>
    public static string Of(ScoringMetric metric) => metric switch
    {
        ScoringMetric.F1 => "f1",
        ScoringMetric.FBeta => "f_beta",
        ScoringMetric.BalancedAccuracy => "balanced_accuracy",
        ScoringMetric.RocAuc => "roc_auc",
        ScoringMetric.PrAuc => "pr_auc",
        _ => "mcc",
    };
}
