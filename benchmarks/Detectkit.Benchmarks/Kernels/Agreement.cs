namespace Detectkit.Benchmarks.Kernels;

/// <summary>Holds a kernel to its baseline before either is measured: a ratio between two different results says nothing.</summary>
internal static class Agreement
{
    /// <summary>A copy of results, which are cleared: what the kernel leaves unwritten must not pass for the baseline's.</summary>
    public static T[] Taken<T>(T[] results)
    {
        T[] taken = [.. results];
        Array.Clear(results);
        return taken;
    }

    /// <summary>Throws unless the two hold the same values.</summary>
    public static void Exact<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual)
        where T : IEquatable<T>
    {
        var at = expected.CommonPrefixLength(actual);
        if (expected.Length != actual.Length || at < expected.Length)
        {
            throw new InvalidOperationException($"The kernel and its baseline differ from position {at} on.");
        }
    }

    /// <summary>
    /// Throws unless figures differ by no more than a share of the largest of them: one that happens to lie near zero owes its rounding to the
    /// values around it. NaN agrees with NaN, and an infinite figure with itself alone.
    /// </summary>
    public static void Within(double share, ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        if (expected.Length != actual.Length)
        {
            throw new InvalidOperationException($"The baseline gives {expected.Length} figures, the kernel {actual.Length}.");
        }

        var largest = 0.0;
        foreach (var figure in expected)
        {
            largest = double.IsFinite(figure) ? Math.Max(largest, Math.Abs(figure)) : largest;
        }

        for (var i = 0; i < expected.Length; i++)
        {
            var (a, b) = (expected[i], actual[i]);
            if (!(Math.Abs(a - b) <= share * largest) && !a.Equals(b))
            {
                throw new InvalidOperationException(FormattableString.Invariant($"At {i} the baseline gives {a:R}, the kernel {b:R}."));
            }
        }
    }
}
