using BenchmarkDotNet.Attributes;
using Detectkit.Statistics;
using Detectkit.Statistics.Sliding;

namespace Detectkit.Benchmarks.Kernels;

/// <summary>A series' positions in stable ascending order of value: by radix, and by the sorts of the standard library.</summary>
[MemoryDiagnoser]
public class SortingBenchmarks
{
    private double[] values = null!;
    private double[] keys = null!;
    private int[] order = null!;

    /// <summary>Values in the series.</summary>
    [Params(10_000, 1_000_000)]
    public int Points { get; set; }

    /// <summary>Makes a series in which values recur, and sees that all ways agree.</summary>
    [GlobalSetup]
    public void Setup()
    {
        values = [.. KernelTable.Made(Points).Select(v => Math.Round(v, 2))];
        (keys, order) = (new double[Points], new int[Points]);
        Comparisons();
        var expected = Agreement.Taken(order);
        Keys();
        Agreement.Exact<int>(expected, Agreement.Taken(order));
        Radix();
        Agreement.Exact<int>(expected, order);
    }

    /// <summary>Values beside their positions, then those of equal values.</summary>
    /// <returns>The position of the smallest value.</returns>
    [Benchmark(Baseline = true)]
    public int Keys()
    {
        values.CopyTo(keys, 0);
        Number();
        Array.Sort(keys, order);
        for (var from = 0; from < keys.Length;)
        {
            var to = from + 1;
            while (to < keys.Length && keys[to] == keys[from])
            {
                to++;
            }

            order.AsSpan(from, to - from).Sort();
            from = to;
        }

        return order[0];
    }

    /// <summary>Positions compared by value, then by themselves.</summary>
    /// <returns>The position of the smallest value.</returns>
    [Benchmark]
    public int Comparisons()
    {
        Number();
        Array.Sort(order, (a, b) => values[a].CompareTo(values[b]) is var difference and not 0 ? difference : a.CompareTo(b));
        return order[0];
    }

    /// <summary>The radix sort.</summary>
    /// <returns>The position of the smallest value.</returns>
    [Benchmark]
    public int Radix()
    {
        SortedOrder.Fill(values, order);
        return order[0];
    }

    private void Number()
    {
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }
    }
}
