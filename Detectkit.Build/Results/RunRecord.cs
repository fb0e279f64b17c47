using System.Text.Encodings.Web;
using System.Text.Json;
using Detectkit.Autotune;
using Detectkit.Build.Text;
using Detectkit.Build.Tuning;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Runtime.Loading;

namespace Detectkit.Build.Results;

/// <summary>
/// The record of a metric's run, <c>runs/&lt;metric&gt;.json</c>: all that its figures can be drawn from again. The names are the reference's
/// where it has them; <c>docs/records.md</c> describes every field. No clock, host or user is in it.
/// </summary>
internal sealed class RunRecord
{
    private readonly Utf8JsonWriter json;
    private readonly MetricOutcome outcome;
    private readonly bool withFigures;

    private RunRecord(Utf8JsonWriter json, MetricOutcome outcome, bool withFigures) => (this.json, this.outcome, this.withFigures) = (json, outcome, withFigures);

    /// <summary>Writes the record.</summary>
    /// <param name="outcome">The metric.</param>
    /// <returns>JSON text; the same outcome gives the same bytes.</returns>
    public static byte[] Write(MetricOutcome outcome)
    {
        var whole = outcome.Complete();
        return RecordText.Write(json => new RunRecord(json, whole, withFigures: true).Write());
    }

    /// <summary>Writes the record without histories, bands and candidates.</summary>
    /// <param name="outcome">The metric.</param>
    /// <returns>JSON text; equal where everything else in two records is equal.</returns>
    public static byte[] WriteOutline(MetricOutcome outcome) => RecordText.Write(json => new RunRecord(json, outcome, withFigures: false).Write());

    private void Write()
    {
        json.WriteStartObject();
        json.WriteString("metric", outcome.File.DisplayName);
        json.WriteString("file", outcome.File.File.Path);
        json.WriteString("outcome", FateWords.Of(outcome.Fate));
        json.WriteString("reason", outcome.Reason);
        json.WriteString("tuned_file", outcome.Tuned?.Path);
        WriteSettings();
        WriteLoading();
        InputRecord.Write(json, outcome, withFigures);
        if (outcome.Search?.Result is { } result)
        {
            WriteResult(result);
        }

        if (outcome.Search is { } search)
        {
            ComparisonRecord.Write(json, search);
            HoldoutRecord.Write(json, search, withFigures);
        }

        WriteFindings();
        json.WriteEndObject();
    }

    private void WriteSettings()
    {
        var (settings, metric) = (outcome.Settings, outcome.File.Metric);
        json.WriteStartObject("settings");
        json.WriteNumber("interval_seconds", metric.IntervalSeconds);
        JsonParameters.WriteTexts(json, "seasonality_columns", metric.EffectiveSeasonalityColumns);
        json.WriteString("scoring_metric", ScoringMetricName.Format(settings.ScoringMetric));
        JsonParameters.WriteNumber(json, "beta", settings.Beta);
        json.WriteNumber("folds", settings.Folds);
        json.WriteNumber("max_history", settings.MaxHistory);
        json.WriteString("labels", outcome.Labels.Source);
        JsonParameters.WriteTexts(json, "detector_types", settings.DetectorTypes?.Select(DetectorTypeName.Of));
        JsonParameters.WriteTexts(json, "seasonality_candidates", settings.SeasonalityCandidates);
        json.WritePropertyName("fixed_params");
        JsonParameters.Write(json, settings.FixedParams);
        if (outcome.Loaded is { } loaded)
        {
            json.WriteNumber("rows", loaded.Report.RowsRead);
            json.WriteNumber("grid_points", loaded.Series.Count);
            json.WriteNumber("off_grid_rows_dropped", loaded.Report.Grid.OffGridRows);
            json.WriteNumber("duplicate_rows", loaded.Report.Grid.DuplicateRows);
            json.WriteNumber("nan_points", loaded.Report.Grid.MissingPoints);
        }

        json.WriteEndObject();
    }

    private void WriteLoading()
    {
        if (outcome.Loaded is not { } loaded)
        {
            json.WriteNull("loading");
            return;
        }

        var (report, series) = (loaded.Report, loaded.Series);
        json.WriteStartObject("loading");
        json.WriteString("source", report.Origin.ToString().ToLowerInvariant());
        json.WriteString("profile", report.Profile);
        json.WriteString("from", report.From is { } from ? JsonParameters.Iso(from) : null);
        json.WriteString("to", report.To is { } to ? JsonParameters.Iso(to) : null);
        json.WriteString("first_stamp", JsonParameters.Iso(series.StampAt(0)));
        json.WriteString("last_stamp", JsonParameters.Iso(series.StampAt(series.Count - 1)));
        json.WriteNumber("rows_outside_range", report.RowsOutsideRange);
        json.WriteNumber("rows_without_stamp", report.RowsWithoutStamp);
        json.WriteNumber("rows_long_before_others", report.Grid.EarlyRows);
        json.WriteNumber("infinite_values", report.Grid.InfiniteValues);
        JsonParameters.WriteNumber(json, "off_grid_offset_seconds", report.Grid.OffGridOffset?.TotalSeconds);
        json.WriteEndObject();
    }

