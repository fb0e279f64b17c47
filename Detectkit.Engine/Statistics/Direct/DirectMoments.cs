using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Detectkit.Statistics.Direct;

/// <summary>
/// Mean and standard deviation of one sample, four values at a time. Deviations are taken from a first mean, and what that is off by is put right
/// after (Chan, Golub and LeVeque 1983), so that the deviation is exact to the spread, whatever the offset. Sums run in four lanes
/// wherever the code runs, so results do not depend on the processor.
/// </summary>
internal static class DirectMoments
{
    private const int Lanes = 4;

    /// <summary>Of at least one value; values and weights, which are empty if equal, are lost.</summary>
    public static (double Mean, double Deviation) Of(Span<double> values, Span<double> weights, double total)
    {
        if (values.IndexOfAnyExcept(values[0]) < 0)
        {
            return (values[0], 0);
        }

        // Normalised, because products with the weights of old values alone may underflow.
        Scale(weights, 1 / total);
        var scale = weights.IsEmpty ? 1 / total : 1;
        var mean = Sum(values, weights) * scale;
        Subtract(values, mean);
        var rest = Sum(values, weights) * scale;
        Subtract(values, rest);
        var (sum, squares) = (Sum(values, weights) * scale, Sum(values, weights, areSquared: true) * scale);
        var pairs = weights.IsEmpty ? 1 - scale : Pairs(weights);
        var variance = double.IsInfinity(squares) ? squares : squares - (sum * sum);
        return (mean + rest, Math.Sqrt(WeightedStatistics.Unbias(variance, pairs)));
    }

    private static void Scale(Span<double> values, double factor)
    {
        foreach (ref var value in MemoryMarshal.Cast<double, Vector256<double>>(values))
        {
            value *= factor;
        }

        foreach (ref var value in Tail(values))
        {
            value *= factor;
        }
    }

    private static void Subtract(Span<double> values, double center)
    {
        var centers = Vector256.Create(center);
        foreach (ref var value in MemoryMarshal.Cast<double, Vector256<double>>(values))
        {
            value -= centers;
        }

        foreach (ref var value in Tail(values))
        {
            value -= center;
        }
    }

    public static double Sum(Span<double> values, Span<double> weights, bool areSquared = false)
    {
        var lanes = MemoryMarshal.Cast<double, Vector256<double>>(values);
        var weightLanes = MemoryMarshal.Cast<double, Vector256<double>>(weights);
        var sums = Vector256<double>.Zero;
        for (var i = 0; i < lanes.Length; i++)
        {
            var term = areSquared ? lanes[i] * lanes[i] : lanes[i];
            sums += weightLanes.IsEmpty ? term : weightLanes[i] * term;
        }

        var sum = Together(sums);
        for (var i = lanes.Length * Lanes; i < values.Length; i++)
        {
            var term = areSquared ? values[i] * values[i] : values[i];
            sum += weights.IsEmpty ? term : weights[i] * term;
        }

        return sum;
    }

    // Of all pairs of weights, each counted twice: pairs within a lane, between lanes, and with what is left over.
    private static double Pairs(Span<double> weights)
    {
        var (sums, pairs) = (Vector256<double>.Zero, Vector256<double>.Zero);
        foreach (var weight in MemoryMarshal.Cast<double, Vector256<double>>(weights))
        {
            pairs += weight * sums;
            sums += weight;
        }

        var (before, paired) = (0.0, Together(pairs));
        for (var lane = 0; lane < Lanes; lane++)
        {
            paired += sums[lane] * before;
            before += sums[lane];
        }

        foreach (var weight in Tail(weights))
        {
            paired += weight * before;
            before += weight;
        }

        return 2 * paired;
    }

    // In an order that no processor chooses.
    private static double Together(Vector256<double> sums) => sums[0] + sums[1] + (sums[2] + sums[3]);

    private static Span<double> Tail(Span<double> values) => values[(values.Length / Lanes * Lanes)..];
}
