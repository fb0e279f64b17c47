using System.Globalization;
using Detectkit.Autotune.Resampling;
using Detectkit.Statistics;

namespace Detectkit.Autotune.Adoption;

/// <summary>What becomes of a proposal.</summary>
public enum AdoptionKind
{
    /// <summary>The metric changes.</summary>
    Change,

    /// <summary>The current detector stays.</summary>
    Keep,

    /// <summary>The proposed detector is clearly better in one figure and worse in another: a person may choose; the current one stays.</summary>
    TradeOff,
}

/// <summary>What becomes of a proposal, and why.</summary>
/// <param name="Kind">What becomes of it.</param>
/// <param name="Reason">Why, in one line.</param>
public sealed record AdoptionDecision(AdoptionKind Kind, string Reason);

/// <summary>The one rule by which a metric changes, for every strategy, with and without labels: the proposed detector must be no worse in any compared
/// figure and clearly better in one.</summary>
internal static class AdoptionRule
{
    /// <summary>Decides about a proposal by both compared over the whole history, null if the metric has no detector, and on the hold-out, null without one.</summary>
    public static AdoptionDecision Decide(
        DetectorHealth current, DetectorHealth after, AlertReplay proposed, ComparedFigures? whole, ComparedFigures? heldOut, AutotuneSettings settings)
    {
        if (current.IsJudgedElsewhere)
        {
            return Keep("the metric has a detector that only later versions of Python detectkit run, so that its alerts cannot be compared");
        }

        // What it would take to tune is worth more than what is wrong with a proposal that nobody asked for.
        if (!current.IsLabelled && current.Staying(settings) is { } staying)
        {
            return Keep(staying);
        }

        if (proposed.IsBlind)
        {
            return Keep("the proposed detector has no band at more than half of the points");
        }

        if (proposed.IsUnreached)
        {
            return Keep("no value ever came half of the way to the proposed detector's bounds: it would hardly alert");
        }

        if (whole is null)
        {
            return !current.IsLabelled && after.Trouble(settings, "the proposed detector") is { } noise
                ? Keep(noise)
                : new AdoptionDecision(AdoptionKind.Change, "the metric has no detector yet");
        }

        return current.IsLabelled ? Labelled(whole, heldOut)
            : Unlabelled(current, after, whole, heldOut, settings);
    }

    /// <summary>Whether one proposal is, by the rule for labelled metrics, better than another.</summary>
    public static bool IsBetter(ComparedFigures whole, ComparedFigures? heldOut) => Labelled(whole, heldOut).Kind == AdoptionKind.Change;

    private static AdoptionDecision Labelled(ComparedFigures whole, ComparedFigures? heldOut)
    {
        var better = Better(whole, heldOut);
        if (Worse(whole, heldOut) is { } worse)
        {
            return better is null ? Keep("the proposed detector " + worse) : new AdoptionDecision(AdoptionKind.TradeOff, $"the proposed detector {better}, but {worse}");
        }

        return better is null
            ? Keep("the proposed detector is not clearly better: " + Both(whole))
            : new AdoptionDecision(AdoptionKind.Change, "the proposed detector " + better);
    }

    private static AdoptionDecision Unlabelled(DetectorHealth current, DetectorHealth after, ComparedFigures whole, ComparedFigures? heldOut, AutotuneSettings settings)
    {
        var figures = PerWeek(whole);
        if (heldOut is { Alerts: FigureChange.Worse } && heldOut.AlertsPerWeekAfter > settings.MaxAlertsPerWeek)
        {
            return Keep("on the hold-out the proposed detector has more alerts: " + PerWeek(heldOut));
        }

        if (settings.Unlabelled == UnlabelledPolicy.Default)
        {
            return whole.Alerts == FigureChange.Worse && whole.AlertsPerWeekAfter > settings.MaxAlertsPerWeek
                ? Keep("the proposed detector has more alerts: " + figures)
                : new AdoptionDecision(AdoptionKind.Change, "the default is asked for: alerts " + figures);
        }

        if (!current.IsTunable)
        {
            return whole.AlertsPerWeekAfter <= Math.Max(settings.MaxAlertsPerWeek, whole.AlertsPerWeekBefore)
                ? new AdoptionDecision(AdoptionKind.Change, $"the metric has no tunable detector yet: alerts {figures}")
                : Keep($"the proposed detector has more alerts: {figures}");
        }

        if (after.IsFailing)
        {
            return Keep(string.Create(CultureInfo.InvariantCulture, $"the proposed detector would alert during {FixedNotation.Format(100 * after.AlertShare, 0)} % of the time"));
        }

        if (current.Trouble(settings, "the current detector") is { } trouble && (current.IsBlind || current.IsFailing))
        {
            return whole.AlertsPerWeekAfter <= settings.MaxAlertsPerWeek || IsFewer(whole, heldOut)
                ? new AdoptionDecision(AdoptionKind.Change, $"{trouble}; the proposed one has {FixedNotation.Format(whole.AlertsPerWeekAfter, 1)} alerts a week")
                : Keep($"{trouble}, but the proposed one has {FixedNotation.Format(whole.AlertsPerWeekAfter, 1)} alerts a week");
        }

        return IsFewer(whole, heldOut)
            ? new AdoptionDecision(AdoptionKind.Change, "fewer alerts: " + figures)
            : Keep("the proposed detector does not clearly have fewer alerts: " + figures);
    }

