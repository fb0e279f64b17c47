using Detectkit.Configuration;

namespace Detectkit.Scoring;

/// <summary>How flags and labels agree over a set of points.</summary>
/// <param name="TruePositives">Flagged and labelled.</param>
/// <param name="FalsePositives">Flagged only.</param>
/// <param name="FalseNegatives">Labelled only.</param>
/// <param name="TrueNegatives">Neither.</param>
public readonly record struct ConfusionCounts(long TruePositives, long FalsePositives, long FalseNegatives, long TrueNegatives)
{
    /// <summary>Labelled points.</summary>
    public long Positives => TruePositives + FalseNegatives;

    /// <summary>All points.</summary>
    public long Total => TruePositives + FalsePositives + FalseNegatives + TrueNegatives;

    /// <summary>The score by a metric that needs counts only.</summary>
    /// <param name="metric">The metric; not one of the areas under a curve.</param>
    /// <param name="beta">Weight of recall in <c>f_beta</c>, above 0.</param>
    /// <returns>The score; 0 where it is undefined.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The metric needs scores.</exception>
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
