using Detectkit.Statistics;

namespace Detectkit.Scoring;

/// <summary>What is judged without labels: few flags (weight 0.6), and flagged points that stand clear of the others (weight 0.4). A detector
/// that never flags scores exactly 0.6.</summary>
internal static class UnsupervisedObjective
{
    /// <summary>The share of points that may be flagged before the first term is 0.</summary>
    public const double FlagRateTarget = 0.01;

    private const double QuietWeight = 0.6;
    private const double SeparationWeight = 0.4;

    /// <summary>The objective, 0 to 1, of the distances from the band's middle in half-widths, which are reordered; 0 for no points.</summary>
    public static double Score(Span<double> flagged, Span<double> others)
    {
        if (flagged.IsEmpty && others.IsEmpty)
        {
            return 0;
        }

        var rate = (double)flagged.Length / (flagged.Length + others.Length);
        var quiet = 1 - Math.Min(rate / FlagRateTarget, 1);
        var separation = 0.0;
        if (!flagged.IsEmpty && !others.IsEmpty)
        {
            var (above, below) = (Median.InPlace(flagged), Median.InPlace(others));
            separation = above + below > 0 ? Math.Clamp((above - below) / (above + below), 0, 1) : 0;
        }

        return (QuietWeight * quiet) + (SeparationWeight * separation);
    }
}
