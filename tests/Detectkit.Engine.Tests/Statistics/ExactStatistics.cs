namespace Detectkit.Engine.Tests.Statistics;

/// <summary>
/// Weighted statistics of one sample from their definitions, without rounding: what passes and plain twin are both measured by. Values
/// and weights are taken as the doubles that they are.
/// </summary>
internal static class ExactStatistics
{
    /// <summary>The weight of the sample.</summary>
    public static Dyadic Total(ReadOnlySpan<double> weights)
    {
        var total = Dyadic.Zero;
        foreach (var weight in weights)
        {
            total += weight;
        }

        return total;
    }

    /// <summary>The values of the percentile function at some targets, ascending; below the first position and above the last it is flat.</summary>
    public static Dyadic[] Percentiles(double[] values, double[] weights, params Dyadic[] targets)
    {
        var order = Enumerable.Range(0, values.Length).OrderBy(i => values[i]).ToArray();
        var total = Total(weights);
        var results = new Dyadic[targets.Length];
        var (next, sum, left) = (0, Dyadic.Zero, Dyadic.Zero);
        for (var rank = 0; rank < order.Length && next < targets.Length; rank++)
        {
            Dyadic half = 0.5 * weights[order[rank]];
            var right = sum + half;
            for (; next < targets.Length && targets[next] * total <= right; next++)
            {
                Dyadic value = values[order[rank]];
                if (rank > 0)
                {
                    Dyadic previous = values[order[rank - 1]];
                    value = previous + ((value - previous) * ((targets[next] * total) - left) / (right - left));
                }

                results[next] = value;
            }

            (left, sum) = (right, right + half);
        }

        for (; next < targets.Length; next++)
        {
            results[next] = values[order[^1]];
        }

        return results;
    }

    /// <summary>The weighted mean, and the weighted mean of the absolute values.</summary>
    public static (Dyadic Mean, Dyadic MeanMagnitude) Mean(double[] values, double[] weights)
    {
        var (sum, magnitude) = (Dyadic.Zero, Dyadic.Zero);
        for (var i = 0; i < values.Length; i++)
        {
            sum += (Dyadic)values[i] * weights[i];
            magnitude += (Dyadic)Math.Abs(values[i]) * weights[i];
        }

        var total = Total(weights);
        return (sum / total, magnitude / total);
    }

    /// <summary>The weighted standard deviation.</summary>
    public static Dyadic StandardDeviation(double[] values, double[] weights)
    {
        var (sum, squares, squaredWeights, total) = (Dyadic.Zero, Dyadic.Zero, Dyadic.Zero, Total(weights));
        for (var i = 0; i < values.Length; i++)
        {
            var weighted = (Dyadic)values[i] * weights[i];
            sum += weighted;
            squares += weighted * values[i];
            squaredWeights += (Dyadic)weights[i] * weights[i];
        }

        // Of values from their mean: nothing is rounded, so nothing cancels.
        var spread = (squares * total) - (sum * sum);
        var freedom = ((total * total) - squaredWeights) / (total * total);
        var variance = spread / (total * total);
        return Dyadic.Sqrt(freedom > 1e-12 ? variance / freedom : variance);
    }
}
