using CsCheck;

namespace Detectkit.Engine.Tests.Statistics;

/// <summary>Series that make sums round, ties decide and windows run empty.</summary>
internal static class AwkwardSeries
{
    private static readonly Gen<double> Anything = Gen.Frequency(
        (6, Gen.Double[-100, 100]),
        (4, Gen.Int[-3, 3].Select(i => (double)i)),
        (1, Gen.Const(double.NaN)),
        (1, Gen.Const(double.Epsilon)),
        (1, Gen.Double[-1e-310, 1e-310]),
        (1, Gen.Double[-1e12, 1e12]),
        (1, Gen.Double[-1e300, 1e300]),
        (1, Gen.OneOf(Gen.Const(1e300), Gen.Const(-1e300), Gen.Const(0.0), Gen.Const(-0.0))));

    /// <summary>One kind of value per series, from denormal to huge.</summary>
    public static Gen<double[]> OfOneKind { get; } = Gen.OneOf(
        Gen.Double[10, 20].Array[1, 700],
        Gen.Double[-1e6, 1e6].Array[1, 700],
        Gen.Int[0, 4].Select(i => (double)i).Array[1, 700],
        Gen.Frequency((1, Gen.Int[0, 4].Select(i => (double)i)), (1, Gen.Double[0, 4])).Array[1, 700],
        Gen.Frequency((8, Gen.Const(0.0)), (1, Gen.Double[0, 50])).Array[1, 700],
        Gen.Select(Gen.Double[-1e9, 1e9], Gen.Int[1, 300], (v, n) => Enumerable.Repeat(v, n).ToArray()),
        Gen.Select(Gen.Double[0, 1].Array[1, 700], Gen.Double[-1e9, 1e9], (a, offset) => a.Select(v => offset + v).ToArray()),
        Gen.Select(Gen.Double[0, 1].Array[200, 900], Gen.Int[3, 300], (a, n) => a.Select((v, i) => v + (i / n % 2 * 1000)).ToArray()),
        Gen.Double[-1e-310, 1e-310].Array[1, 300],
        Gen.Double[-1e300, 1e300].Array[1, 300]);

    /// <summary>Magnitudes from 5e-324 to 1e300 in one window.</summary>
    public static Gen<double[]> OfMixedMagnitude { get; } = Anything.Array[1, 500];

    /// <summary>All of these, some with values missing here and there or for long, so that windows run down to one value and none.</summary>
    public static Gen<double[]> Any { get; } = Gen.Select(
        Gen.Frequency((3, OfOneKind), (1, OfMixedMagnitude)),
        Gen.OneOf(Gen.Const(0.0), Gen.Double[0, 0.4]),
        Gen.OneOf(Gen.Const(0), Gen.Int[5, 300]),
        Gen.Int[0, int.MaxValue],
        (values, missing, longest, seed) => WithGaps(values, missing, longest, new Random(seed)));

    /// <summary>Windows of one point, short, long, and longer than any of the series.</summary>
    public static Gen<int> Window { get; } = Gen.OneOf(Gen.Const(1), Gen.Int[2, 33], Gen.Int[34, 400], Gen.Const(1000));

    private static double[] WithGaps(double[] values, double missing, int longest, Random random)
    {
        var result = new List<double>();
        foreach (var value in values)
        {
            result.Add(random.NextDouble() < missing ? double.NaN : value);
            if (longest > 0 && random.Next(60) == 0)
            {
                result.AddRange(Enumerable.Repeat(double.NaN, Math.Min(random.Next(1, longest), 1500 - Math.Min(1499, result.Count))));
            }
        }

        return [.. result.Take(1500)];
    }
}
