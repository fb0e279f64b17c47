using System.Text.Json;
using Detectkit.Build.Text;
using Detectkit.Build.Tuning;
using Detectkit.Configuration;

namespace Detectkit.Build.Results;

/// <summary>The record of a whole run for scripts, <c>summary.json</c>.</summary>
internal static class RunSummary
{
    /// <summary>Writes the record.</summary>
    /// <param name="project">The project's name.</param>
    /// <param name="outcomes">The metrics.</param>
    /// <param name="delivered">Where the tuned files went.</param>
    /// <returns>JSON text.</returns>
    public static byte[] Write(string project, IReadOnlyList<MetricOutcome> outcomes, Delivered delivered) => RecordText.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("project", project);
        json.WriteString("target", delivered.Target);
        json.WriteString("commit", delivered.Commit);
        json.WriteBoolean("is_new_commit", delivered.IsNew);
        json.WriteString("proposal", delivered.Proposal?.Id);
        json.WriteStartArray("proposed_runs");
        foreach (var run in delivered.Proposal?.RunIds ?? [])
        {
            json.WriteStringValue(run);
        }

        json.WriteEndArray();
        foreach (var fate in Enum.GetValues<MetricFate>())
        {
            json.WriteNumber(FateWords.Of(fate).Replace('-', '_'), outcomes.Count(o => o.Fate == fate));
        }

        json.WriteStartArray("metrics");
        foreach (var outcome in outcomes)
        {
            Write(json, outcome);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, MetricOutcome outcome)
    {
        var result = outcome.Search?.Result;
        json.WriteStartObject();
        json.WriteString("metric", outcome.File.DisplayName);
        json.WriteString("file", outcome.File.File.Path);
        json.WriteString("outcome", FateWords.Of(outcome.Fate));
        json.WriteString("reason", outcome.Reason);
        json.WriteString("run_id", result?.RunId);
        json.WriteString("detector_type", result is null ? null : DetectorTypeName.Of(result.Winner.Detector.Type));
        JsonParameters.WriteNumber(json, "score", result?.Winner.Score);
        JsonParameters.WriteNumber(json, "incumbent_score", outcome.Search?.IncumbentScore);
        json.WriteEndObject();
    }
}
