namespace Detectkit.Build.Text;

/// <summary>What became of a metric, in the word that log, pull request and page use.</summary>
internal static class FateWords
{
    /// <summary>The word for a fate: <c>tuned</c>, <c>trade-off</c>.</summary>
    public static string Of(MetricFate fate) => fate == MetricFate.TradeOff ? "trade-off" : fate.ToString().ToLowerInvariant();
}
