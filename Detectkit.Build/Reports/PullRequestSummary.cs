using System.Globalization;
using System.Text;
using Detectkit.Configuration;
using Detectkit.Evidence;

namespace Detectkit.Build.Reports;

/// <summary>
/// The start of the pull request's text: what comes out in all, what deserves a look, and a row per tuned metric. Made once for every length
/// that is tried.
/// </summary>
internal sealed class PullRequestSummary
{
    // More would be a list of its own.
    private const int MostToLookAt = 8;

    // An alarm every other day is what people begin to ignore.
    private const double ManyAlarms = 3.5;

    // Incidents seldom fill more of a history than this.
    private const double ManyFlags = 0.05;

    // Less does not show in two decimals.
    private const double LeastFall = 0.005;

    // The first say most.
    private const int MostDoubts = 2;

    private readonly string start;
    private readonly string head;
    private readonly List<string> doubts;
    private readonly List<string> rows;

    /// <summary>Makes the parts.</summary>
    /// <param name="metrics">The metrics of the run.</param>
    public PullRequestSummary(IReadOnlyList<TunedMetricReport> metrics)
    {
        var tuned = metrics.Where(m => m.Fate == MetricFate.Tuned && m.Outcome?.Result is not null).ToList();
        var scores = tuned.Where(m => m.Outcome!.After?.Score is not null).Select(m => ScoringMetricName.Of(m.Outcome!.Result!.ScoringMetric)).Distinct().ToList();
        start = Counts(metrics) + "\n" + (tuned.Count == 0 ? "" : Totals(tuned));
        head = $"| metric | present | tuned | caught | false alarms a week | held-out {(scores.Count == 1 ? scores[0] : "score")} |\n|---|---|---|---|---|---|\n";
        doubts = [.. tuned
            .Select(m => (m.Metric.Name, Doubt: string.Join(", ", Doubts(m.Outcome!).Take(MostDoubts).Concat(CommentDoubts.Of(m.CommentedChanges)))))
            .Where(d => d.Doubt.Length > 0)
            .Select(d => $"`{Words.Line(d.Name)}` ({d.Doubt})")];
        rows = tuned.ConvertAll(m => Row(m.Metric, m.Outcome!, namesScore: scores.Count > 1));
    }

    /// <summary>Writes it.</summary>
    /// <param name="limit">Rows of the table at most.</param>
    /// <returns>Markdown that ends with an empty line.</returns>
    public string Write(int limit)
    {
        var text = new StringBuilder(start).Append(LookAt(Math.Min(limit, MostToLookAt)));
        if (limit > 0 && rows.Count > 0)
        {
            text.Append(head).AppendJoin("", rows.Take(limit)).Append('\n');
        }

        return text.Append(PullRequestLists.Rest(rows.Count - limit)).ToString();
    }

