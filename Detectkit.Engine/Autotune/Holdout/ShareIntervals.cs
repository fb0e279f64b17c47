namespace Detectkit.Autotune.Holdout;

/// <summary>
/// Intervals for the share of incidents caught. Drawn incidents would say that all of eight caught is all of any number caught; these
/// intervals stay open where every incident is caught, or none.
/// </summary>
internal static class ShareIntervals
{
    /// <summary>Wilson's interval of a share.</summary>
    /// <param name="caught">Incidents caught.</param>
    /// <param name="incidents">Incidents, at least 1.</param>
    /// <param name="z">The normal quantile of the confidence.</param>
    public static FigureRange Wilson(int caught, int incidents, double z)
    {
        var (share, square) = ((double)caught / incidents, z * z);
        var center = (share + (square / (2 * incidents))) / (1 + (square / incidents));
        var half = z * Math.Sqrt((share * (1 - share) / incidents) + (square / (4.0 * incidents * incidents))) / (1 + (square / incidents));

        // At the ends the formula is exact but for the last digit.
        return new FigureRange(caught == 0 ? 0 : center - half, caught == incidents ? 1 : center + half);
    }

    /// <summary>The interval of the difference between two shares of the same incidents, from Wilson's of either and their correlation, by Newcombe.</summary>
    /// <param name="both">Incidents that both sides catch.</param>
    /// <param name="first">Those that only the first catches.</param>
    /// <param name="second">Those that only the second catches.</param>
    /// <param name="neither">Those that neither catches.</param>
    /// <param name="z">The normal quantile of the confidence.</param>
    /// <returns>The range of the second share less the first.</returns>
    public static FigureRange Difference(int both, int first, int second, int neither, double z)
    {
        var incidents = both + first + second + neither;
        var (one, other) = (Wilson(both + first, incidents, z), Wilson(both + second, incidents, z));
        var (p, q) = ((double)(both + first) / incidents, (double)(both + second) / incidents);
        var margins = (double)(both + first) * (second + neither) * (both + second) * (first + neither);
        var correlation = margins == 0 ? 0 : (((double)both * neither) - ((double)first * second)) / Math.Sqrt(margins);
        double Reach(double a, double b) => Math.Sqrt(Math.Max(0, (a * a) - (2 * correlation * a * b) + (b * b)));
        return new FigureRange(q - p - Reach(q - other.Low, one.High - p), q - p + Reach(other.High - q, p - one.Low));
    }
}
