using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Detectkit.Autotune;
using Detectkit.Build.Results;
using Detectkit.Build.Text;
using Detectkit.Configuration;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Build.Tuning;

/// <summary>A metric's row in <c>_dtk_autotune_runs</c>.</summary>
internal static class RunRow
{
    // All failed runs of a metric share it, so that the newest takes the place of the others.
    private const string FailedRun = "failed";

    /// <summary>Makes the row. Texts that Python detectkit always has say "none" in JSON or are empty: its own table takes no NULL for them.</summary>
    public static object?[] Of(MetricOutcome outcome, DateTime now)
    {
        var (metric, settings) = (outcome.File.Metric, outcome.Settings);
        var scoring = ScoringMetricName.Format(settings.ScoringMetric);
        if (outcome.Fate == MetricFate.Failed || outcome.Search?.Result is not { } result)
        {
            return
            [
                metric.Name, FailedRun, now, null, null, (int)metric.IntervalSeconds, "{}", "unknown",
                scoring, null, "null", null, "{}", null, "[]", "[]", null, "", "failed", outcome.Reason ?? "",
            ];
        }

        var tuned = outcome.Fate == MetricFate.Kept ? null : outcome.Tuned;
        return
        [
            metric.Name, result.RunId, now, result.TrainingStart, result.TrainingEnd, (int)metric.IntervalSeconds, LabelsJson(outcome.Labels.Labels, result.Labels),
            result.Mode == TuningMode.Supervised ? "supervised" : "unsupervised", scoring, double.IsFinite(result.Winner.Score) ? result.Winner.Score : null,
            result.Seasonality is { } seasons ? Json(json => WriteSeasons(json, seasons)) : "null", DetectorTypeName.Of(result.Winner.Detector.Type),
            Json(json => JsonParameters.Write(json, Sorted(result.Parameters))), result.Winner.Id,
            Json(json => JsonParameters.WriteItems(json, result.Candidates.Select(c => c.Id))),
            Json(json => WriteDecisions(json, result.DecisionLog)),
            tuned?.Path, tuned is null ? "" : Encoding.UTF8.GetString(tuned.After.Span), "success", null,
        ];
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    // The lists of Python detectkit, and beside them what was counted; the keys in order.
    private static string LabelsJson(IncidentLabels labels, LabelsSummary counted) => Json(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("interval_count", counted.Intervals);
        json.WriteStartArray("intervals");
        foreach (var incident in labels.Incidents.Where(i => !i.IsPoint))
        {
            json.WriteStartObject();
            json.WriteString("end", JsonParameters.Iso(incident.End));
            Words(incident);
            json.WriteString("start", JsonParameters.Iso(incident.Start));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("point_count", counted.Points);
        json.WriteStartArray("points");
        foreach (var incident in labels.Incidents.Where(i => i.IsPoint))
        {
            json.WriteStartObject();
            json.WriteString("at", JsonParameters.Iso(incident.Start));
            Words(incident);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("positive_grid_points", counted.PositiveGridPoints);
        json.WriteEndObject();

        void Words(Incident incident)
        {
            if (incident.Label is { } words)
            {
                json.WriteString("label", words);
            }
        }
    });

    // Python detectkit's entries, their keys in order; figures beside the words are in the run record.
    private static void WriteDecisions(Utf8JsonWriter json, ValueList<Decision> decisions)
    {
        json.WriteStartArray();
        foreach (var decision in decisions)
        {
            json.WriteStartObject();
            json.WriteStartObject("fields");
            json.WriteEndObject();
            json.WriteString("message", decision.Message);
            json.WriteString("stage", TuningStageName.Of(decision.Stage));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSeasons(Utf8JsonWriter json, ValueList<SeasonalityComponent> seasons)
    {
        json.WriteStartArray();
        foreach (var season in seasons)
        {
            if (season.IsList)
            {
                JsonParameters.WriteItems(json, season.Columns);
            }
            else
            {
                json.WriteStringValue(season.Columns[0]);
            }
        }

        json.WriteEndArray();
    }

    // As Python detectkit writes all its JSON, so that texts can be compared.
    private static ParameterSet Sorted(ParameterSet parameters) =>
        parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Aggregate(ParameterSet.Empty, (sorted, p) => sorted.With(p.Key, p.Value));
}
