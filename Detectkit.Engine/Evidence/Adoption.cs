using System.Globalization;
using Detectkit.Autotune;
using Detectkit.Scoring;
using Detectkit.Statistics;

namespace Detectkit.Evidence;

/// <summary>Decides whether a tuned detector takes the place of the present ones.</summary>
internal static class Adoption
{
    /// <summary>A hold-out has few incidents: event F1 that differs by less may be luck.</summary>
    private const double ClearDifference = 0.1;

    /// <summary>False alarms must more than double, and grow by at least this many a week, to count as clearly more.</summary>
    private const double ClearlyMoreAlarms = 1;

    /// <summary>Without labels, a flag rate beyond this and beyond twice the incumbent's counts as clearly worse.</summary>
    private const double HighFlagRate = 0.02;

    /// <summary>
    /// The tuned detector must score better in training and not be clearly worse on the hold-out; where both score alike in training, it
    /// must be clearly better on the hold-out.
    /// </summary>
    /// <param name="outcome">Search and evidence.</param>
    /// <returns>Why the metric is left as it is, in one line; null where it is changed.</returns>
    public static string? KeptBecause(HeldOutOutcome outcome)
    {
        var result = outcome.Result!;
        if (outcome.IncumbentScore is { } score && !(result.Winner.Score > score + SearchSpace.MinImprovement))
        {
            var isAlike = result.Winner.Score >= score - SearchSpace.MinImprovement;
            if (!isAlike || outcome is not { Before: { } before, After: { } after } || !IsClearlyWorse(before, other: after))
            {
                return $"{result.ScoreName}: tuned {FixedNotation.Format(result.Winner.Score, 3)} does not beat the present {FixedNotation.Format(score, 3)}";
            }
        }

        return ClearlyWorse(outcome, result);
    }

    private static string? ClearlyWorse(HeldOutOutcome outcome, AutotuneResult result)
    {
        if (outcome is not { Before: { } before, After: { } after })
        {
            return null;
        }

        if (IsClearlyWorse(after, other: before))
        {
            var caught = after.Caught < before.Caught
                ? string.Create(CultureInfo.InvariantCulture, $" catches {after.Caught} of {after.Incidents.Count} incident(s), the present {before.Caught}, and")
                : "";
            return $"hold-out: tuned{caught} gives {FixedNotation.Format(after.FalseAlarmsPerWeek, 1)} false alarms a week, the present {FixedNotation.Format(before.FalseAlarmsPerWeek, 1)}";
        }

        return result.Mode == TuningMode.Unsupervised && after.FlagRate > HighFlagRate && after.FlagRate > 2 * before.FlagRate
            ? $"hold-out: tuned flags {FixedNotation.Format(100 * after.FlagRate, 2)} % of points, the present {FixedNotation.Format(100 * before.FlagRate, 2)} %"
            : null;
    }

    // An incident that is caught only because alarms never cease is no loss: where catches differ, they are weighed with the alarms.
    private static bool IsClearlyWorse(SideEvidence side, SideEvidence other) => side.Caught == other.Caught
        ? side.FalseAlarmsPerWeek > (2 * other.FalseAlarmsPerWeek) + ClearlyMoreAlarms
        : EventF1(side) < EventF1(other) - ClearDifference;

    private static double EventF1(SideEvidence side) => EventScore.F1(side.Caught, side.Incidents.Count, side.FalseAlarms);
}
