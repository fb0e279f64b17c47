using Detectkit.Configuration;
using Detectkit.Detectors;

namespace Detectkit.Build.Detecting;

/// <summary>A table of what a metric's detectors say.</summary>
/// <param name="Columns">Its columns, each with its type in DuckDB.</param>
/// <param name="Write">Writes its rows, the cells in the order of the columns.</param>
internal sealed record DetectionTable(ValueList<(string Name, string Type)> Columns, Action<DetectedMetric, CsvWriter> Write)
{
    /// <summary>A row per timestamp and detector, oldest first, those of one timestamp in the order of the metric's detectors.</summary>
    public static readonly DetectionTable Points = new(
        [
            ("timestamp", "TIMESTAMP"), ("value", "DOUBLE"), ("detector", "VARCHAR"), ("lower", "DOUBLE"), ("upper", "DOUBLE"),
            ("is_anomaly", "BOOLEAN"), ("severity", "DOUBLE"), ("direction", "VARCHAR"), ("reason", "VARCHAR"), ("alert", "BOOLEAN"),
        ],
        WritePoints);

    /// <summary>
    /// A row per run of alerts, block by block in the order of the file, counted from 1, those that are switched off left out; block 0 stands for a
    /// metric without alerting, of which every anomaly is an alert.
    /// </summary>
    public static readonly DetectionTable Alerts = new(
        [("block", "INTEGER"), ("start", "TIMESTAMP"), ("end", "TIMESTAMP"), ("points", "INTEGER"), ("direction", "VARCHAR"), ("peak_severity", "DOUBLE")],
        WriteAlerts);

    private static void WritePoints(DetectedMetric detected, CsvWriter csv)
    {
        // Python detectkit's id, so that rows can be joined with what it stores; the type, so that people know what they look at.
        var names = detected.Detectors.Select(d => DetectorTypeName.Of(d.Type) + ":" + DetectorId.Of(d)).ToArray();
        for (var i = 0; i < detected.Series.Count; i++)
        {
            for (var d = 0; d < names.Length; d++)
            {
                var result = detected.Results[d];
                var (verdict, isAnomaly) = (result.Verdicts[i], result.IsAnomaly(i));
                csv.Timestamp(detected.Series.MillisecondsAt(i));
                csv.Number(detected.Series.Values[i]);
                csv.Word(names[d]);
                csv.Number(result.Lower[i]);
                csv.Number(result.Upper[i]);
                csv.Boolean(isAnomaly);
                csv.Number(result.Severity[i]);
                csv.Word(DirectionOf(verdict));
                csv.Word(verdict switch { Verdict.MissingData => "missing_data", Verdict.InsufficientData => "insufficient_data", _ => null });

                // A metric without alerting leaves nothing to wait for: each detector's anomaly counts on its own.
                csv.Boolean(detected.HasAlerting ? detected.Alerts[0][i] : isAnomaly);
                csv.EndRow();
            }
        }
    }

    private static void WriteAlerts(DetectedMetric detected, CsvWriter csv)
    {
        for (var block = 0; block < detected.Runs.Count; block++)
        {
            foreach (var run in detected.Runs[block])
            {
                csv.Integer(detected.HasAlerting ? detected.Blocks[block] : 0);
                csv.Timestamp(detected.Series.MillisecondsAt(run.Points.Start));
                csv.Timestamp(detected.Series.MillisecondsAt(run.Points.End - 1));
                csv.Integer(run.Points.Length);
                csv.Word(DirectionOf(run.Direction) ?? "mixed");
                csv.Number(run.PeakSeverity);
                csv.EndRow();
            }
        }
    }

    private static string? DirectionOf(Verdict? verdict) => verdict switch { Verdict.Above => "above", Verdict.Below => "below", _ => null };
}
