using System.Buffers;
using Detectkit.Configuration;

namespace Detectkit.Scoring;

/// <summary>The score of judged points against labels, by any metric.</summary>
internal static class PointScore
{
    /// <summary>Whether a metric needs the points' distances from the band, not only flags.</summary>
    public static bool IsRanking(ScoringMetric metric) => metric is ScoringMetric.RocAuc or ScoringMetric.PrAuc;

    /// <summary>Scores points of a grid, of which <paramref name="marked"/> tells which lie in an incident; distances matter to ranking metrics alone.</summary>
    public static double Score(
        ScoringMetric metric, double beta, ReadOnlySpan<int> points, ReadOnlySpan<bool> flags, ReadOnlySpan<double> distances, ReadOnlySpan<bool> marked) => metric switch
    {
        ScoringMetric.RocAuc or ScoringMetric.PrAuc => Ranking(metric, points, distances, marked),
        ScoringMetric.EventF1 => EventScore.F1(points, flags, marked),
        _ => ConfusionCounts.Count(points, flags, marked).Score(metric, beta),
    };

    private static double Ranking(ScoringMetric metric, ReadOnlySpan<int> points, ReadOnlySpan<double> distances, ReadOnlySpan<bool> marked)
    {
        var buffer = ArrayPool<bool>.Shared.Rent(Math.Max(1, points.Length));
        var labels = buffer.AsSpan(0, points.Length);
        for (var i = 0; i < points.Length; i++)
        {
            labels[i] = marked[points[i]];
        }

        var score = metric == ScoringMetric.RocAuc ? RankingScores.AreaUnderRoc(distances, labels) : RankingScores.AveragePrecision(distances, labels);
        ArrayPool<bool>.Shared.Return(buffer);
        return score;
    }
}
