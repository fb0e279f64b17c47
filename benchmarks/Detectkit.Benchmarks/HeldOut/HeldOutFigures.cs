using Detectkit.Scoring;

namespace Detectkit.Benchmarks.HeldOut;

/// <summary>How alerts do on the rows behind a cut.</summary>
/// <param name="PointF1">F1 over rows.</param>
/// <param name="Mcc">Matthews correlation over rows.</param>
/// <param name="Recall">Share of incidents with an alert.</param>
/// <param name="AlertsPerThousand">Runs of alerts outside incidents per 1,000 rows outside incidents.</param>
/// <param name="EventF1">Of caught incidents and alerts outside them.</param>
/// <param name="EventF1ByRow">Of caught incidents and flagged rows.</param>
internal sealed record HeldOutFigures(double PointF1, double Mcc, double Recall, double AlertsPerThousand, double EventF1, double EventF1ByRow)
{
    private const int AlertGap = 5;

    /// <summary>The share of metrics that were left as they are: 0 or 1 of a single one.</summary>
    public double Kept { get; init; }

    /// <summary>What those add to <see cref="AlertsPerThousand"/>.</summary>
    public double AlertsOfKept { get; init; }

    /// <summary>The same of a metric that was left as it is.</summary>
    public HeldOutFigures AsKept => this with { Kept = 1, AlertsOfKept = AlertsPerThousand };

    /// <summary>Judges alerts by grid point; a row off the grid has none.</summary>
    public static HeldOutFigures Of(HeldOutSeries cut, bool[] alerts)
    {
        var (truePositives, falsePositives, positives, others, last) = (0, 0, 0, 0, -1 - AlertGap);
        var caught = new bool[cut.JudgedIncidents.Count];
        var step = cut.Series.IntervalSeconds * 1000L;
        for (var row = 0; row < cut.JudgedRows.Count; row++)
        {
            var stamp = cut.JudgedRows[row];
            var offset = (long)(stamp - DateTime.UnixEpoch).TotalMilliseconds - cut.Series.StartMilliseconds;
            var isAlert = offset % step == 0 && offset / step < alerts.Length && alerts[offset / step];
            var isInside = false;
            for (var k = 0; k < caught.Length; k++)
            {
                var within = cut.JudgedIncidents[k].Start <= stamp && stamp <= cut.JudgedIncidents[k].End;
                isInside |= within;
                caught[k] |= within && isAlert;
            }

            positives += isInside ? 1 : 0;
            truePositives += isInside && isAlert ? 1 : 0;
            if (isAlert && !isInside)
            {
                falsePositives++;
                others += row - last > AlertGap ? 1 : 0;
                last = row;
            }
        }

        var negatives = cut.JudgedRows.Count - positives;
        var counts = new ConfusionCounts(truePositives, falsePositives, positives - truePositives, negatives - falsePositives);
        var hits = caught.Count(c => c);
        return new HeldOutFigures(
            counts.Score(Configuration.ScoringMetric.F1, 1),
            counts.Score(Configuration.ScoringMetric.Mcc, 1),
            (double)hits / caught.Length,
            1000.0 * others / Math.Max(1, negatives),
            EventF1Of(hits, caught.Length, others),
            EventF1Of(hits, caught.Length, falsePositives));
    }

    /// <summary>The mean of several.</summary>
    public static HeldOutFigures Mean(IReadOnlyCollection<HeldOutFigures> all) => new(
        all.Average(f => f.PointF1), all.Average(f => f.Mcc), all.Average(f => f.Recall), all.Average(f => f.AlertsPerThousand), all.Average(f => f.EventF1), all.Average(f => f.EventF1ByRow))
    {
        Kept = all.Average(f => f.Kept),
        AlertsOfKept = all.Average(f => f.AlertsOfKept),
    };

    private static double EventF1Of(int caught, int incidents, int others) => caught == 0 ? 0 : 2.0 * caught / (caught + others + incidents);
}
