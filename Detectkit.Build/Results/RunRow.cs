using System.Text;
using System.Text.Json.Serialization;
using Detectkit.Autotune;
using Detectkit.Build.Text;
using Detectkit.Configuration;
using Detectkit.Labels;
using Detectkit.Series;

namespace Detectkit.Build.Results;

/// <summary>A metric's row in <c>_dtk_autotune_runs</c>, its JSON as Python detectkit writes it: on one line, the keys in order.</summary>
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
            metric.Name, result.RunId, now, result.TrainingStart, result.TrainingEnd, (int)metric.IntervalSeconds,
            RecordJson.WriteLine(new RunLabels(outcome.Labels.Labels, result.Labels)),
            result.Mode == TuningMode.Supervised ? "supervised" : "unsupervised", scoring, double.IsFinite(result.Winner.Score) ? result.Winner.Score : null,
            RecordJson.WriteLine(FoundDocument.Seasons(result.Seasonality)), DetectorTypeName.Of(result.Winner.Detector.Type),
            RecordJson.WriteLine(Sorted(result.Parameters)), result.Winner.Id,
            RecordJson.WriteLine(result.Candidates.Select(c => c.Id)),
            RecordJson.WriteLine(result.DecisionLog.Select(d => new RunDecision(d))),
            tuned?.Path, tuned is null ? "" : Encoding.UTF8.GetString(tuned.After.Span), "success", null,
        ];
    }

    private static ParameterSet Sorted(ParameterSet parameters) =>
        parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Aggregate(ParameterSet.Empty, (sorted, p) => sorted.With(p.Key, p.Value));
}

/// <summary>The lists of Python detectkit, and beside them what was counted.</summary>
internal readonly struct RunLabels(IncidentLabels labels, LabelsSummary counted)
{
    public int IntervalCount => counted.Intervals;
    public IEnumerable<RunInterval> Intervals => labels.Incidents.Where(i => !i.IsPoint).Select(i => new RunInterval(i.End, i.Label, i.Start));
    public int PointCount => counted.Points;
    public IEnumerable<RunPoint> Points => labels.Incidents.Where(i => i.IsPoint).Select(i => new RunPoint(i.Start, i.Label));
    public int PositiveGridPoints => counted.PositiveGridPoints;
}

internal sealed record RunInterval(DateTime End, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Label, DateTime Start);

internal sealed record RunPoint(DateTime At, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Label);

/// <summary>Python detectkit's entry; figures beside the words are in the run record.</summary>
internal readonly struct RunDecision(Decision decision)
{
    public Dictionary<string, string> Fields { get; } = [];
    public string Message => decision.Message;
    public string Stage => TuningStageName.Of(decision.Stage);
}
