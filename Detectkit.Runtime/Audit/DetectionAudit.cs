using System.Globalization;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Runtime.Databases;
using Detectkit.Series;
using Detectkit.Statistics;

namespace Detectkit.Runtime.Audit;

/// <summary>What detectors say about a metric, in the table of detections, as Python detectkit writes it. The caller commits.</summary>
internal sealed class DetectionAudit(DatabaseSession session, TableStatements sql, TableDefinition detections)
{
    /// <summary>Writes a row for each grid point, oldest first; gives how many there were.</summary>
    public int Write(string metric, DetectorConfig detector, MetricSeries series, DateTime now) => session.Write(sql, detections, Rows(metric, detector, series, now));

    /// <summary>Deletes the rows of detectors; gives how many there were.</summary>
    public int Delete(string metric, IEnumerable<string> detectorIds)
    {
        var deleted = 0;
        string[] conditions = ["metric_name", "detector_id"];
        foreach (var id in detectorIds.Distinct().Order(StringComparer.Ordinal))
        {
            deleted += Convert.ToInt32(session.Read(sql.Count(detections, conditions), metric, id)[0][0], CultureInfo.InvariantCulture);
            session.Execute(sql.Delete(detections, conditions), metric, id);
        }

        return deleted;
    }

    private static IEnumerable<object?[]> Rows(string metric, DetectorConfig detector, MetricSeries series, DateTime now)
    {
        var (id, name, parameters) = (DetectorId.Of(detector), DetectorId.ClassName(detector), DetectorId.ParametersJson(detector));
        var result = detector.Detect(series);
        for (var i = 0; i < series.Count; i++)
        {
            yield return
            [
                metric, id, name, series.StampAt(i), result.IsAnomaly(i), Finite(result.Lower[i]), Finite(result.Upper[i]),
                Finite(series.Values[i]), Finite(result.Processed[i]), parameters, Metadata(result, i), now,
            ];
        }
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static string Metadata(DetectionResult result, int point) => result.Verdicts[point] switch
    {
        Verdict.Normal => "{}",
        Verdict.MissingData => """{"reason":"missing_data"}""",
        Verdict.InsufficientData => """{"reason":"insufficient_data"}""",
        var verdict => $$"""{"direction":"{{(verdict == Verdict.Above ? "above" : "below")}}","severity":{{Json(result.Severity[point])}}}""",
    };

    // As Python spells it: 3.0 stays a floating-point number.
    private static string Json(double number) => double.IsFinite(number) ? PythonNumber.Repr(number) : "null";
}
