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
    public sealed record Choice(int ConsecutiveAnomalies, Decision Log);

    /// <summary>Sweeps the rule over the whole series, lead-in included.</summary>
    public static Choice Run(WindowedDetector winner, MetricSeries series, GroundTruth truth, ScoringMetric metric, double beta)
    {
        using var analysis = new SeriesAnalysis(series);
        using var judgement = Judgement.Of(winner, analysis);
        var buffer = ArrayPool<bool>.Shared.Rent(Math.Max(1, judgement.Count));
        var alerts = buffer.AsSpan(0, judgement.Count);
        var (best, bestScore) = (1, double.NegativeInfinity);
        for (var rule = 1; rule <= SearchSpace.LongestAlertRule; rule++)
        {
            Alert(judgement.Points, judgement.Flags, rule, alerts);
            var score = PointScore.Score(metric, beta, judgement.Points, alerts, judgement.Distances, truth.Marked);
            if (score > bestScore)
            {
                (best, bestScore) = (rule, score);
            }
        }

        ArrayPool<bool>.Shared.Return(buffer);
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"consecutive_anomalies={best} (max {ScoringMetricName.Format(metric)}={FixedNotation.Format(bestScore, 3)} on labeled incidents)");
        return new Choice(best, new Decision(TuningStage.Window, message));
    }

    private static void Alert(ReadOnlySpan<int> points, ReadOnlySpan<bool> flags, int rule, Span<bool> alerts)
    {
        var (run, previous) = (0, -1);
        for (var i = 0; i < points.Length; i++)
        {
            // A point without a band breaks the run.
            run = flags[i] ? (points[i] == previous + 1 ? run : 0) + 1 : 0;
            previous = points[i];
            alerts[i] = run >= rule;
        }
    }
}
