using System.Globalization;
using Detectkit.Configuration;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Runtime.Loading;

/// <summary>Says which values of a history are likely no measurements.</summary>
public static class LikelySentinelCheck
{
    /// <summary>Looks through a metric's history.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="series">Its history.</param>
    /// <param name="labels">What was measured in incidents is no sentinel.</param>
    /// <returns>A warning with what to write; <c>null</c> where nothing is likely one.</returns>
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
    internal static string Number(double value) =>
        Math.Abs(value) < 1e15 && value == Math.Truncate(value) ? value.ToString("0", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);
}
