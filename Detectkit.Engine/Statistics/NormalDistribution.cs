namespace Detectkit.Statistics;

/// <summary>Figures of normal values with a standard deviation of 1, as the reference rounds them.</summary>
internal static class NormalDistribution
{
    /// <summary>The factor that makes the median absolute deviation an estimate of the standard deviation.</summary>
    public const double MadToSigma = 1.4826;

    public const double UpperQuartile = 0.6745;

    public const double QuartileDistance = 1.349;
}
