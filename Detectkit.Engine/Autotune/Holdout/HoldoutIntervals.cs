using Detectkit.Autotune.Resampling;
using MathNet.Numerics.Statistics;

namespace Detectkit.Autotune.Holdout;

/// <summary>
/// How far the figures of a held-out stretch reach: its incidents and normal stretches are drawn again and again, with replacement and the same
/// for both sides.
/// </summary>
internal static class HoldoutIntervals
{
    private const int LeastIncidents = 5;
    private const int Resamples = 2000;
    private const double Confidence = 0.9;
    private const double NormalQuantile = 1.6448536269514722;

    // Where none has come in a time, there are at most as many in such a time with the same confidence, by Poisson's law.
    private const double MostUnseen = 2.995732273553991;

    /// <summary>Adds the intervals.</summary>
    /// <param name="outcome">Both sides as measured.</param>
    /// <param name="blocks">The stretch.</param>
    /// <param name="before">The present side's counts, or null without one.</param>
    /// <param name="after">The tuned side's counts.</param>
    /// <returns>The outcome; the same where there are too few incidents.</returns>
    public static TuningOutcome Add(TuningOutcome outcome, HoldoutBlocks blocks, BlockCounts? before, BlockCounts after)
    {
        if (outcome.After!.Incidents.Count < LeastIncidents)
        {
            return outcome;
        }

        var random = new BlockDraws(blocks.Seed);
        var (incidents, normals) = (new int[blocks.Incidents], new int[blocks.Normals]);
        var (present, tuned, change) = (new Draws(Resamples), new Draws(Resamples), new Draws(Resamples));
        for (var sample = 0; sample < Resamples; sample++)
        {
            BlockBootstrap.Draw(incidents, random);
            BlockBootstrap.Draw(normals, random);
            var (alarms, score) = blocks.Sum(after, incidents, normals);
            tuned.Set(sample, alarms, score);
            if (before is not null)
            {
                var (otherAlarms, otherScore) = blocks.Sum(before, incidents, normals);
                present.Set(sample, otherAlarms, otherScore);
                change.Set(sample, alarms - otherAlarms, score - otherScore);
            }
        }

        var unseen = blocks.PerWeek(MostUnseen);
        outcome = outcome with { After = outcome.After with { Intervals = Of(outcome.After, tuned, unseen) } };
        return outcome.Before is null
            ? outcome
            : outcome with { Before = outcome.Before with { Intervals = Of(outcome.Before, present, unseen) }, Difference = Of(outcome.Before, outcome.After, change, unseen) };
    }

    private static HoldoutRanges Of(HoldoutFigures side, Draws draws, double unseen)
    {
        var alarms = Range(draws.Alarms);
        return new HoldoutRanges(
            Confidence,
            ShareIntervals.Wilson(side.Caught, side.Incidents.Count, NormalQuantile),
            side.FalseAlerts == 0 ? alarms with { High = unseen } : alarms,
            side.Score is null ? null : Range(draws.Scores));
    }

    private static HoldoutRanges Of(HoldoutFigures before, HoldoutFigures after, Draws draws, double unseen)
    {
        int Count(bool first, bool second) => before.Incidents.Zip(after.Incidents).Count(p => p.First.IsCaught == first && p.Second.IsCaught == second);
        var isQuiet = before.FalseAlerts == 0 && after.FalseAlerts == 0;
        return new HoldoutRanges(
            Confidence,
            ShareIntervals.Difference(Count(true, true), Count(true, false), Count(false, true), Count(false, false), NormalQuantile),
            isQuiet ? new FigureRange(-unseen, unseen) : Range(draws.Alarms),
            before.Score is null || after.Score is null ? null : Range(draws.Scores));
    }

    private static FigureRange Range(double[] draws)
    {
        Array.Sort(draws);
        return new FigureRange(SortedArrayStatistics.Quantile(draws, (1 - Confidence) / 2), SortedArrayStatistics.Quantile(draws, (1 + Confidence) / 2));
    }

    private readonly struct Draws(int count)
    {
        public double[] Alarms { get; } = new double[count];

        public double[] Scores { get; } = new double[count];

        public void Set(int sample, double alarms, double score) => (Alarms[sample], Scores[sample]) = (alarms, score);
    }
}
