using System.Globalization;
using Detectkit.Autotune;
using Detectkit.Build.Inputs;
using Detectkit.Configuration;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Build.Worker.Loading;

/// <summary>Says which values of a history are likely no measurements.</summary>
internal static class SentinelFinding
{
    /// <summary>The finding about a metric's history.</summary>
    /// <param name="file">The metric.</param>
    /// <param name="series">Its history.</param>
    /// <param name="labels">Its labels: what lies in an incident is what was labelled.</param>
    /// <returns>The finding; <c>null</c> where there is none.</returns>
    public static Finding? Of(MetricFile file, MetricSeries series, IncidentLabels labels)
    {
        var found = LikelySentinels.Find(series.Values, GroundTruth.Mark(labels, series).Marked);
        if (found.Count == 0)
        {
            return null;
        }

        var values = string.Join(", ", found.Select(s => string.Create(CultureInfo.InvariantCulture, $"{Number(s.Value)} ({s.Count} times)")));
        var column = found.Aggregate(file.Metric.QueryColumns?.Metric ?? "value", (inner, s) => $"NULLIF({inner}, {Number(s.Value)})");
        var message = $"{values}: far from all other values and always exactly the same, likely not measured; if so, write {column} in the query, if not, label the incidents they are of";
        return file.Finding(BuildRules.LikelySentinels, message, file.PlaceOf(file.Summary.QueryFile is null ? "query" : "query_file"));
    }

    /// <summary>A value as SQL has it.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Digits; with an exponent only where they would be too many.</returns>
    public static string Number(double value) =>
        Math.Abs(value) < 1e15 && value == Math.Truncate(value) ? value.ToString("0", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);
}
