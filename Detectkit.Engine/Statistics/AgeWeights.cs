namespace Detectkit.Statistics;

/// <summary>
/// Weights of a window's values by age in grid points (1 for the previous point): all 1, exponential (0.5^(age / half-life)), or
/// linear (w + 1 - age, which is the reference's weight times w: whole numbers, whose sums do not round). Computed once per age; disposing returns the table to its pool.
/// </summary>
internal sealed class AgeWeights : IDisposable
{
    // The reference floors the exponent, so that no weight vanishes altogether.
    private const double LargestExponent = 1000;

    private readonly double[] table;

    private AgeWeights(double halfLife, bool isLinear, double[] table, int longestAge) =>
        (HalfLife, IsLinear, this.table, LongestAge) = (halfLife, isLinear, table, longestAge);

    /// <summary>All weights 1.</summary>
    public static AgeWeights Uniform { get; } = new(double.PositiveInfinity, false, [], 0);

    /// <summary>The half-life in grid points; infinite where weights are not exponential.</summary>
    public double HalfLife { get; }

    /// <summary>Whether weights fall in a straight line.</summary>
    public bool IsLinear { get; }

    /// <summary>Whether all weights are 1.</summary>
    public bool IsUniform => !IsLinear && double.IsPositiveInfinity(HalfLife);

    /// <summary>The largest age there is a weight for.</summary>
    public int LongestAge { get; }

    /// <summary>Exponential weights for ages up to the window's size.</summary>
    public static AgeWeights Exponential(double halfLife, int windowSize)
    {
        var table = SeriesColumns.Numbers.Rent(windowSize + 1);
        for (var age = 0; age <= windowSize; age++)
        {
            table[age] = Math.Pow(0.5, Math.Min(age / halfLife, LargestExponent));
        }

        return new AgeWeights(halfLife, false, table, windowSize);
    }

    /// <summary>Linear weights for ages up to the window's size.</summary>
    public static AgeWeights Linear(int windowSize)
    {
        var table = SeriesColumns.Numbers.Rent(windowSize + 1);
        for (var age = 0; age <= windowSize; age++)
        {
            table[age] = windowSize + 1 - age;
        }

        return new AgeWeights(double.PositiveInfinity, true, table, windowSize);
    }

    /// <summary>The weights of successive ages, unless all are 1.</summary>
    public ReadOnlySpan<double> Of(int youngest, int count) => table.AsSpan(youngest, count);

    /// <summary>The weight of an age, 0 to the window's size.</summary>
    public double At(int age) => IsUniform ? 1 : table[age];

    public void Dispose()
    {
        if (table.Length > 0)
        {
            SeriesColumns.Numbers.Return(table);
        }
    }
}
