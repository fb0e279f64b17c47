using Detectkit.Configuration;

namespace Detectkit.Scoring;

/// <summary>How flags and labels agree over a set of points.</summary>
internal readonly record struct ConfusionCounts(long TruePositives, long FalsePositives, long FalseNegatives, long TrueNegatives)
{
    public long Positives => TruePositives + FalseNegatives;

    public long Total => TruePositives + FalsePositives + FalseNegatives + TrueNegatives;

    /// <summary>Counts the flags at some points of a grid, of which <paramref name="marked"/> tells which lie in an incident.</summary>
    public static ConfusionCounts Count(ReadOnlySpan<int> points, ReadOnlySpan<bool> flags, ReadOnlySpan<bool> marked)
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

    /// <summary>The score by a metric that needs counts only; 0 where it is undefined.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The metric needs more than counts.</exception>
    public double Score(ScoringMetric metric, double beta) => metric switch
    {
        ScoringMetric.Mcc => MatthewsCorrelation(),
        ScoringMetric.F1 => FScore(1),
        ScoringMetric.FBeta => FScore(beta),
        ScoringMetric.BalancedAccuracy => (Rate(TruePositives, Positives) + Rate(TrueNegatives, TrueNegatives + FalsePositives)) / 2,
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "This metric needs scores, not counts."),
    };

    private static double Rate(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    private double MatthewsCorrelation()
    {
        // Int128: the product of four counts outgrows Int64 beyond about 110,000 points.
        var product = (Int128)(TruePositives + FalsePositives) * (TruePositives + FalseNegatives) * (TrueNegatives + FalsePositives) * (TrueNegatives + FalseNegatives);
        var root = Math.Sqrt((double)product);
        return root == 0 ? 0 : ((TruePositives * TrueNegatives) - (FalsePositives * FalseNegatives)) / root;
    }

    private double FScore(double beta)
    {
        var square = beta * beta;
        var denominator = ((1 + square) * TruePositives) + (square * FalseNegatives) + FalsePositives;
        return denominator == 0 ? 0 : (1 + square) * TruePositives / denominator;
    }
}
