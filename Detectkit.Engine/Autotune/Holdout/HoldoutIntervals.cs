using Detectkit.Autotune.Resampling;

namespace Detectkit.Autotune.Holdout;

/// <summary>How far the figures on a hold-out reach: its blocks are drawn again and again, the same for both sides.</summary>
internal static class HoldoutIntervals
{
    private const int LeastIncidents = 5;
    private const int Resamples = 2000;
    private const double Confidence = 0.9;
    private const double NormalQuantile = 1.6448536269514722;

    // Where none has come in a time, there are at most as many in such a time with the same confidence, by Poisson's law.
    private const double MostUnseen = 2.995732273553991;

    /// <summary>Adds both sides, with intervals where there are incidents enough.</summary>
    public static TuningOutcome Add(TuningOutcome outcome, HoldoutBlocks blocks, HoldoutSide? before, HoldoutSide after)
    {
        outcome = outcome with { Before = before?.Figures, After = after.Figures };
        if (after.Figures.Incidents.Count < LeastIncidents)
        {
            return outcome;
        }

        var bootstrap = blocks.Bootstrap();
        var (current, proposed, change) = (new Draws(), new Draws(), new Draws());
        for (var sample = 0; sample < Resamples; sample++)
        {
            bootstrap.Draw();
            var (alerts, score) = blocks.Sum(after.Counts, bootstrap);
            proposed.Set(sample, alerts, score);
            if (before is not null)
            {
                var (otherAlerts, otherScore) = blocks.Sum(before.Counts, bootstrap);
                current.Set(sample, otherAlerts, otherScore);
                change.Set(sample, alerts - otherAlerts, score - otherScore);
            }
        }

        var unseen = blocks.PerWeek(MostUnseen);
        outcome = outcome with { After = after.Figures with { Intervals = Ranges(after.Figures, proposed, unseen) } };
        return before is null ? outcome : outcome with
        {
            Before = before.Figures with { Intervals = Ranges(before.Figures, current, unseen) },
            Difference = Ranges(before.Figures, after.Figures, change, unseen),
        };
    }

    private static HoldoutRanges Ranges(HoldoutFigures side, Draws draws, double unseen)
    {
        var alerts = BlockBootstrap.Range(draws.FalseAlerts, Confidence);
        return new HoldoutRanges(
            Confidence,
            ShareIntervals.Wilson(side.Caught, side.Incidents.Count, NormalQuantile),
            side.FalseAlerts == 0 ? alerts with { High = unseen } : alerts,
            side.Score is null ? null : BlockBootstrap.Range(draws.Scores, Confidence));
    }

    private static HoldoutRanges Ranges(HoldoutFigures before, HoldoutFigures after, Draws draws, double unseen)
    {
        int Count(bool first, bool second) => before.Incidents.Zip(after.Incidents).Count(p => p.First.IsCaught == first && p.Second.IsCaught == second);
        var isQuiet = before.FalseAlerts == 0 && after.FalseAlerts == 0;
        return new HoldoutRanges(
            Confidence,
            ShareIntervals.Difference(Count(true, true), Count(true, false), Count(false, true), Count(false, false), NormalQuantile),
            isQuiet ? new FigureRange(-unseen, unseen) : BlockBootstrap.Range(draws.FalseAlerts, Confidence),
            before.Score is null || after.Score is null ? null : BlockBootstrap.Range(draws.Scores, Confidence));
    }

    private sealed class Draws
    {
        public double[] FalseAlerts { get; } = new double[Resamples];

        public double[] Scores { get; } = new double[Resamples];

        public void Set(int sample, double alerts, double score) => (FalseAlerts[sample], Scores[sample]) = (alerts, score);
    }
}

/// <summary>Intervals for the share of incidents caught. Drawn incidents would say that all of eight caught is all of any number caught; these
/// intervals stay open where every incident is caught, or none.</summary>
internal static class ShareIntervals
{
    /// <summary>Wilson's interval of a share; <paramref name="z"/> is the normal quantile of the confidence.</summary>
    public static FigureRange Wilson(int caught, int incidents, double z)
    {
        var (share, square) = ((double)caught / incidents, z * z);
        var center = (share + (square / (2 * incidents))) / (1 + (square / incidents));
        var half = z * Math.Sqrt((share * (1 - share) / incidents) + (square / (4.0 * incidents * incidents))) / (1 + (square / incidents));

        // At the ends the formula is exact but for the last digit.
        return new FigureRange(caught == 0 ? 0 : center - half, caught == incidents ? 1 : center + half);
    }

    /// <summary>The interval of the second share less the first, of the same incidents, from Wilson's of either and their correlation, by Newcombe.</summary>
    public static FigureRange Difference(int both, int first, int second, int neither, double z)
    {
        var incidents = both + first + second + neither;
        var (one, other) = (Wilson(both + first, incidents, z), Wilson(both + second, incidents, z));
        var (p, q) = ((double)(both + first) / incidents, (double)(both + second) / incidents);
        var margins = (double)(both + first) * (second + neither) * (both + second) * (first + neither);
        var correlation = margins == 0 ? 0 : (((double)both * neither) - ((double)first * second)) / Math.Sqrt(margins);
        double Reach(double a, double b) => Math.Sqrt(Math.Max(0, (a * a) - (2 * correlation * a * b) + (b * b)));
        return new FigureRange(q - p - Reach(q - other.Low, one.High - p), q - p + Reach(other.High - q, p - one.Low));
    }
}