    /// <summary>How many metrics came out how.</summary>
    public static string Counts(IReadOnlyList<TunedMetricReport> metrics)
    {
        int Count(MetricFate fate) => metrics.Count(m => m.Fate == fate);
        var skipped = Count(MetricFate.Skipped) > 0 ? FormattableString.Invariant($", {Count(MetricFate.Skipped)} skipped") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"**{Count(MetricFate.Tuned)} tuned**, {Count(MetricFate.Kept)} kept, {Count(MetricFate.Unchanged)} unchanged, {Count(MetricFate.Failed)} failed{skipped}.\n");
    }

    /// <summary>Incidents caught before and after: <c>1/2 → 2/2</c>.</summary>
    public static string Caught(SideEvidence? before, SideEvidence? after) =>
        after is null || after.Incidents.Count == 0 ? "–" : Words.Change(before, after, s => string.Create(CultureInfo.InvariantCulture, $"{s.Caught}/{s.Incidents.Count}"));

    /// <summary>False alarms a week before and after: <c>4.2 → 0.5</c>.</summary>
    public static string Alarms(SideEvidence? before, SideEvidence? after) => Words.Change(before, after, s => Words.Number(s.FalseAlarmsPerWeek, 1));

    private static string Totals(List<TunedMetricReport> tuned)
    {
        var pairs = tuned.Where(m => m.Outcome is { Before: not null, After: not null }).Select(m => (Before: m.Outcome!.Before!, After: m.Outcome.After!)).ToList();
        if (pairs.Count == 0)
        {
            return "Nothing was held out, or no metric had a detector before: there is nothing to compare.\n\n";
        }

        var incidents = pairs.Sum(p => p.After.Incidents.Count);
        var caught = incidents == 0
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture, $"**{pairs.Sum(p => p.Before.Caught)} → {pairs.Sum(p => p.After.Caught)} of {incidents} incidents caught**, ");
        var again = tuned.Exists(m => m.Outcome!.Judged is not null) ? " that they judge (another on all history followed, which nothing has judged)" : "";
        return $"On the newest part of each history, which took no part in the search{again}, present → tuned in all: " + caught
            + $"**{Words.Number(pairs.Sum(p => p.Before.FalseAlarmsPerWeek), 1)} → {Words.Number(pairs.Sum(p => p.After.FalseAlarmsPerWeek), 1)} false alarms a week**.\n\n";
    }


    private string LookAt(int most) => doubts.Count == 0 || most == 0
        ? ""
        : "Worth a look: " + string.Join("; ", doubts.Take(most))
            + (doubts.Count > most ? string.Create(CultureInfo.InvariantCulture, $"; and {doubts.Count - most} more") : "") + ".\n\n";

    private static List<string> Doubts(HeldOutOutcome outcome)
    {
        if (outcome.After is not { } after)
        {
            return ["nothing was held out"];
        }

        var worse = outcome.Before is { } before ? Worse(before, after) : [];
        return after.FlagRate >= ManyFlags && !(after.FlagRate <= outcome.Before?.FlagRate)
            ? [.. worse, $"flags {Words.Number(100 * after.FlagRate, 0)} % of points"]
            : worse.Count > 0 ? worse : Remaining(outcome.Before, after) is { } remaining ? [remaining] : [];
    }

    private static List<string> Worse(SideEvidence before, SideEvidence after)
    {
        var worse = new List<string>();
        if (after.Caught < before.Caught)
        {
            worse.Add("catches fewer incidents");
        }

        if (before.Score is { } was && after.Score is { } score && score < was - LeastFall)
        {
            worse.Add($"held-out score falls {Words.Number(was, 2)} → {Words.Number(score, 2)}");
        }

        if (after.FalseAlarmsPerWeek > before.FalseAlarmsPerWeek)
        {
            worse.Add("more false alarms");
        }

        if (Slower(before, after) is { } slower)
        {
            worse.Add(slower);
        }

        return worse;
    }

    private static string? Remaining(SideEvidence? before, SideEvidence after) => after switch
    {
        { Incidents.Count: 0 } => "no incident in the held-out part",
        _ when after.Caught < after.Incidents.Count => string.Create(CultureInfo.InvariantCulture, $"still misses {after.Incidents.Count - after.Caught} of {after.Incidents.Count}"),
        { FalseAlarmsPerWeek: >= ManyAlarms } => $"still {Words.Number(after.FalseAlarmsPerWeek, 1)} false alarms a week",
        _ when before is null => "had no detector before",
        _ => null,
    };

    private static string? Slower(SideEvidence before, SideEvidence after)
    {
        var (worst, minutes, present) = (0.0, 0.0, 0.0);
        foreach (var (one, other) in before.Incidents.Zip(after.Incidents))
        {
            if (one.MinutesToDetection is { } was && other.MinutesToDetection is { } now && now - was > worst)
            {
                (worst, minutes, present) = (now - was, now, was);
            }
        }

        return worst > 0 ? $"detects later: {Words.Number(present, 0)} → {Words.Number(minutes, 0)} min" : null;
    }

    private static string Row(MetricConfig metric, HeldOutOutcome outcome, bool namesScore)
    {
        var (before, after) = (outcome.Before, outcome.After);
        var name = namesScore ? ScoringMetricName.Of(outcome.Result!.ScoringMetric) + " " : "";
        var score = after?.Score is null ? "–" : name + Words.Change(before, after, s => s.Score is { } value ? Words.Number(value, 3) : "–");
        var (present, tuned) = DetectorWords.Change(metric, outcome.Result!);
        if (outcome.Judged is { } judged && !judged.Winner.Detector.Equals(outcome.Result!.Winner.Detector))
        {
            tuned += $"; the figures are of {DetectorWords.Of([judged.Winner.Detector])}, found without the held-out part";
        }

        return $"| {Words.Cell(metric.Name)} | {Words.Cell(present)} | {Words.Cell(tuned)} | {Caught(before, after)} | {Alarms(before, after)} | {score} |\n";
    }
}
