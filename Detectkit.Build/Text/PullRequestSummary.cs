using System.Globalization;
using System.Text;
using Detectkit.Autotune;
using Detectkit.Autotune.Holdout;
using Detectkit.Configuration;
using Detectkit.Emission;

namespace Detectkit.Build.Text;

/// <summary>
/// The start of the pull request's text: what comes out in all, what a reviewer must decide, and a row per metric that changes. Made once for
/// every length that is tried.
/// </summary>
internal sealed class PullRequestSummary
{
    // More would be a list of its own.
    private const int MostToLookAt = 8;

    private const string Footnote =
        "\nWhy: over all history. Caught and alerts a week: on the hold-out; alerts at most 5 points apart are one, and without an alerting block every anomaly is one. "
        + "`start_time` lets Python detectkit before 0.24.2 start a detector that it has no rows of.\n\n";

    // A second incident must then be as many times as far out.
    private const double WideBand = 2;

    private const string Head = "| metric | current | proposed | why | caught | alerts a week |\n|---|---|---|---|---|---|\n";

    private readonly string start;
    private readonly List<string> doubts;
    private readonly List<string> rows;

    public PullRequestSummary(IReadOnlyList<TunedMetricReport> metrics)
    {
        var tuned = metrics.Where(m => m.Fate == MetricFate.Tuned && m.Outcome?.Result is not null).ToList();
        start = Counts(metrics) + "\n" + (tuned.Count == 0 ? "" : Totals(tuned));
        doubts = [.. tuned
            .Select(m => (m.Metric.Name, Doubt: string.Join(", ", Doubts(m.Outcome!).Concat(CommentDoubts.Of(m.CommentedChanges)))))
            .Where(d => d.Doubt.Length > 0)
            .Select(d => $"`{Words.Line(d.Name)}` ({d.Doubt})")];
        rows = tuned.ConvertAll(m => Row(m.Metric, m.Outcome!));
    }

    public string Write(int limit)
    {
        var text = new StringBuilder(start).Append(LookAt(Math.Min(limit, MostToLookAt)));
        if (limit > 0 && rows.Count > 0)
        {
            text.Append(Head).AppendJoin("", rows.Take(limit)).Append(Footnote);
        }

        return text.Append(PullRequestLists.Rest(rows.Count - limit)).ToString();
    }

