using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Detectkit.Statistics.Direct;

/// <summary>
/// Weighted percentiles of an unsorted sample by bracketing: one vectorised pass weighs what lies below a bracket around the last
/// answer and collects the few values inside, which are then sorted. Successive windows move the answer little, so one pass usually
/// suffices; a bracket that misses is widened. Values must be finite. What lies below is summed with its rounding errors, so that the
/// answer does not depend on the bracket, and by it on the windows before: the last bit of a median may decide between tied deviations.
/// </summary>
internal struct BracketSelection(bool isScalar)
{
    private const int Capacity = 192;
    private const int Wanted = 24;
    private const int Lanes = 4;

    // Leaves vectors alone even where there are any: the answer is the same to the last bit.
    private readonly bool isScalar = isScalar;
    private double guess;
    private double reach;

    /// <summary>The percentile at a target of 0 to 1; equal values keep the sample's order. No weights are equal ones; scratch is twice the sample.</summary>
    public double Select(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, double total, double target, Span<double> scratch)
    {
        Span<double> inside = stackalloc double[Capacity];
        Span<double> insideWeights = stackalloc double[Capacity];
        for (var attempt = 0; attempt < 12; attempt++)
        {
            if (reach <= 0 || !double.IsFinite(reach))
            {
                break;
            }

            var (low, high) = (guess - reach, guess + reach);
            var count = Collect(values, weights, isScalar, low, high, inside, insideWeights, out var below);
            if (count < 0)
            {
                reach *= 0.25;
                continue;
            }

            if (count == 0 || !Brackets(inside[..count], weights.IsEmpty ? [] : insideWeights[..count], below, total, target, count == values.Length, out var result))
            {
                reach *= attempt > 3 ? 16 : 3;
                continue;
            }

            guess = result;
            reach *= count > 2 * Wanted ? 0.6 : count < Wanted / 2 ? 1.6 : 1;
            return result;
        }

        return SortAll(values, weights, total, target, scratch);
    }

    // Sum of weights below the bracket, and the values in it in sample order; -1 where they are too many.
    private static int Collect(
        ReadOnlySpan<double> values, ReadOnlySpan<double> weights, bool isScalar, double low, double high, Span<double> inside, Span<double> insideWeights, out CompensatedSum below)
    {
        var count = 0;
        var i = 0;
        var counted = 0L;

        // One sum per lane, then the rest: without vectors weights are added in the same order, which decides the last bit.
        Span<CompensatedSum> sumOf = stackalloc CompensatedSum[Lanes + Lanes - 1];
        var whole = values.Length - (values.Length % Lanes);
        if (Vector256.IsHardwareAccelerated && !isScalar)
        {
            var (sums, rests) = (Vector256<double>.Zero, Vector256<double>.Zero);
            var (lowVector, highVector) = (Vector256.Create(low), Vector256.Create(high));
            for (; i < whole; i += Lanes)
            {
                var value = Vector256.Create(values.Slice(i, Lanes));
                var isBelow = Vector256.LessThan(value, lowVector);
                if (weights.IsEmpty)
                {
                    counted += BitOperations.PopCount(isBelow.ExtractMostSignificantBits());
                }
                else
                {
                    var weight = Vector256.Create(weights.Slice(i, Lanes)) & isBelow;
                    var sum = sums + weight;
                    var added = sum - sums;
                    rests += (sums - (sum - added)) + (weight - added);
                    sums = sum;
                }

                var mask = (~isBelow & Vector256.LessThanOrEqual(value, highVector)).ExtractMostSignificantBits();
                for (; mask != 0; mask &= mask - 1)
                {
                    if (count == Capacity)
                    {
                        below = default;
                        return -1;
                    }

                    var at = i + BitOperations.TrailingZeroCount(mask);
                    inside[count] = values[at];
                    insideWeights[count++] = weights.IsEmpty ? 1 : weights[at];
                }
            }

            for (var lane = 0; lane < Lanes; lane++)
            {
                sumOf[lane] = new CompensatedSum(sums[lane], rests[lane]);
            }
        }

        for (; i < values.Length; i++)
        {
            if (values[i] < low)
            {
                sumOf[i < whole ? i % Lanes : Lanes + i - whole].Add(weights.IsEmpty ? 1 : weights[i]);
            }
            else if (values[i] <= high)
            {
                if (count == Capacity)
                {
                    below = default;
                    return -1;
                }

                inside[count] = values[i];
                insideWeights[count++] = weights.IsEmpty ? 1 : weights[i];
            }
        }

        below = new CompensatedSum(counted, 0);
        foreach (ref readonly var sum in sumOf)
        {
            below.Add(sum);
        }

        return count;
    }

    // Sorts what is inside and interpolates; false where the neighbours of the target are not both inside.
    private static bool Brackets(Span<double> values, Span<double> weights, CompensatedSum below, double total, double target, bool isAll, out double result)
    {
        for (var i = 1; i < values.Length; i++)
        {
            var value = values[i];
            var at = i;
            for (; at > 0 && values[at - 1] > value; at--)
            {
                values[at] = values[at - 1];
            }

            values[at] = value;
            if (!weights.IsEmpty && at < i)
            {
                var weight = weights[i];
                weights[at..i].CopyTo(weights[(at + 1)..]);
                weights[at] = weight;
            }
        }

        return TryInterpolate(values, weights, below, total, target, below.Value == 0, isAll, out result);
    }

    // Equal weights by positions, in the reference's order of operations; others by sums of weights, which rounds less.
    private static bool TryInterpolate(
        ReadOnlySpan<double> values, ReadOnlySpan<double> weights, CompensatedSum sum, double total, double target, bool nothingBelow, bool nothingAbove, out double result)
    {
        var previous = 0.0;
        var goal = weights.IsEmpty ? target : target * total;
        for (var i = 0; i < values.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            sum.Add(weight);
            var middle = sum.Value - (0.5 * weight);
            var position = weights.IsEmpty ? middle / total : middle;
            if (position > goal)
            {
                result = i == 0 ? values[0]
                    : weights.IsEmpty ? PercentileRule.Interpolate(target, previous, values[i - 1], position, values[i])
                    : PercentileRule.Between(goal, previous, values[i - 1], position, values[i], total);
                return i > 0 || nothingBelow;
            }

            if (position == goal)
            {
                result = values[i];
                return true;
            }

            previous = position;
        }

        result = values[^1];
        return nothingAbove;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private double SortAll(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, double total, double target, Span<double> scratch)
    {
        var n = values.Length;
        var sorted = scratch[..n];
        values.CopyTo(sorted);
        double result;
        if (weights.IsEmpty)
        {
            sorted.Sort();
            TryInterpolate(sorted, [], default, total, target, true, true, out result);
        }
        else
        {
            var order = new int[n];
            for (var i = 0; i < n; i++)
            {
                order[i] = i;
            }

            sorted.Sort(order.AsSpan());
            WeightedStatistics.SortTies(sorted, order);
            var carried = scratch.Slice(n, n);
            for (var i = 0; i < n; i++)
            {
                carried[i] = weights[order[i]];
            }

            TryInterpolate(sorted, carried, default, total, target, true, true, out result);
        }

        guess = result;
        reach = Math.Max((sorted[Math.Min(n - 1, (n / 2) + Wanted)] - sorted[Math.Max(0, (n / 2) - Wanted)]) / 2, Math.Abs(result) * 1e-12);
        return result;
    }
}