    private void WriteResult(AutotuneResult result)
    {
        json.WriteString("mode", result.Mode == TuningMode.Supervised ? "supervised" : "unsupervised");
        json.WriteNumber("n_points", result.Points);
        json.WriteStartObject("labels_summary");
        json.WriteNumber("intervals", result.Labels.Intervals);
        json.WriteNumber("points", result.Labels.Points);
        json.WriteNumber("positive_grid_points", result.Labels.PositiveGridPoints);
        json.WriteEndObject();
        json.WriteString("training_start", JsonParameters.Iso(result.TrainingStart));
        json.WriteString("training_end", JsonParameters.Iso(result.TrainingEnd));
        json.WriteStartArray("cv_folds");
        foreach (var fold in result.Folds)
        {
            json.WriteStartArray();
            json.WriteNumberValue(fold.Start);
            json.WriteNumberValue(fold.End);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteNumber("cv_context_end", result.ContextEnd);
        json.WriteString("detector_type", DetectorTypeName.Of(result.Winner.Detector.Type));
        json.WritePropertyName("params");
        JsonParameters.Write(json, result.Parameters);
        json.WriteStartArray("partners");
        foreach (var partner in result.Partners)
        {
            json.WriteStartObject();
            json.WriteString("type", DetectorTypeName.Of(partner.Detector.Type));
            json.WritePropertyName("params");
            JsonParameters.Write(json, partner.Parameters);
            json.WriteString("id", partner.Id);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteSeasonality(result.Seasonality);
        json.WriteString("detector_id", DetectorId.Of(result.Winner.Detector));
        JsonParameters.WriteNumber(json, "score", result.Winner.Score);
        JsonParameters.WriteNumbers(json, "per_fold", result.Winner.FoldScores);
        JsonParameters.WriteNumber(json, "penalty", result.Winner.Penalty);
        if (result.ConsecutiveAnomalies is { } consecutive)
        {
            json.WriteNumber("consecutive_anomalies", consecutive);
        }
        else
        {
            json.WriteNull("consecutive_anomalies");
        }

        RobustRecord.Write(json, result);
        json.WriteString("run_id", result.RunId);
        json.WriteNumber("n_candidates", outcome.Tried);
        JsonParameters.WriteTexts(json, "decision_log", result.DecisionLog.Select(d => d.ToString()));
        if (withFigures)
        {
            WriteCandidates(result.Candidates);
            WriteVotes(result.GroupVotes);
        }
    }

    private void WriteSeasonality(ValueList<SeasonalityComponent>? components)
    {
        if (components is null)
        {
            json.WriteNull("seasonality");
            return;
        }

        json.WriteStartArray("seasonality");
        foreach (var component in components)
        {
            if (!component.IsList)
            {
                json.WriteStringValue(component.Columns[0]);
                continue;
            }

            json.WriteStartArray();
            foreach (var column in component.Columns)
            {
                json.WriteStringValue(column);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private void WriteCandidates(ValueList<Candidate> candidates)
    {
        json.WriteStartArray("candidates");
        foreach (var candidate in candidates)
        {
            json.WriteStartObject();
            json.WriteString("type", DetectorTypeName.Of(candidate.Detector.Type));
            json.WritePropertyName("params");
            JsonParameters.Write(json, candidate.Parameters);
            json.WriteString("id", candidate.Id);
            JsonParameters.WriteNumber(json, "score", candidate.Score);
            JsonParameters.WriteNumbers(json, "per_fold", candidate.FoldScores);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteVotes(ValueList<GroupVote> votes)
    {
        json.WriteStartArray("group_votes");
        foreach (var vote in votes)
        {
            json.WriteStartObject();
            JsonParameters.WriteTexts(json, "group", [vote.Group]);
            json.WriteStartObject("features");
            JsonParameters.WriteNumber(json, "n", vote.Features.Count);
            JsonParameters.WriteNumber(json, "skewness", vote.Features.Skewness);
            JsonParameters.WriteNumber(json, "excess_kurtosis", vote.Features.ExcessKurtosis);
            JsonParameters.WriteNumber(json, "outlier_fraction", vote.Features.OutlierFraction);
            JsonParameters.WriteNumber(json, "heavy_tail_ratio", vote.Features.HeavyTailRatio);
            JsonParameters.WriteNumber(json, "zero_inflation", vote.Features.ZeroInflation);
            JsonParameters.WriteNumber(json, "normality", vote.Features.Normality);
            json.WriteEndObject();
            json.WriteStartArray("ranked_types");
            foreach (var (type, suitability) in vote.Ranking)
            {
                json.WriteStartArray();
                json.WriteStringValue(DetectorTypeName.Of(type));
                JsonParameters.WriteNumber(json, suitability);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteFindings()
    {
        json.WriteStartArray("findings");
        foreach (var finding in outcome.Findings)
        {
            json.WriteStartObject();
            json.WriteString("id", finding.Rule.Id);
            json.WriteString("severity", finding.Rule.Severity.ToString().ToLowerInvariant());
            json.WriteNumber("line", finding.Span.Start.Line);
            json.WriteString("message", finding.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
