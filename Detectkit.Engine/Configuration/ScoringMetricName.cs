namespace Detectkit.Configuration;

/// <summary>Names of scoring metrics in YAML.</summary>
public static class ScoringMetricName
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
        ScoringMetric.EventF1 => "event_f1",
        _ => "mcc",
    };
}
