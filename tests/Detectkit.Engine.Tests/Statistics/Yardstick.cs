namespace Detectkit.Engine.Tests.Statistics;

/// <summary>
/// What "equal to 1e-12" means of statistics that rounding reaches. A number is compared with the exact one relative to its own size
/// where the statistic is well-conditioned for every sample, and else relative to what it is the sum of.
/// </summary>
internal static class Yardstick
{
    /// <summary>The relative difference that is allowed.</summary>
    public const double Tolerance = 1e-12;

    // Half of the smallest double, and the root of it: what an underflow costs a value, and a root of squares.
    private const double LeastValue = 1e-323;
    private const double LeastRoot = 1e-160;

    /// <summary>
    /// A percentile is a continuous, rising function of its target, but where two neighbours weigh next to nothing it rises by all that lies
    /// between them within a rounding of the target: there no digit of it is defined by doubles. So it must be the exact percentile, to
    /// 1e-12 of itself, of a target no further off than 1e-12 (of the window's whole weight). Where weights are alike this is 1e-12 of
    /// the neighbours' distance, and where it falls among equal values it is theirs to the last bit.
    /// </summary>
    public static (Dyadic Low, Dyadic High) PercentileRange(double[] values, double[] weights, double target)
    {
        var exact = ExactStatistics.Percentiles(values, weights, (Dyadic)target - Tolerance, (Dyadic)target + Tolerance);
        return exact[0].CompareTo(exact[1]) == 0 ? (exact[0], exact[0]) : (exact[0] - RoomAround(exact[0]), exact[1] + RoomAround(exact[1]));
    }

    /// <summary>Whether a percentile lies in its <see cref="PercentileRange"/>.</summary>
    public static void Percentile(double[] values, double[] weights, double target, double actual)
    {
        var (low, high) = PercentileRange(values, weights, target);
        Assert.True(double.IsFinite(actual) && actual >= low && actual <= high, $"exact {low} to {high}, actual {actual:R}");
    }

    /// <summary>The mean of values of both signs may cancel to anything: its error is relative to the mean of their magnitudes.</summary>
    public static void Mean(double[] values, double[] weights, double actual, double tolerance = Tolerance)
    {
        var (exact, magnitude) = ExactStatistics.Mean(values, weights);
        var room = (magnitude * tolerance) + (values.Length * LeastValue);
        Assert.True(double.IsFinite(actual) && Dyadic.Abs(actual - exact) <= room, $"exact {exact}, actual {actual:R}, magnitude {magnitude}");
    }

    /// <summary>
    /// The standard deviation sums squares, which do not cancel: its error is relative to itself, whatever the offset. Squares of doubles
    /// underflow below 1e-160: like the reference's it is then nothing. It is never infinite.
    /// </summary>
    public static void StandardDeviation(double[] values, double[] weights, double actual)
    {
        var (low, high) = DeviationRange(values, weights);
        Assert.True(double.IsFinite(actual) && actual >= low && actual <= high, $"exact {low} to {high}, actual {actual:R}");
    }

    /// <summary>Where a <see cref="StandardDeviation"/> may lie.</summary>
    public static (Dyadic Low, Dyadic High) DeviationRange(double[] values, double[] weights)
    {
        var exact = ExactStatistics.StandardDeviation(values, weights);
        var room = (exact * Tolerance) + LeastRoot;
        return (exact.Mantissa.IsZero ? exact : exact - room, exact.Mantissa.IsZero ? exact : exact + room);
    }

    private static Dyadic RoomAround(Dyadic value) => (Dyadic.Abs(value) * Tolerance) + LeastValue;
}
