using System.Globalization;
using System.Text;
using Detectkit.Autotune;
using Detectkit.Autotune.Holdout;
using Detectkit.Configuration;

namespace Detectkit.Build.Text;

/// <summary>The collapsible section of one metric that was tuned, or kept as it is, at several lengths.</summary>
internal static class PullRequestSection
{
    /// <summary>Lengths a section can be had at: whole, without the decision log, without incidents too, and not at all.</summary>
    public const int LevelCount = 4;

    /// <summary>The section at each length, longest first.</summary>
    public static IReadOnlyList<string> Levels(TunedMetricReport metric)
    {
        var (outcome, result) = (metric.Outcome!, metric.Outcome!.Result!);
        var summary = Summary(metric, result);
        summary += string.Concat(outcome.Notes.Select(n => "Note: " + n + ".\n\n"));
        var table = outcome.After is { } after ? HeldOutTable.Write(outcome, after, result.ScoringMetric) : "";
        var incidents = outcome.After is { } held ? Incidents(outcome.Before, held) : "";
        const string end = "\n</details>\n\n";
        return [summary + table + incidents + Log(result) + end, summary + table + incidents + end, summary + table + end, ""];
    }

    private static string Summary(TunedMetricReport metric, AutotuneResult result)
    {
        var (current, proposed) = DetectorWords.Change(metric.Metric, result);
        var change = Words.Line(metric.Fate == MetricFate.Tuned ? $"{current} → {proposed}" : $"{FateWords.Of(metric.Fate)}: {current}, rather than {proposed}");
        return $"<details><summary><code>{Words.Line(metric.Metric.Name)}</code> {change}</summary>\n\n{Sentence(metric.Outcome!, result, metric.Tried)}";
    }

    private static string Log(AutotuneResult result)
    {
        var text = new StringBuilder("\n```text\n");
        foreach (var decision in result.DecisionLog)
        {
            text.Append(decision).Append('\n');
        }

        return text.Append("```\n").ToString();
    }

    private static string Sentence(TuningOutcome outcome, AutotuneResult result, int tried)
    {
        var labels = result.Mode == TuningMode.Supervised
            ? string.Create(CultureInfo.InvariantCulture, $"{result.Labels.PositiveGridPoints} of them labelled")
            : "none labelled";
        var held = outcome.Holdout.Length == 0
            ? "nothing was held out"
            : outcome.Judged is { } judged
            ? string.Create(CultureInfo.InvariantCulture, $"the newest {outcome.Holdout.Length:N0} of them were first held out and judged run `{judged.RunId}` ({DetectorWords.Of([judged.Winner.Detector])}), found on the data up to {Words.Stamp(judged.TrainingEnd)}: the held-out figures are that run's, the parameters and the score this one's")
            : string.Create(CultureInfo.InvariantCulture, $"the parameters are those found on it, {outcome.Holdout.Length:N0} newer points were held out");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Run `{result.RunId}`: {tried} candidate{(tried == 1 ? "" : "s")} on {result.Points:N0} points from {Words.Stamp(result.TrainingStart)} to {Words.Stamp(result.TrainingEnd)} UTC, {labels}; {held}. {CrossValidation(outcome, result)}.\n\n");
    }

    private static string CrossValidation(TuningOutcome outcome, AutotuneResult result)
    {
        var name = result.Mode == TuningMode.Supervised ? ScoringMetricName.InWords(result.ScoringMetric) : "unsupervised objective";
        var current = outcome.IncumbentScore is { } score ? Words.Number(score, 3) + " → " : "";
        var sure = result.Confidence is { } confidence
            ? $"; in {Words.Number(confidence.Resamples, 0)} resamples of the training data ({confidence.Incidents} incident{(confidence.Incidents == 1 ? "" : "s")}) the same configuration wins {Words.Number(100 * confidence.ChosenShare, 0)} %; its score is {Words.Number(confidence.Score.Low, 2)} to {Words.Number(confidence.Score.High, 2)} in the middle {Words.Number(100 * confidence.Coverage, 0)} %"
                + (confidence.LeavesDefault ? "" : "; too little evidence to leave the default")
            : "";
        return (result.ScoreWords is { } words ? $"Score ({words}): " : $"Cross-validated {name}: ") + current + Words.Number(result.Winner.Score, 3) + sure;
    }

    private static string Incidents(HoldoutFigures? before, HoldoutFigures after)
    {
        if (after.Incidents.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder("\n| incident | current | proposed |\n|---|---|---|\n");
        for (var i = 0; i < after.Incidents.Count; i++)
        {
            var incident = after.Incidents[i];
            var label = incident.Label is null ? "" : " " + Words.Cell(incident.Label);
            text.Append(CultureInfo.InvariantCulture, $"| {Words.Stamp(incident.Start)}{label} | {Fate(before?.Incidents[i])} | {Fate(incident)} |\n");
        }

        return text.ToString();
    }

    private static string Fate(IncidentOutcome? incident) => incident switch
    {
        null => "–",
        { MinutesToDetection: { } minutes } => "caught after " + Words.Number(minutes, 0) + " min",
        _ => "missed",
    };
}
