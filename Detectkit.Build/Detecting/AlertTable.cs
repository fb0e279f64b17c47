using Detectkit.Configuration;

namespace Detectkit.Build.Detecting;

/// <summary>When a metric would have alerted: a row per run of alerts of every alerting block.</summary>
internal static class AlertTable
{
    /// <summary>The columns.</summary>
    public static readonly ValueList<TableColumn> Columns =
    [
        new("block", "INTEGER"), new("start", "TIMESTAMP"), new("end", "TIMESTAMP"), new("points", "INTEGER"), new("direction", "VARCHAR"), new("peak_severity", "DOUBLE"),
    ];

    /// <summary>
    /// Writes the rows, block by block in the order of the file, counted from 1, those that are switched off left out; block 0 stands for a metric without alerting, of which
    /// every anomaly is an alert.
    /// </summary>
    public static void Write(DetectedMetric detected, ITableWriter writer)
    {
        for (var block = 0; block < detected.Runs.Count; block++)
        {
            foreach (var run in detected.Runs[block])
            {
                writer.Integer(detected.HasAlerting ? detected.Blocks[block] : 0);
                writer.Stamp(detected.Series.MillisecondsAt(run.Points.Start));
                writer.Stamp(detected.Series.MillisecondsAt(run.Points.End - 1));
                writer.Integer(run.Points.Length);
                writer.Word(DetectionTable.DirectionOf(run.Direction) ?? "mixed");
                writer.Number(run.PeakSeverity);
                writer.EndRow();
            }
        }
    }
}
