using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
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

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes the row. Texts that Python detectkit always has say "none" in JSON or are empty: its own table takes no NULL for them.</summary>
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
            metric.Name, result.RunId, now, result.TrainingStart, result.TrainingEnd, (int)metric.IntervalSeconds, LabelsOf(outcome.Labels.Labels, result.Labels).ToJsonString(Compact),
            result.Mode == TuningMode.Supervised ? "supervised" : "unsupervised", scoring, double.IsFinite(result.Winner.Score) ? result.Winner.Score : null,
            result.Seasonality is { } seasons ? SeasonsOf(seasons).ToJsonString(Compact) : "null", DetectorTypeName.Of(result.Winner.Detector.Type),
            ParametersOf(result.Parameters), result.Winner.Id, ListOf(result.Candidates, c => c.Id).ToJsonString(Compact),
            ListOf(result.DecisionLog, DecisionOf).ToJsonString(Compact),
            tuned?.Path, tuned is null ? "" : Encoding.UTF8.GetString(tuned.After.Span), "success", null,
        ];
    }

    private static JsonArray ListOf<T>(IEnumerable<T> items, Func<T, JsonNode?> node) => new([.. items.Select(node)]);

    // The lists of Python detectkit, and beside them what was counted; the keys in order, as in all its JSON, so that texts can be compared.
    private static JsonObject LabelsOf(IncidentLabels labels, LabelsSummary counted) => new()
    {
        ["interval_count"] = counted.Intervals,
        ["intervals"] = ListOf(labels.Incidents.Where(i => !i.IsPoint), i => Named(("end", JsonParameters.Iso(i.End)), ("label", i.Label), ("start", JsonParameters.Iso(i.Start)))),
        ["point_count"] = counted.Points,
        ["points"] = ListOf(labels.Incidents.Where(i => i.IsPoint), i => Named(("at", JsonParameters.Iso(i.Start)), ("label", i.Label))),
        ["positive_grid_points"] = counted.PositiveGridPoints,
    };

    private static JsonObject Named(params IEnumerable<(string Name, string? Text)> texts) =>
        new(texts.Where(t => t.Text is not null).Select(t => new KeyValuePair<string, JsonNode?>(t.Name, t.Text)));

    // Figures beside the words are in the run record.
    private static JsonObject DecisionOf(Decision decision) => new() { ["fields"] = new JsonObject(), ["message"] = decision.Message, ["stage"] = TuningStageName.Of(decision.Stage) };

    private static JsonArray SeasonsOf(IEnumerable<SeasonalityComponent> seasons) => ListOf(seasons, s => s.IsList ? ListOf(s.Columns, c => c) : (JsonNode)s.Columns[0]);

    private static string ParametersOf(ParameterSet parameters)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = Compact.Encoder }))
        {
            JsonParameters.Write(json, parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Aggregate(ParameterSet.Empty, (sorted, p) => sorted.With(p.Key, p.Value)));
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
