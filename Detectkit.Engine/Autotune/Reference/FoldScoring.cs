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

    /// <summary>The points that any score is read off: with labels a fold without a labelled point scores nothing, whatever the detector.</summary>
    public Range[] ScoredPoints() => [.. folds
        .Where(f => !truth.IsLabelled || truth.Marked[f.Start..f.End].Contains(true))
        .Select(f => f.Start..f.End)];

    /// <summary>The same scoring for another thread.</summary>
    public FoldScoring Anew() => new(folds, truth, metric, beta);

    public Candidate Evaluate(WindowedDetector detector, ParameterSet parameters, string id, Judgement judgement)
    {
        var foldScores = Score(judgement);
        var (score, penalty) = Aggregate(foldScores);
        return new Candidate(detector, parameters, id, score, foldScores, penalty);
    }

    /// <summary>The scores of the folds that can be scored: those with points and, with labels, with a labelled point.</summary>
    public ValueList<double> Score(Judgement judgement)
    {
        scores.Clear();
        var from = 0;
        foreach (var fold in folds)
        {
            from = FirstFrom(judgement.Points, from, fold.Start);
            var to = FirstFrom(judgement.Points, from, fold.End);
            if (to > from)
            {
                AddFold(judgement, from..to);
            }

            from = to;
        }

        return scores.ToValueList();
    }

    /// <summary>Mean of the fold scores minus their penalty; 0 without folds.</summary>
    public static (double Score, double Penalty) Aggregate(ValueList<double> foldScores)
    {
        if (foldScores.Count == 0)
        {
            return (0, 0);
        }

        var mean = foldScores.Average();
        var penalty = SearchSpace.Penalty(Math.Sqrt(foldScores.Average(s => (s - mean) * (s - mean))));
        return (mean - penalty, penalty);
    }

    private static int FirstFrom(ReadOnlySpan<int> points, int at, int point)
    {
        while (at < points.Length && points[at] < point)
        {
            at++;
        }

        return at;
    }

    private void AddFold(Judgement judgement, Range fold)
    {
        var points = judgement.Points[fold];
        var flags = judgement.Flags[fold];
        var distances = judgement.Distances[fold];
        if (!truth.IsLabelled)
        {
            scores.Add(Objective(flags, distances));
            return;
        }

        foreach (var point in points)
        {
            if (truth.Marked[point])
            {
                scores.Add(PointScore.Score(metric, beta, points, flags, distances, truth.Marked));
                return;
            }
        }
    }

    private static double Objective(ReadOnlySpan<bool> flags, ReadOnlySpan<double> distances)
    {
        var buffer = ArrayPool<double>.Shared.Rent(flags.Length);
        var (flagged, others) = (0, flags.Length);
        for (var i = 0; i < flags.Length; i++)
        {
            var at = flags[i] ? flagged++ : --others;
            buffer[at] = distances[i];
        }

        var score = UnsupervisedObjective.Score(buffer.AsSpan(0, flagged), buffer.AsSpan(flagged, flags.Length - flagged));
        ArrayPool<double>.Shared.Return(buffer);
        return score;
    }
}
