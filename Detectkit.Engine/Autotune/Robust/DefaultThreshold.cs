namespace Detectkit.Autotune.Robust;

/// <summary>The threshold without labels, read off the distribution of the series' own scores.</summary>
internal static class DefaultThreshold
{
    /// <summary>The scores' quantile within its bounds.</summary>
    /// <param name="scores">The rule's score per point; negative infinity where it is below the bounds.</param>
    /// <param name="scored">Points with a score.</param>
    /// <param name="quantile">The quantile.</param>
    public static double Of(ReadOnlySpan<double> scores, int scored, double quantile)
    {
        var (low, high) = RobustSpace.DefaultThresholds;
        if (scored < RobustSpace.FewestScores)
        {
            return RobustSpace.FallbackThreshold;
        }

        var upper = new List<double>();
        foreach (var score in scores)
        {
            if (score > low)
            {
                upper.Add(score);
            }
        }

        upper.Sort();
        var place = quantile * (scored - 1);
        var whole = (int)Math.Floor(place);
        double At(int rank) => rank - (scored - upper.Count) is >= 0 and var index ? upper[Math.Min(index, upper.Count - 1)] : low;
        var (below, above) = upper.Count == 0 ? (low, low) : (At(whole), At(Math.Min(scored - 1, whole + 1)));
        return Math.Clamp(below + ((place - whole) * (above - below)), low, high);
    }
}
