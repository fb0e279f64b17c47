using System.Buffers;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Scoring;
using Detectkit.Series;

namespace Detectkit.Autotune.Reference;

/// <summary>Scores a detector's run fold by fold: against labels where there are any, else by the unsupervised objective.</summary>
internal sealed class FoldScoring(ValueList<PointRange> folds, GroundTruth truth, ScoringMetric metric, double beta)
{
    private readonly List<double> scores = new(folds.Count);

    /// <summary>Whether the metric needs distances, not only flags.</summary>
    public static bool IsRanking(ScoringMetric metric) => metric is ScoringMetric.RocAuc or ScoringMetric.PrAuc;

    /// <summary>The points that any score is read off: with labels a fold without a labelled point scores nothing, whatever the detector.</summary>
    public Range[] ScoredPoints() => [.. folds
        .Where(f => truth.Mode == TuningMode.Unsupervised || truth.Marked[f.Start..f.End].Contains(true))
        .Select(f => f.Start..f.End)];

    /// <summary>The scores of the folds that can be scored: those with points and, with labels, with a labelled point.</summary>
    public ValueList<double> Score(Judgement judgement)
    {
        scores.Clear();
        var from = 0;
        foreach (var fold in folds)
        {
            var points = judgement.Points;
            while (from < points.Length && points[from] < fold.Start)
            {
                from++;
            }

            var to = from;
            while (to < points.Length && points[to] < fold.End)
            {
                to++;
            }

            if (to > from)
            {
                AddFold(judgement, from, to);
            }

            from = to;
        }

        return scores.ToValueList();
    }

    /// <summary>The same scoring for another thread.</summary>
    public FoldScoring Anew() => new(folds, truth, metric, beta);

    /// <summary>Mean of the fold scores minus their penalty; 0 without folds.</summary>
    public static (double Score, double Penalty) Aggregate(ValueList<double> foldScores)
    {
        if (foldScores.Count == 0)
        {
            return (0, 0);
        }

        var (sum, squares) = (0.0, 0.0);
        for (var i = 0; i < foldScores.Count; i++)
        {
            sum += foldScores[i];
        }

        var mean = sum / foldScores.Count;
        for (var i = 0; i < foldScores.Count; i++)
        {
            squares += (foldScores[i] - mean) * (foldScores[i] - mean);
        }

        var penalty = SearchSpace.Penalty(Math.Sqrt(squares / foldScores.Count));
        return (mean - penalty, penalty);
    }

    private void AddFold(Judgement judgement, int from, int to)
    {
        if (truth.Mode == TuningMode.Unsupervised)
        {
            scores.Add(Objective(judgement, from, to));
            return;
        }

        var points = judgement.Points[from..to];
        var flags = judgement.Flags[from..to];
        var marked = truth.Marked;
        if (IsRanking(metric))
        {
            AddRanking(judgement.Distances[from..to], points, marked);
            return;
        }

        var counts = Count(points, flags, marked);
        if (counts.Positives > 0)
        {
            scores.Add(metric == ScoringMetric.EventF1 ? EventScore.F1(points, flags, marked) : counts.Score(metric, beta));
        }
    }

    private void AddRanking(ReadOnlySpan<double> distances, ReadOnlySpan<int> points, ReadOnlySpan<bool> marked)
    {
        var labels = ArrayPool<bool>.Shared.Rent(points.Length);
        var positives = 0;
        for (var i = 0; i < points.Length; i++)
        {
            labels[i] = marked[points[i]];
            positives += labels[i] ? 1 : 0;
        }

        if (positives > 0)
        {
            scores.Add(Ranking(metric, distances, labels.AsSpan(0, points.Length)));
        }

        ArrayPool<bool>.Shared.Return(labels);
    }

    internal static double Ranking(ScoringMetric metric, ReadOnlySpan<double> distances, ReadOnlySpan<bool> labels) =>
        metric == ScoringMetric.RocAuc ? RankingScores.AreaUnderRoc(distances, labels) : RankingScores.AveragePrecision(distances, labels);

    internal static ConfusionCounts Count(ReadOnlySpan<int> points, ReadOnlySpan<bool> flags, ReadOnlySpan<bool> marked)
    {
        var (both, flagged, labelled) = (0, 0, 0);
        for (var i = 0; i < points.Length; i++)
        {
            var (isFlagged, isLabelled) = (flags[i], marked[points[i]]);
            both += isFlagged & isLabelled ? 1 : 0;
            flagged += isFlagged ? 1 : 0;
            labelled += isLabelled ? 1 : 0;
        }

        return new ConfusionCounts(both, flagged - both, labelled - both, points.Length - flagged - labelled + both);
    }

    private static double Objective(Judgement judgement, int from, int to)
    {
        var room = ArrayPool<double>.Shared.Rent(to - from);
        var (flagged, others) = (0, to - from);
        for (var i = from; i < to; i++)
        {
            var at = judgement.Flags[i] ? flagged++ : --others;
            room[at] = judgement.Distances[i];
        }

        var score = UnsupervisedObjective.Score(room.AsSpan(0, flagged), room.AsSpan(flagged, to - from - flagged));
        ArrayPool<double>.Shared.Return(room);
        return score;
    }
}
