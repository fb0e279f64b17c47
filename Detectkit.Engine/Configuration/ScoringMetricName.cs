namespace Detectkit.Configuration;

/// <summary>Names of scoring metrics in YAML.</summary>
internal static class ScoringMetricName
{
    public static string Format(ScoringMetric metric) => YamlName.Format(metric);

    /// <summary>A scoring metric with its name spelled out: <c>Matthews correlation (mcc)</c>.</summary>
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
        return $"{name} ({Format(metric)})";
    }
}
