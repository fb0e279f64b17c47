using System.Runtime.CompilerServices;

namespace Detectkit.Statistics;

/// <summary>
/// Weight, mean and sum of squared deviations of a sample, in the form that can be extended and merged without ever subtracting
/// sums (Welford; Chan, Golub and LeVeque 1983; West 1979 for weights). The mean is a sum of two doubles (Knuth's two-sum), so that
/// deviations are exact to the spread, whatever the offset. Equal values give a spread of exactly 0.
/// </summary>
internal struct SlidingMoments
{
    public double Weight;
    public double SquaredWeight;
    public double Mean;
    public double MeanRest;
    public double Squares;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(double value, double weight)
    {
        Weight += weight;
        SquaredWeight += weight * weight;
        var delta = value - Mean - MeanRest;
        Shift(delta * (weight / Weight));
        Squares += weight * delta * (value - Mean - MeanRest);
    }

    /// <summary>All weights times a factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Scale(double factor)
    {
        Weight *= factor;
        SquaredWeight *= factor * factor;
        Squares *= factor;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SlidingMoments Merge(in SlidingMoments a, in SlidingMoments b)
    {
        if (a.Weight == 0)
        {
            return b;
        }

        if (b.Weight == 0)
        {
            return a;
        }

        var weight = a.Weight + b.Weight;
        var delta = b.Mean - a.Mean + (b.MeanRest - a.MeanRest);
        var merged = new SlidingMoments
        {
            Weight = weight,
            SquaredWeight = a.SquaredWeight + b.SquaredWeight,
            Mean = a.Mean,
            MeanRest = a.MeanRest,
            Squares = a.Squares + b.Squares + (delta * delta * (a.Weight * (b.Weight / weight))),
        };
        merged.Shift(delta * (b.Weight / weight));
        return merged;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Shift(double step)
    {
        var small = MeanRest + step;
        var sum = Mean + small;
        var part = sum - Mean;
        MeanRest = (Mean - (sum - part)) + (small - part);
        Mean = sum;
    }

    /// <summary>Standard deviation with one degree of freedom taken off.</summary>
    public readonly double Deviation =>
        Math.Sqrt(WeightedStatistics.Unbias(Squares / Weight, SquaredWeight / (Weight * Weight)));
}
