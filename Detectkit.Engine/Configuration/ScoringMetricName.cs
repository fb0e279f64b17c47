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

    /// <summary>A scoring metric with its name spelled out: <c>Matthews correlation (mcc)</c>.</summary>
    /// <param name="metric">The scoring metric.</param>
    /// <returns>The words.</returns>
    public static string InWords(ScoringMetric metric)
    {
        var name = metric switch
        {
            ScoringMetric.F1 => "F1 by point",
            ScoringMetric.FBeta => "F-beta by point",
            ScoringMetric.BalancedAccuracy => "balanced accuracy",
            ScoringMetric.RocAuc => "area under the ROC curve",
            ScoringMetric.PrAuc => "area under the precision-recall curve",
            ScoringMetric.EventF1 => "F1 by event",
            _ => "Matthews correlation",
        };
        return $"{name} ({Of(metric)})";
    }
}
