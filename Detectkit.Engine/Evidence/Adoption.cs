using System.Globalization;
using Detectkit.Autotune;
using Detectkit.Scoring;
using Detectkit.Statistics;

namespace Detectkit.Evidence;

/// <summary>Decides whether a tuned detector takes the place of the present ones.</summary>
internal static class Adoption
{
    /// <summary>A hold-out has few incidents: event F1 or a score that differs by less may be luck.</summary>
    private const double ClearDifference = 0.1;

    /// <summary>False alarms must more than double, and grow by at least this many a week, to count as clearly more.</summary>
    private const double ClearlyMoreAlarms = 1;

    /// <summary>Flags outside incidents at a rate beyond this and beyond twice the incumbent's are clearly worse, unless the labels reward them.</summary>
    private const double HighFlagRate = 0.02;

    /// <summary>
    /// The tuned detector must not be clearly worse on the hold-out and, where the training data is what it was chosen by, score better there.
    /// </summary>
    /// <param name="outcome">Search and evidence.</param>
    /// <returns>Why the metric is left as it is, in one line; null where it is changed.</returns>
    public static string? KeptBecause(HeldOutOutcome outcome)
    {
        if (Unbeaten(outcome) is { } reason)
        {
            return reason;
        }

        return outcome is { Before: { } before, After: { } after } ? ClearlyWorse(before, after) : null;
    }

    /// <summary>What was chosen by a score must have a better one than the present detectors where it was searched for.</summary>
    /// <param name="outcome">Search and evidence.</param>
    /// <returns>That it does not beat them, in one line; null where it does, or need not.</returns>
    public static string? Unbeaten(HeldOutOutcome outcome)
    {
        var result = outcome.Result!;
        return outcome.IncumbentScore is { } score && (outcome.After is null || IsChosenByScore(result)) && !(result.Winner.Score > score + SearchSpace.MinImprovement)
            ? $"{result.ScoreName}: tuned {FixedNotation.Format(result.Winner.Score, 3)} does not beat the present {FixedNotation.Format(score, 3)}"
            : null;
    }

    // The robust default is read off the series' own scores, and no label or objective had a part in it: a score in training, which the strategy
    // itself found too little evidence to go by, cannot be held against it. The hold-out can.
    private static bool IsChosenByScore(AutotuneResult result) =>
        result.Strategy != AutotuneStrategy.Robust || result.Confidence is { LeavesDefault: true };

    private static string? ClearlyWorse(SideEvidence before, SideEvidence after)
    {
        if (HasWorseAlarms(before, after))
        {
            var caught = after.Caught < before.Caught
                ? string.Create(CultureInfo.InvariantCulture, $" catches {after.Caught} of {after.Incidents.Count} incident(s), the present {before.Caught}, and")
                : "";
            return $"hold-out: tuned{caught} gives {FixedNotation.Format(after.FalseAlarmsPerWeek, 1)} false alarms a week, the present {FixedNotation.Format(before.FalseAlarmsPerWeek, 1)}";
        }

        // Without an incident that begins in the hold-out, the labelled points are the rest of one that the search has seen.
        if (after.Incidents.Count > 0 && (before.Score, after.Score) is ({ } present, { } tuned) && tuned < present - ClearDifference)
        {
            return $"hold-out: tuned scores {FixedNotation.Format(tuned, 3)}, the present {FixedNotation.Format(present, 3)}";
        }

        return after.FalseFlagRate > HighFlagRate && after.FalseFlagRate > 2 * before.FalseFlagRate && !(after.Score > before.Score)
            ? $"hold-out: tuned flags {FixedNotation.Format(100 * after.FalseFlagRate, 2)} % of the points outside incidents, the present {FixedNotation.Format(100 * before.FalseFlagRate, 2)} %"
            : null;
    }

    // An incident that is caught only because alarms never cease is no loss: where catches differ, they are weighed with the alarms.
    private static bool HasWorseAlarms(SideEvidence before, SideEvidence after) => after.Caught == before.Caught
        ? after.FalseAlarmsPerWeek > (2 * before.FalseAlarmsPerWeek) + ClearlyMoreAlarms
        : EventF1(after) < EventF1(before) - ClearDifference;

    private static double EventF1(SideEvidence side) => EventScore.F1(side.Caught, side.Incidents.Count, side.FalseAlarms);
}
