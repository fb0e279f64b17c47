using System.Buffers;
using System.Globalization;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Scoring;
using Detectkit.Series;
using Detectkit.Statistics;

namespace Detectkit.Autotune.Reference;

/// <summary>Chooses how many anomalies in a row make an alert, on labelled incidents.</summary>
internal static class AlertWindow
{
    private const string Stage = "window";

    /// <summary>What was chosen.</summary>
    /// <param name="ConsecutiveAnomalies">The rule.</param>
    /// <param name="Log">The decision.</param>
    public sealed record Choice(int ConsecutiveAnomalies, Decision Log);

    /// <summary>Sweeps the rule over the whole series, lead-in included.</summary>
    public static Choice Run(WindowedDetector winner, MetricSeries series, GroundTruth truth, ScoringMetric metric, double beta)
    {
        using var analysis = new SeriesAnalysis(series);
        using var judgement = Judgement.Of(winner, analysis);
        var points = judgement.Points;
        var flags = judgement.Flags;
        var alerts = ArrayPool<bool>.Shared.Rent(Math.Max(1, points.Length));
        var (best, bestScore) = (1, double.NegativeInfinity);
        for (var rule = 1; rule <= SearchSpace.LongestAlertRule; rule++)
        {
            var score = FoldScoring.IsRanking(metric)
                ? RankingOf(judgement, truth, metric)
                : ScoreOf(points, flags, rule, alerts, truth, metric, beta);
            if (score > bestScore)
            {
                (best, bestScore) = (rule, score);
            }
        }

        ArrayPool<bool>.Shared.Return(alerts);
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"consecutive_anomalies={best} (max {ScoringMetricName.Of(metric)}={FixedNotation.Format(bestScore, 3)} on labeled incidents)");
        return new Choice(best, new Decision(Stage, message));
    }

    private static double ScoreOf(
        ReadOnlySpan<int> points, ReadOnlySpan<bool> flags, int rule, bool[] alerts, GroundTruth truth, ScoringMetric metric, double beta)
    {
        var (run, previous) = (0, -1);
        for (var i = 0; i < points.Length; i++)
        {
            // A point without a band breaks the run.
            run = flags[i] ? (points[i] == previous + 1 ? run : 0) + 1 : 0;
            previous = points[i];
            alerts[i] = run >= rule;
        }

        var flagged = alerts.AsSpan(0, points.Length);
        return metric == ScoringMetric.EventF1
            ? EventScore.F1(points, flagged, truth.Marked)
            : FoldScoring.Count(points, flagged, truth.Marked).Score(metric, beta);
    }

    private static double RankingOf(Judgement judgement, GroundTruth truth, ScoringMetric metric)
    {
        var labels = ArrayPool<bool>.Shared.Rent(Math.Max(1, judgement.Count));
        for (var i = 0; i < judgement.Count; i++)
        {
            labels[i] = truth.Marked[judgement.Points[i]];
        }

        var score = FoldScoring.Ranking(metric, judgement.Distances, labels.AsSpan(0, judgement.Count));
        ArrayPool<bool>.Shared.Return(labels);
        return score;
    }
}