    // Worse on the hold-out alone is worse: the search has seen all the rest.
    private static string? Worse(ComparedFigures whole, ComparedFigures? heldOut)
    {
        foreach (var (figures, where) in new[] { (heldOut, "on the hold-out "), (whole, "") })
        {
            if (figures is null)
            {
                continue;
            }

            var worse = new List<string>();
            if (figures.Caught == FigureChange.Worse)
            {
                worse.Add(Catches(figures));
            }

            if (figures.TimeToDetect == FigureChange.Worse)
            {
                worse.Add($"detects later: {Minutes(figures)}");
            }

            if (figures.Alerts == FigureChange.Worse)
            {
                worse.Add($"has more false alerts: {PerWeek(figures)}");
            }

            if (worse.Count > 0)
            {
                return where + string.Join(" and ", worse);
            }
        }

        return null;
    }

    // A gain that the hold-out turns round was made of what the search has seen.
    private static string? Better(ComparedFigures whole, ComparedFigures? heldOut)
    {
        var better = new List<string>();
        if (whole.Caught == FigureChange.Better && !(heldOut?.CaughtAfter < heldOut?.CaughtBefore))
        {
            better.Add(Catches(whole));
        }

        if (whole.TimeToDetect == FigureChange.Better && !(heldOut?.MinutesAfter > heldOut?.MinutesBefore))
        {
            better.Add($"detects earlier: {Minutes(whole)}");
        }

        if (IsFewer(whole, heldOut))
        {
            better.Add($"has fewer false alerts: {PerWeek(whole)}");
        }

        return better.Count == 0 ? null : string.Join(" and ", better);
    }

    private static bool IsFewer(ComparedFigures whole, ComparedFigures? heldOut) =>
        whole.Alerts == FigureChange.Better && !(heldOut?.AlertsPerWeekAfter > heldOut?.AlertsPerWeekBefore);

    private static string Both(ComparedFigures figures) =>
        (figures.Incidents == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{figures.CaughtBefore} → {figures.CaughtAfter} of {Count(figures.Incidents, "incident")} caught, "))
        + PerWeek(figures, "false alerts") + Resampled(figures);

    private static string Resampled(ComparedFigures figures) =>
        $" ({Signed(figures.AlertsDifference.Low)} to {Signed(figures.AlertsDifference.High)} in the middle 80 % of {BlockBootstrap.Resamples} resamples)";

    private static string Catches(ComparedFigures figures) =>
        string.Create(CultureInfo.InvariantCulture, $"catches {figures.CaughtAfter} instead of {figures.CaughtBefore} of {Count(figures.Incidents, "incident")} (chance hits do not count)");

    private static string Minutes(ComparedFigures figures) =>
        $"{FixedNotation.Format(figures.MinutesBefore!.Value, 0)} → {FixedNotation.Format(figures.MinutesAfter!.Value, 0)} minutes after the start";

    private static string PerWeek(ComparedFigures figures, string? what = null) =>
        $"{FixedNotation.Format(figures.AlertsPerWeekBefore, 1)} → {FixedNotation.Format(figures.AlertsPerWeekAfter, 1)}{(what is null ? "" : " " + what)} a week";

    private static string Signed(double value) => (value > 0 ? "+" : "") + FixedNotation.Format(value, 1);

    private static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    private static AdoptionDecision Keep(string reason) => new(AdoptionKind.Keep, reason);
}
