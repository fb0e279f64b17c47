using System.Text.Json;
using Detectkit.Alerting;
using Detectkit.Build.Tuning;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Labels;
using Detectkit.Runtime.Loading;

namespace Detectkit.Build.Results;

/// <summary>The part of a run record about what was there before: the present detectors, the history and its incidents.</summary>
internal static class InputRecord
{
    /// <summary>Writes it, as <c>incumbent</c>, <c>series</c> and <c>incidents</c>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="outcome">The metric.</param>
    /// <param name="withFigures">Whether the history's values are written.</param>
    public static void Write(Utf8JsonWriter json, MetricOutcome outcome, bool withFigures)
    {
        WriteIncumbent(json, outcome);
        if (outcome.Loaded?.Series is { } series)
        {
            json.WriteStartObject("series");
            json.WriteString("start", JsonParameters.Iso(series.StampAt(0)));
            json.WriteNumber("interval_seconds", series.IntervalSeconds);
            if (withFigures)
            {
                JsonParameters.WriteSeries(json, "values", series.Values.ToArray());
            }

            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("series");
        }

        WriteIncidents(json, outcome.Labels.Labels);
    }

    /// <summary>Writes labels as <c>incidents</c>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="labels">The labels.</param>
    public static void WriteIncidents(Utf8JsonWriter json, IncidentLabels labels)
    {
        json.WriteStartArray("incidents");
        foreach (var incident in labels.Incidents)
        {
            json.WriteStartObject();
            json.WriteString("start", JsonParameters.Iso(incident.Start));
            json.WriteString("end", JsonParameters.Iso(incident.End));
            json.WriteBoolean("is_point", incident.IsPoint);
            json.WriteString("label", incident.Label);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteIncumbent(Utf8JsonWriter json, MetricOutcome outcome)
    {
        var metric = outcome.File.Metric;
        var rule = AlertRule.Create(metric.TunedAlerting);
        json.WriteStartObject("incumbent");
        json.WriteStartArray("detectors");
        foreach (var detector in metric.Detectors)
        {
            json.WriteStartObject();
            json.WriteString("type", DetectorTypeName.Of(detector.Type));
            json.WritePropertyName("params");
            JsonParameters.Write(json, DetectorParameters.NonDefault(detector));
            json.WriteString("id", DetectorId.Of(detector));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("min_detectors", rule.MinDetectors);
        json.WriteNumber("consecutive_anomalies", rule.ConsecutiveAnomalies);
        json.WriteString("direction", rule.Direction.ToString().ToLowerInvariant());
        json.WriteEndObject();
    }
}
