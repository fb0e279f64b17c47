using System.Globalization;
using Detectkit.Configuration;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Runtime.Loading;

/// <summary>Says which values of a history are likely no measurements.</summary>
internal static class LikelySentinelCheck
{
    /// <summary>What to say about a metric's history; <c>null</c> where nothing is likely one.</summary>
    public static MetricFailure? Find(MetricConfig metric, MetricSeries series, IncidentLabels labels)
    {
        var found = LikelySentinels.Find(series.Values, GroundTruth.Mark(labels, series).Marked);
        if (found.Count == 0)
        {
            return null;
        }

        var values = string.Join(", ", found.Select(s => string.Create(CultureInfo.InvariantCulture, $"{Number(s.Value)} ({s.Count} times)")));
        var column = found.Aggregate(metric.QueryColumns?.Metric ?? "value", (inner, s) => $"NULLIF({inner}, {Number(s.Value)})");
        var message = $"{values}: far from all other values and always exactly the same, likely not measured; if so, write {column} in the query, if not, label the incidents they are of";
        return new MetricFailure(RuntimeRules.LikelySentinels, message) { Field = "query" };
    }

    /// <summary>A value as SQL has it.</summary>
    public static string Number(double value) =>
        Math.Abs(value) < 1e15 && value == Math.Truncate(value) ? value.ToString("0", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);
}