    public static string Counts(IReadOnlyList<TunedMetricReport> metrics)
    {
        int Count(MetricFate fate) => metrics.Count(m => m.Fate == fate);
        string Some(MetricFate fate) => Count(fate) > 0 ? FormattableString.Invariant($", {Count(fate)} {FateWords.Of(fate)}{(fate == MetricFate.TradeOff && Count(fate) > 1 ? "s" : "")}") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"**{Count(MetricFate.Tuned)} tuned**{Some(MetricFate.TradeOff)}, {Count(MetricFate.Kept)} kept, {Count(MetricFate.Unchanged)} unchanged, {Count(MetricFate.Failed)} failed{Some(MetricFate.Skipped)}.\n");
    }

    /// <summary>Incidents caught before and after: <c>1/2 → 2/2</c>.</summary>
    public static string Caught(HoldoutFigures? before, HoldoutFigures? after) =>
        after is null || after.Incidents.Count == 0 ? "–" : Words.Change(before, after, s => string.Create(CultureInfo.InvariantCulture, $"{s.Caught}/{s.Incidents.Count}"));

    /// <summary>Alerts a week outside incidents before and after: <c>4.2 → 0.5</c>.</summary>
    public static string Alerts(HoldoutFigures? before, HoldoutFigures? after) => Words.Change(before, after, s => Words.Number(s.FalseAlertsPerWeek, 1));

    // Only where somebody labelled the incidents may an alert outside them be called false.
    private static string Totals(List<TunedMetricReport> tuned)
    {
        var pairs = tuned.Where(m => m.Outcome is { Before: not null, After: not null }).Select(m => (m.Outcome!.IsLabelled, Before: m.Outcome.Before!, After: m.Outcome.After!)).ToList();
        if (pairs.Count == 0)
        {
            return "Nothing was held out, or no metric had a detector before: there is nothing to compare.\n\n";
        }

        string Sum(IEnumerable<(bool, HoldoutFigures Before, HoldoutFigures After)> of) =>
            $"{Words.Number(of.Sum(p => p.Before.FalseAlertsPerWeek), 1)} → {Words.Number(of.Sum(p => p.After.FalseAlertsPerWeek), 1)}";
        var (labelled, others) = (pairs.Where(p => p.IsLabelled).ToList(), pairs.Where(p => !p.IsLabelled).ToList());
        var incidents = labelled.Sum(p => p.After.Incidents.Count);
        var parts = new List<string>();
        if (labelled.Count > 0)
        {
            parts.Add((incidents == 0
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $"**{labelled.Sum(p => p.Before.Caught)} → {labelled.Sum(p => p.After.Caught)} of {incidents} incident{(incidents == 1 ? "" : "s")} caught**, "))
                + $"**{Sum(labelled)} false alerts a week**");
        }

        if (others.Count > 0)
        {
            parts.Add($"{Sum(others)} alerts a week of metrics without labels");
        }

        var again = tuned.Exists(m => m.Outcome!.Judged is not null) ? " (a refit on all history followed, which nothing has judged)" : "";
        return $"On the hold-out, the newest part of each history, which took no part in the search{again}, current → proposed: {string.Join("; ", parts)}.\n\n";
    }

    private string LookAt(int most) => doubts.Count == 0 || most == 0
        ? ""
        : "Worth a look: " + string.Join("; ", doubts.Take(most))
            + (doubts.Count > most ? string.Create(CultureInfo.InvariantCulture, $"; and {doubts.Count - most} more") : "") + ".\n\n";

    // What the rule let pass and a person might not.
    private static IEnumerable<string> Doubts(TuningOutcome outcome)
    {
        if (outcome is not { Before: { } before, After: { } after })
        {
            yield break;
        }

        var lost = before.Incidents.Zip(after.Incidents).Where(p => p.First.IsCaught && !p.Second.IsCaught).Select(p => p.First).ToList();
        if (lost.Count > 0)
        {
            yield return "no longer alerts at " + string.Join(", ", lost.Select(i => Words.Stamp(i.Start)));
        }

        if (after.FalseAlertsPerWeek > before.FalseAlertsPerWeek)
        {
            yield return $"more alerts a week on the hold-out: {Alerts(before, after)}";
        }

        if (outcome.WidthAfterIncidentsAfter is { } wide && wide >= WideBand && wide > outcome.WidthAfterIncidentsBefore)
        {
            yield return $"on the day after an incident the band is {Words.Number(wide, 1)} times as wide as before it, and may hide the next one";
        }

        if (Slower(before, after) is { } slower)
        {
            yield return slower;
        }
    }

    private static string? Slower(HoldoutFigures before, HoldoutFigures after)
    {
        var (worst, minutes, current) = (0.0, 0.0, 0.0);
        foreach (var (one, other) in before.Incidents.Zip(after.Incidents))
        {
            if (one.MinutesToDetection is { } was && other.MinutesToDetection is { } now && now - was > worst)
            {
                (worst, minutes, current) = (now - was, now, was);
            }
        }

        return worst > 0 ? $"detects later: {Words.Number(current, 0)} → {Words.Number(minutes, 0)} min" : null;
    }

    private static string Row(MetricConfig metric, TuningOutcome outcome)
    {
        var (before, after) = (outcome.Before, outcome.After);
        var (current, proposed) = DetectorWords.Change(metric, outcome.Result!);
        if (outcome.Judged is { } judged && !judged.Winner.Detector.Equals(outcome.Result!.Winner.Detector))
        {
            proposed += $"; the figures are of {DetectorWords.Of([judged.Winner.Detector])}, found without the hold-out";
        }

        return $"| {Words.Cell(metric.Name)} | {Words.Cell(current)} | {Words.Cell(proposed)} | {Words.Cell(outcome.Decision?.Reason ?? "")} | {Caught(before, after)} | {Alerts(before, after)} |\n";
    }
}

/// <summary>Comments beside values that change, in words: somebody may have agreed on the value that is gone.</summary>
internal static class CommentDoubts
{
    // More would be the diff itself.
    private const int Most = 3;

    public static IEnumerable<string> Of(ValueList<CommentedChange> changes) => changes.Take(Most).Select(Words)
        .Concat(changes.Count > Most ? [string.Create(CultureInfo.InvariantCulture, $"{changes.Count - Most} more commented values change")] : []);

    private static string Words(CommentedChange change)
    {
        var comment = "“" + Text.Words.Line(change.Comment) + "” ";
        return change.After is null ? comment + "goes with " + Code(change.Before)
            : change.After == change.Before ? comment + "stands at " + Code(change.Before) + ", which changes"
            : comment + "stays at " + Code(change.Before) + ", now " + Code(change.After);
    }

    private static string Code(string text) => "`" + text.Replace('`', '\'').ReplaceLineEndings(" ") + "`";
}
