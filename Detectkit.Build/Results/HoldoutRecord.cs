using System.Globalization;
using System.Text.Json;
using Detectkit.Autotune;
using Detectkit.Autotune.Holdout;
using Detectkit.Configuration;

namespace Detectkit.Build.Results;

/// <summary>The part of a run record about data that the search has not seen.</summary>
internal static class HoldoutRecord
{
    /// <summary>Writes it, as <c>incumbent_score</c>, <c>holdout</c> and <c>note</c>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="search">The tuning with its evidence.</param>
    /// <param name="withFigures">Whether the bands are written.</param>
    public static void Write(Utf8JsonWriter json, TuningOutcome search, bool withFigures)
    {
        JsonParameters.WriteNumber(json, "incumbent_score", search.IncumbentScore);
        if (search.After is not { } after)
        {
            json.WriteNull("holdout");
            return;
        }

        json.WriteStartObject("holdout");
        json.WriteString("note", search.Judged is null ? "the parameters are those found on the training part" : "the parameters are those found on the whole history; the hold-out judged those found on the training part");
        json.WriteNumber("first_point", search.Holdout.Start);
        json.WriteNumber("end_point", search.Holdout.End);
        var judged = search.Judged ?? search.Result!;
        json.WriteStartObject("judged");
        json.WriteString("detector_type", DetectorTypeName.Of(judged.Winner.Detector.Type));
        json.WritePropertyName("params");
        JsonParameters.Write(json, judged.Parameters);
        json.WriteString("training_end", JsonParameters.Iso(judged.TrainingEnd));
        JsonParameters.WriteNumber(json, "score", judged.Winner.Score);
        json.WriteString("run_id", judged.RunId);
        json.WriteEndObject();
        json.WritePropertyName("before");
        WriteSide(json, search.Before, withFigures);
        json.WritePropertyName("after");
        WriteSide(json, after, withFigures);
        WriteRanges(json, "difference", search.Difference);
        json.WriteEndObject();
    }

    private static void WriteRanges(Utf8JsonWriter json, string name, HoldoutRanges? ranges)
    {
        if (ranges is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        JsonParameters.WriteNumber(json, "confidence", ranges.Confidence);
        Write("caught_share", ranges.CaughtShare);
        Write("false_alarms_per_week", ranges.FalseAlertsPerWeek);
        Write("score", ranges.Score);
        json.WriteEndObject();

        void Write(string figure, FigureRange? range)
        {
            JsonParameters.WriteNumber(json, figure + "_low", range?.Low);
            JsonParameters.WriteNumber(json, figure + "_high", range?.High);
        }
    }

    private static void WriteSide(Utf8JsonWriter json, HoldoutFigures? side, bool withFigures)
    {
        if (side is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteNumber("incidents_caught", side.Caught);
        json.WriteNumber("incidents_missed", side.Incidents.Count - side.Caught);
        json.WriteNumber("false_alarms", side.FalseAlerts);
        JsonParameters.WriteNumber(json, "false_alarms_per_week", side.FalseAlertsPerWeek);
        JsonParameters.WriteNumber(json, "flag_rate", side.AnomalyRate);
        JsonParameters.WriteNumber(json, "false_flag_rate", side.FalseAnomalyRate);
        JsonParameters.WriteNumber(json, "score", side.Score);
        JsonParameters.WriteNumber(json, "band_width_in_spreads", side.BandWidth);
        WriteRanges(json, "intervals", side.Intervals);
        json.WriteStartArray("incidents");
        foreach (var incident in side.Incidents)
        {
            json.WriteStartObject();
            json.WriteString("start", JsonParameters.Iso(incident.Start));
            json.WriteString("end", JsonParameters.Iso(incident.End));
            json.WriteString("label", incident.Label);
            JsonParameters.WriteNumber(json, "minutes_to_detection", incident.MinutesToDetection);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("extremes");
        foreach (var flag in side.Extremes)
        {
            json.WriteStartObject();
            json.WriteString("stamp", JsonParameters.Iso(flag.Timestamp));
            JsonParameters.WriteNumber(json, "value", flag.Value);
            JsonParameters.WriteNumber(json, "severity", flag.Severity);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteAlerts(json, side);
        if (withFigures)
        {
            WriteBands(json, side);
        }

        json.WriteEndObject();
    }

    private static void WriteAlerts(Utf8JsonWriter json, HoldoutFigures side)
    {
        json.WriteStartArray("alerts");
        foreach (var alert in side.Alerts)
        {
            json.WriteRawValue(string.Create(CultureInfo.InvariantCulture, $"[{alert.Start}, {alert.End}]"));
        }

        json.WriteEndArray();
    }

    private static void WriteBands(Utf8JsonWriter json, HoldoutFigures side)
    {
        json.WriteStartArray("bands");
        foreach (var band in side.Bands)
        {
            json.WriteStartObject();
            json.WriteString("detector", band.Detector);
            JsonParameters.WriteSeries(json, "lower", Drawn(band.Lower));
            JsonParameters.WriteSeries(json, "upper", Drawn(band.Upper));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // To draw a band, seven digits are plenty.
    private static float[] Drawn(ValueList<double> edge) => [.. edge.Select(e => (float)e)];
}
