using Detectkit.Autotune.Resampling;
using Detectkit.Series;

namespace Detectkit.Autotune.Adoption;

/// <summary>How a figure of the proposed detector compares with that of the current one; the same where resampling could explain the difference.</summary>
public enum FigureChange
{
    /// <summary>No clear difference.</summary>
    Same,

    /// <summary>Clearly better.</summary>
    Better,

    /// <summary>Clearly worse.</summary>
    Worse,
}

/// <summary>What current and proposed detector do on the same points, figure by figure; catches by chance do not count.</summary>
internal sealed record ComparedFigures
{
    // Two points later is what light smoothing costs, and of a long incident a tenth is soon enough.
    private const int TolerablePoints = 2;
    private const double TolerableShare = 0.1;

    // A fall by less is not worth a pull request, however sure it is: by this share, and by this share of the alerts that are allowed.
    private const double LeastFall = 0.2;
    private const double LeastFallOfAllowed = 0.5;

    public required int Incidents { get; init; }

    public required int CaughtBefore { get; init; }

    public required int CaughtAfter { get; init; }

    public required FigureChange Caught { get; init; }

    /// <summary>Mean minutes from the start to the first alert over the incidents that one of them catches, a missed one counted at its end; null if there are none.</summary>
    public required double? MinutesBefore { get; init; }

    public required double? MinutesAfter { get; init; }

    public required FigureChange TimeToDetect { get; init; }

    public required double AlertsPerWeekBefore { get; init; }

    public required double AlertsPerWeekAfter { get; init; }

    /// <summary>The middle 80 % of 200 resamples of how many alerts a week more the proposed one has.</summary>
    public required FigureRange AlertsDifference { get; init; }

    public required FigureChange Alerts { get; init; }

    // Compares alerts of either side, given on the whole grid, on a range of its points.
    public static ComparedFigures Compare(
        ReadOnlySpan<bool> before, ReadOnlySpan<bool> after, ReadOnlySpan<bool> marked, PointRange range, int intervalSeconds, double allowedPerWeek, int seed)
    {
        var was = before[range.Start..range.End];
        var now = after[range.Start..range.End];
        var marks = marked[range.Start..range.End];
        var incidents = PointRange.Runs(marks);
        var (delaysBefore, delaysAfter) = (DetectionDelays.Measure(was, incidents, seed), DetectionDelays.Measure(now, incidents, seed));
        using var blocks = new LabelledBlocks(marks);
        var (countsBefore, countsAfter) = (blocks.Count(was), blocks.Count(now));
        double PerWeek(int[] counts) => range.PerWeek(blocks.Sum(counts).FalseAlerts, intervalSeconds);
        var (catches, later, alerts) = (new double[BlockBootstrap.Resamples], new double[BlockBootstrap.Resamples], new double[BlockBootstrap.Resamples]);
        var bootstrap = blocks.Bootstrap(seed);
        for (var sample = 0; sample < BlockBootstrap.Resamples; sample++)
        {
            bootstrap.Draw();
            (catches[sample], later[sample]) = Incident(delaysBefore, delaysAfter, incidents, bootstrap.Weights[..incidents.Count]);
            alerts[sample] = range.PerWeek(blocks.Sum(countsAfter, bootstrap).FalseAlerts - blocks.Sum(countsBefore, bootstrap).FalseAlerts, intervalSeconds);
        }

        var timed = Enumerable.Range(0, incidents.Count).Where(k => delaysBefore[k] >= 0 || delaysAfter[k] >= 0).ToList();
        var caught = Catches(delaysBefore, delaysAfter, Range(catches));
        var time = Range(later) switch { { Low: > 1 } => FigureChange.Worse, { High: < -1 } => FigureChange.Better, _ => FigureChange.Same };
        var (alertsBefore, alertsAfter) = (PerWeek(countsBefore), PerWeek(countsAfter));
        var difference = Range(alerts);
        return new ComparedFigures
        {
            Incidents = incidents.Count,
            CaughtBefore = delaysBefore.Count(d => d >= 0),
            CaughtAfter = delaysAfter.Count(d => d >= 0),
            Caught = caught,
            MinutesBefore = Minutes(delaysBefore),
            MinutesAfter = Minutes(delaysAfter),

            // What is won or lost is told once.
            TimeToDetect = time == caught ? FigureChange.Same : time,
            AlertsPerWeekBefore = alertsBefore,
            AlertsPerWeekAfter = alertsAfter,
            AlertsDifference = difference,
            Alerts = difference.Low > 0 ? FigureChange.Worse
                : difference.High < 0 && alertsBefore - alertsAfter >= Math.Max(LeastFall * alertsBefore, LeastFallOfAllowed * allowedPerWeek) ? FigureChange.Better
                : FigureChange.Same,
        };

        double? Minutes(int[] delays) => timed.Count == 0 ? null : timed.Average(k => Delay(delays[k], incidents[k]) * intervalSeconds / 60.0);
    }

    /// <summary>How many points later than the current detector the proposed one may alert in an incident.</summary>
    public static double Tolerable(PointRange incident) => Math.Max(TolerablePoints, TolerableShare * incident.Length);

    // Whoever misses an incident hears of it when it is over.
    private static int Delay(int delay, PointRange incident) => delay < 0 ? incident.Length : delay;

    // How many more the proposed one catches, and by how many times the tolerable delay it is later where one of them catches.
    private static (double Catches, double Later) Incident(int[] before, int[] after, IReadOnlyList<PointRange> incidents, ReadOnlySpan<int> weights)
    {
        var (catches, later, timed) = (0, 0.0, 0);
        for (var k = 0; k < weights.Length; k++)
        {
            catches += weights[k] * ((after[k] >= 0 ? 1 : 0) - (before[k] >= 0 ? 1 : 0));
            if (before[k] >= 0 || after[k] >= 0)
            {
                later += weights[k] * (Delay(after[k], incidents[k]) - Delay(before[k], incidents[k])) / Tolerable(incidents[k]);
                timed += weights[k];
            }
        }

        return (catches, timed == 0 ? double.NaN : later / timed);
    }

    // Each catch was held against chance, so one that is lost for nothing is a loss, however few incidents there are.
    private static FigureChange Catches(int[] before, int[] after, FigureRange range)
    {
        var (lost, won) = (0, 0);
        for (var k = 0; k < before.Length; k++)
        {
            lost += before[k] >= 0 && after[k] < 0 ? 1 : 0;
            won += before[k] < 0 && after[k] >= 0 ? 1 : 0;
        }

        return lost > won ? FigureChange.Worse : won > lost && (lost == 0 || range.Low > 0) ? FigureChange.Better : FigureChange.Same;
    }

    // A resample without an incident that one of them catches says nothing about delays.
    private static FigureRange Range(double[] draws)
    {
        double[] said = [.. draws.Where(d => !double.IsNaN(d))];
        return said.Length == 0 ? default : BlockBootstrap.Range(said, BlockBootstrap.Coverage);
    }
}
