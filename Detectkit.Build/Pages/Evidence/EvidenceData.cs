using System.Text;
using System.Text.Json;
using Detectkit.Autotune;
using Detectkit.Build.Pages.Packing;
using Detectkit.Configuration;
using Detectkit.Series;

namespace Detectkit.Build.Pages.Evidence;

/// <summary>Writes what the evidence page's charts are drawn from.</summary>
internal static class EvidenceData
{
    // A page of hundreds of metrics must still open: together they have this many points, none more or less than the limits.
    private const int PointsOfAll = 2_000_000;
    private const int FewestPoints = 2_000;
    private const int MostPoints = 20_000;

    /// <summary>Writes the data.</summary>
    /// <param name="model">The page's model.</param>
    /// <returns>A JSON array with one object per metric that has a series, in their order.</returns>
    public static string Write(EvidenceModel model)
    {
        var limit = Math.Clamp(PointsOfAll / Math.Max(1, model.Metrics.Count), FewestPoints, MostPoints);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            foreach (var metric in model.Metrics)
            {
                if (metric.Series is { Count: > 0 } series)
                {
                    WriteMetric(json, metric, series, SeriesThinning.ToFit(series.Count, limit));
                }
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static void WriteMetric(Utf8JsonWriter json, MetricEvidence metric, MetricSeries series, SeriesThinning thinning)
    {
        json.WriteStartObject();
        json.WriteString("metric", metric.Metric);
        json.WriteNumber("start", series.StartMilliseconds);
        json.WriteNumber("interval", (long)series.IntervalSeconds * thinning.Factor);
        json.WriteNumber("factor", thinning.Factor);
        json.WritePropertyName("values");
        PackedSeries.Pack(thinning.Values(series.Values), PackedSeries.Drawn).Write(json);
        WriteDetector(json, "before", metric.Before, thinning);
        WriteDetector(json, "after", metric.After, thinning);
        json.WriteStartArray("incidents");
        for (var i = 0; i < metric.Labels.Incidents.Count; i++)
        {
            var incident = metric.Labels.Incidents[i];
            var range = GroundTruth.PointsOf(incident, series);
            if (range.Length == 0)
            {
                continue;
            }

            json.WriteStartObject();
            WriteRange(json, "range", thinning.Range(range));
            json.WriteString("label", incident.Label ?? "");
            WriteCaught(json, "before", metric.Before, i);
            WriteCaught(json, "after", metric.After, i);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteFolds(json, metric, thinning);
        WriteTraining(json, metric, thinning);
        if (metric.HoldOut is { } heldOut)
        {
            WriteRange(json, "holdOut", thinning.Range(heldOut));
        }

        json.WriteEndObject();
    }

    private static void WriteDetector(Utf8JsonWriter json, string name, DetectorEvidence? detector, SeriesThinning thinning)
    {
        if (detector is null)
        {
            return;
        }

        json.WriteStartObject(name);
        json.WritePropertyName("lower");
        PackedSeries.Pack(thinning.Bound(detector.Layer.Lower.Span, isUpper: false), PackedSeries.Outline).Write(json);
        json.WritePropertyName("upper");
        PackedSeries.Pack(thinning.Bound(detector.Layer.Upper.Span, isUpper: true), PackedSeries.Outline).Write(json);
        WriteRanges(json, "alerts", detector.Alerts.Alerts, thinning);
        WriteRanges(json, "falseAlarms", detector.Alerts.FalseAlerts, thinning);
        json.WriteEndObject();
    }

    private static void WriteCaught(Utf8JsonWriter json, string name, DetectorEvidence? detector, int incident)
    {
        if (detector is not null)
        {
            json.WriteBoolean(name, detector.Alerts.Delays[incident] is not null);
        }
    }

    private static void WriteFolds(Utf8JsonWriter json, MetricEvidence metric, SeriesThinning thinning)
    {
        if (metric.Result is not { } result)
        {
            return;
        }

        var scores = new[] { ("before", metric.Before), ("after", metric.After) }
            .Where(d => d.Item2 is not null)
            .Select(d => (Name: d.Item1, Scores: FoldScores.Place(d.Item2!, result, metric)))
            .ToList();
        json.WriteStartArray("folds");
        for (var f = 0; f < result.Folds.Count; f++)
        {
            json.WriteStartObject();
            WriteRange(json, "range", thinning.Range(result.Folds[f]));
            foreach (var (name, placed) in scores)
            {
                if (placed[f] is { } score)
                {
                    json.WriteNumber(name, Math.Round(score, 3));
                }
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // What is scored as one stretch has no folds to mark it by.
    private static void WriteTraining(Utf8JsonWriter json, MetricEvidence metric, SeriesThinning thinning)
    {
        if (metric.Result is not { Folds.Count: 0 } result)
        {
            return;
        }

        var end = (metric.Judged is null ? metric.HoldOut?.Start : null) ?? metric.Series!.Count;
        json.WriteStartObject("training");
        WriteRange(json, "range", thinning.Range(new PointRange(Math.Max(0, end - result.Points), end)));
        foreach (var (name, detector) in new[] { ("before", metric.Before), ("after", metric.After) })
        {
            if (detector?.Score is { } score && double.IsFinite(score))
            {
                json.WriteNumber(name, Math.Round(score, 3));
            }
        }

        json.WriteEndObject();
    }

    private static void WriteRanges(Utf8JsonWriter json, string name, ValueList<PointRange> ranges, SeriesThinning thinning)
    {
        var numbers = new List<long>();
        foreach (var range in ranges.Select(thinning.Range))
        {
            numbers.Add(range.Start);
            numbers.Add(range.End);
        }

        json.WriteStartObject(name);
        json.WriteNumber("n", numbers.Count);
        json.WriteString("bits", PackedIntegers.Pack([.. numbers]));
        json.WriteEndObject();
    }

    private static void WriteRange(Utf8JsonWriter json, string name, PointRange range)
    {
        json.WriteStartArray(name);
        json.WriteNumberValue(range.Start);
        json.WriteNumberValue(range.End);
        json.WriteEndArray();
    }
}
