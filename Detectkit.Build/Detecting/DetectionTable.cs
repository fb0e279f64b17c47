using Detectkit.Configuration;
using Detectkit.Detectors;

namespace Detectkit.Build.Detecting;

/// <summary>What a metric's detectors say: a row per stamp and detector.</summary>
internal static class DetectionTable
{
    /// <summary>The columns.</summary>
    public static readonly ValueList<TableColumn> Columns =
    [
        new("timestamp", "TIMESTAMP"), new("value", "DOUBLE"), new("detector", "VARCHAR"), new("lower", "DOUBLE"), new("upper", "DOUBLE"),
        new("is_anomaly", "BOOLEAN"), new("severity", "DOUBLE"), new("direction", "VARCHAR"), new("reason", "VARCHAR"), new("alert", "BOOLEAN"),
    ];

    /// <summary>Writes the rows, oldest first, those of one stamp in the order of the metric's detectors.</summary>
    public static void Write(DetectedMetric detected, ITableWriter writer)
    {
        var names = detected.Detectors.Select(NameOf).ToArray();
        for (var i = 0; i < detected.Series.Count; i++)
        {
            for (var d = 0; d < names.Length; d++)
            {
                var result = detected.Results[d];
                var (verdict, isAnomaly) = (result.Verdicts[i], result.IsAnomaly(i));
                writer.Stamp(detected.Series.MillisecondsAt(i));
                writer.Number(detected.Series.Values[i]);
                writer.Word(names[d]);
                writer.Number(result.Lower[i]);
                writer.Number(result.Upper[i]);
                writer.Truth(isAnomaly);
                writer.Number(result.Severity[i]);
                writer.Word(DirectionOf(verdict));
                writer.Word(verdict switch { Verdict.MissingData => "missing_data", Verdict.InsufficientData => "insufficient_data", _ => null });

                // A metric without alerting leaves nothing to wait for: each detector's anomaly counts on its own.
                writer.Truth(detected.HasAlerting ? detected.Alerts[0][i] : isAnomaly);
                writer.EndRow();
            }
        }
    }

    /// <summary>The word for a direction.</summary>
    public static string? DirectionOf(Verdict? verdict) => verdict switch { Verdict.Above => "above", Verdict.Below => "below", _ => null };

    // The reference's id, so that rows can be joined with what it stores; the type, so that people know what they look at.
    private static string NameOf(DetectorConfig detector) => DetectorTypeName.Of(detector.Type) + ":" + DetectorId.Of(detector);
}
