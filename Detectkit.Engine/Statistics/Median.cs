namespace Detectkit.Statistics;

/// <summary>The plain median: the middle value, or the mean of the two.</summary>
internal static class Median
{
    /// <summary>The median of a sample, which is reordered; linear time on average.</summary>
    public static double InPlace(Span<double> values)
    {
        if (values.IsEmpty)
        {
            return double.NaN;
        }

        var middle = values.Length / 2;
        Select(values, middle);
        var upper = values[middle];
        if (values.Length % 2 == 1)
        {
            return upper;
        }

        var lower = values[0];
        foreach (var value in values[..middle])
        {
            lower = Math.Max(lower, value);
        }

        var sum = lower + upper;
        return double.IsInfinity(sum) ? (lower / 2) + (upper / 2) : sum / 2;
    }

    /// <summary>The median distance from a centre, of a sample that is overwritten by the distances.</summary>
    public static double DeviationInPlace(Span<double> values, double center)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Math.Abs(values[i] - center);
        }

        return InPlace(values);
    }

    // Hoare's selection with the median of three as pivot; afterwards everything left of k is no larger.
    private static void Select(Span<double> values, int k)
    {
        var (low, high) = (0, values.Length - 1);
        while (low < high)
        {
            var pivot = MiddleOf(values[low], values[(low + high) >> 1], values[high]);
            var (i, j) = (low, high);
            while (i <= j)
            {
                while (values[i] < pivot)
                {
                    i++;
                }

                while (values[j] > pivot)
                {
                    j--;
                }

                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }

            if (k <= j)
            {
                high = j;
            }
            else if (k >= i)
            {
                low = i;
            }
            else
            {
                return;
            }
        }
    }

    private static double MiddleOf(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
