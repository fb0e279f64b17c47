using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Detectkit.Autotune;
using Detectkit.Build.Results;
using Detectkit.Build.Text;
using Detectkit.Build.Tuning;
using Detectkit.Configuration;

namespace Detectkit.Build.Worker.Auditing;

/// <summary>A metric's row in <c>_dtk_autotune_runs</c>.</summary>
internal static class RunRow
{
    // All failed runs of a metric share it, so that the newest takes the place of the others.
    private const string FailedRun = "failed";

    /// <summary>Makes the row. Texts that the reference always has say "none" in JSON or are empty: its own table takes no NULL for them.</summary>
    /// <param name="outcome">The metric.</param>
    /// <param name="now">The present, UTC.</param>
    /// <returns>The values in the order of the table's columns.</returns>
    public static object?[] Of(MetricOutcome outcome, DateTime now)
    {
        var (metric, settings) = (outcome.File.Metric, outcome.Settings);
        var scoring = ScoringMetricName.Of(settings.ScoringMetric);
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
            metric.Name, result.RunId, now, result.TrainingStart, result.TrainingEnd, (int)metric.IntervalSeconds, RunLabels.Json(outcome.Labels.Labels, result.Labels),
            result.Mode == TuningMode.Supervised ? "supervised" : "unsupervised", scoring, Finite(result.Winner.Score),
            result.Seasonality is { } seasons ? Json(json => WriteSeasons(json, seasons)) : "null", DetectorTypeName.Of(result.Winner.Detector.Type),
            Json(json => JsonParameters.Write(json, Sorted(result.Parameters))), result.Winner.Id,
            Json(json => JsonParameters.WriteItems(json, result.Candidates.Select(c => c.Id))),
            Json(json => WriteDecisions(json, result.DecisionLog)),
            tuned?.Path, tuned is null ? "" : Encoding.UTF8.GetString(tuned.After.Span), "success", null,
        ];
    }

    /// <summary>A number as a database takes it.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The number, or <c>null</c> where not every database has it.</returns>
    public static object? Finite(double value) => double.IsFinite(value) ? value : null;

    /// <summary>A value as compact JSON.</summary>
    /// <param name="write">Writes the value.</param>
    /// <returns>The text.</returns>
    public static string Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    // The reference's entries, their keys in order; figures beside the words are in the run record.
    private static void WriteDecisions(Utf8JsonWriter json, ValueList<Decision> decisions)
    {
        json.WriteStartArray();
        foreach (var decision in decisions)
        {
            json.WriteStartObject();
            json.WriteStartObject("fields");
            json.WriteEndObject();
            json.WriteString("message", decision.Message);
            json.WriteString("stage", decision.Stage);
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

    // As the reference writes all its JSON, so that texts can be compared.
    private static ParameterSet Sorted(ParameterSet parameters) =>
        parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Aggregate(ParameterSet.Empty, (sorted, p) => sorted.With(p.Key, p.Value));
}
