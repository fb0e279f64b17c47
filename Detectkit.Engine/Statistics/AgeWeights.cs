namespace Detectkit.Statistics;

/// <summary>
/// Weights of a window's values by age in grid points (1 for the previous point): all 1, exponential (0.5^(age / half-life)), or
/// linear (w + 1 - age, which is the reference's weight times w: whole numbers, whose sums do not round).
/// </summary>
internal sealed class AgeWeights
{
    // The reference floors the exponent, so that no weight vanishes altogether.
    private const double LargestExponent = 1000;

    private readonly double[] table;

    private AgeWeights(double halfLife, bool isLinear, double[] table, int longestAge) =>
        (HalfLife, IsLinear, this.table, LongestAge) = (halfLife, isLinear, table, longestAge);

    public static AgeWeights Uniform { get; } = new(double.PositiveInfinity, false, [], 0);

    /// <summary>In grid points; infinite where weights are not exponential.</summary>
    public double HalfLife { get; }

    public bool IsLinear { get; }

    public bool IsUniform => !IsLinear && double.IsPositiveInfinity(HalfLife);

    public int LongestAge { get; }

    public static AgeWeights Exponential(double halfLife, int windowSize, Buffers buffers)
    {
        var table = buffers.Rent<double>(windowSize + 1);
        for (var age = 0; age <= windowSize; age++)
        {
            table[age] = Math.Pow(0.5, Math.Min(age / halfLife, LargestExponent));
        }

        return new AgeWeights(halfLife, false, table, windowSize);
    }

    public static AgeWeights Linear(int windowSize, Buffers buffers)
    {
        var table = buffers.Rent<double>(windowSize + 1);
        for (var age = 0; age <= windowSize; age++)
        {
            table[age] = windowSize + 1 - age;
        }

        return new AgeWeights(double.PositiveInfinity, true, table, windowSize);
    }

    public ReadOnlySpan<double> Of(int youngest, int count) => table.AsSpan(youngest, count);

    public double At(int age) => IsUniform ? 1 : table[age];
}
