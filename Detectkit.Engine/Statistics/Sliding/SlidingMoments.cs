using System.Runtime.CompilerServices;

namespace Detectkit.Statistics.Sliding;

/// <summary>
/// Weight, mean and sum of squared deviations of a sample, in the form that can be extended and merged without ever subtracting
/// sums (Welford; Chan, Golub and LeVeque 1983; West 1979 for weights). The mean is a sum of two doubles (Knuth's two-sum), so that
/// deviations are exact to the spread, whatever the offset; it moves from whichever side weighs more, so that what weighs little leaves
/// little rounding. Equal values give a spread of exactly 0.
/// </summary>
internal struct SlidingMoments
{
    public double Weight;

    /// <summary>Sum of the products of all pairs of weights: what 1 - sum(w^2) of normalised weights is, without its cancellation.</summary>
    public double PairedWeight;

    public double Mean;

    /// <summary>What rounding took off the mean.</summary>
    public double MeanRest;

    public double Squares;

    /// <summary>Standard deviation with one degree of freedom taken off.</summary>
    public readonly double Deviation =>
        Math.Sqrt(WeightedStatistics.Unbias(Squares / Weight, PairedWeight / (Weight * Weight)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(double value, double weight)
    {
        var before = Weight;
        Weight += weight;
        var delta = value - Mean - MeanRest;
        if (weight > before)
        {
            (Mean, MeanRest) = (value, 0);
            if (before == 0)
            {
                return;
            }

            Shift(-delta * (before / Weight));
        }
        else
        {
            Shift(delta * (weight / Weight));
        }

        PairedWeight += 2 * weight * before;
        Squares += delta * delta * (weight * (before / Weight));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Scale(double factor)
    {
        Weight *= factor;
        PairedWeight *= factor * factor;
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
        var isFromA = a.Weight > b.Weight;
        var merged = new SlidingMoments
        {
            Weight = weight,
            PairedWeight = a.PairedWeight + b.PairedWeight + (2 * a.Weight * b.Weight),
            Mean = isFromA ? a.Mean : b.Mean,
            MeanRest = isFromA ? a.MeanRest : b.MeanRest,
            Squares = a.Squares + b.Squares + (delta * delta * (a.Weight * (b.Weight / weight))),
        };
        merged.Shift(isFromA ? delta * (b.Weight / weight) : -delta * (a.Weight / weight));
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
}
