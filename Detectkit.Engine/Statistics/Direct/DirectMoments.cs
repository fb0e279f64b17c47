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

    /// <summary>The moments.</summary>
    /// <param name="values">The sample, at least one value; lost.</param>
    /// <param name="weights">One weight per value, lost too; empty for equal weights.</param>
    /// <param name="total">Sum of the weights.</param>
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
        var (sum, squares) = (Sum(values, weights) * scale, SumOfSquares(values, weights) * scale);
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

    /// <summary>Sum of values, each times its weight unless there are none.</summary>
    public static double Sum(Span<double> values, Span<double> weights)
    {
        var lanes = MemoryMarshal.Cast<double, Vector256<double>>(values);
        var weightLanes = MemoryMarshal.Cast<double, Vector256<double>>(weights);
        var sums = Vector256<double>.Zero;
        for (var i = 0; i < lanes.Length; i++)
        {
            sums += weightLanes.IsEmpty ? lanes[i] : weightLanes[i] * lanes[i];
        }

        var sum = Together(sums);
        for (var i = lanes.Length * Lanes; i < values.Length; i++)
        {
            sum += weights.IsEmpty ? values[i] : weights[i] * values[i];
        }

        return sum;
    }

    private static double SumOfSquares(Span<double> values, Span<double> weights)
    {
        var lanes = MemoryMarshal.Cast<double, Vector256<double>>(values);
        var weightLanes = MemoryMarshal.Cast<double, Vector256<double>>(weights);
        var sums = Vector256<double>.Zero;
        for (var i = 0; i < lanes.Length; i++)
        {
            var square = lanes[i] * lanes[i];
            sums += weightLanes.IsEmpty ? square : weightLanes[i] * square;
        }

        var sum = Together(sums);
        for (var i = lanes.Length * Lanes; i < values.Length; i++)
        {
            var square = values[i] * values[i];
            sum += weights.IsEmpty ? square : weights[i] * square;
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
