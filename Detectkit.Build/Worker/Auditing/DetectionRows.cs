using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;

namespace Detectkit.Build.Worker.Auditing;

/// <summary>A detector's rows in <c>_dtk_detections</c>.</summary>
internal static class DetectionRows
{
    /// <summary>Makes the rows one after the other, one for each grid point.</summary>
    /// <param name="metric">The metric's name.</param>
    /// <param name="detector">The detector.</param>
    /// <param name="series">The history.</param>
    /// <param name="now">The present, UTC.</param>
    /// <returns>The values in the order of the table's columns, oldest first.</returns>
    public static IEnumerable<object?[]> Of(string metric, DetectorConfig detector, MetricSeries series, DateTime now)
    {
        var (id, name, parameters) = (DetectorId.Of(detector), DetectorId.ClassName(detector), DetectorId.ParametersJson(detector));
        var result = detector.Detect(series);
        for (var i = 0; i < series.Count; i++)
        {
            yield return
            [
                metric, id, name, series.StampAt(i), result.IsAnomaly(i), RunRow.Finite(result.Lower[i]), RunRow.Finite(result.Upper[i]),
                RunRow.Finite(series.Values[i]), RunRow.Finite(result.Processed[i]), parameters, Metadata(result, i), now,
            ];
        }
    }

    private static string Metadata(DetectionResult result, int point)
    {
        var verdict = result.Verdicts[point];
        return verdict switch
        {
            Verdict.Normal => "{}",
            Verdict.MissingData => """{"reason":"missing_data"}""",
            Verdict.InsufficientData => """{"reason":"insufficient_data"}""",
            _ => RunRow.Json(json =>
            {
                json.WriteStartObject();
                json.WriteString("direction", verdict == Verdict.Above ? "above" : "below");
                Results.JsonParameters.WriteNumber(json, "severity", result.Severity[point]);
                json.WriteEndObject();
            }),
        };
    }
}
