using CsCheck;
using Detectkit.Statistics;
using Detectkit.Statistics.Direct;

namespace Detectkit.Engine.Tests.Statistics;

public class DirectMomentsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_vectors_the_answer_is_the_same_to_the_last_bit(bool isWeighted) =>
        Gen.Select(AwkwardSeries.OfOneKind, Gen.Double[0.5, 1]).Sample(
            (values, decay) =>
            {
                var weights = isWeighted ? Enumerable.Range(0, values.Length).Select(i => Math.Pow(decay, values.Length - i)).ToArray() : [];
                var total = isWeighted ? weights.Sum() : values.Length;
                var expected = Scalar(values, weights, total);
                Assert.Equal(expected, DirectMoments.Of((double[])values.Clone(), (double[])weights.Clone(), total));
            },
            iter: 300,
            threads: 1);

    // Four sums, of every fourth value each, and then what is left over.
    private static (double Mean, double Deviation) Scalar(double[] values, double[] weights, double total)
    {
        if (values.All(v => v == values[0]))
        {
            return (values[0], 0);
        }

        var normalised = weights.Select(w => w * (1 / total)).ToArray();
        var scale = weights.Length == 0 ? 1 / total : 1;
        var whole = values.Length / 4 * 4;
        double Sum(Func<int, double> term)
        {
            var sums = new double[4];
            for (var i = 0; i < whole; i++)
            {
                sums[i % 4] += weights.Length == 0 ? term(i) : normalised[i] * term(i);
            }

            var sum = sums[0] + sums[1] + (sums[2] + sums[3]);
            for (var i = whole; i < values.Length; i++)
            {
                sum += weights.Length == 0 ? term(i) : normalised[i] * term(i);
            }

            return sum * scale;
        }

        var mean = Sum(i => values[i]);
        var rest = Sum(i => values[i] - mean);
        double Deviation(int i) => values[i] - mean - rest;
        var (off, squares) = (Sum(Deviation), Sum(i => Deviation(i) * Deviation(i)));
        var variance = double.IsInfinity(squares) ? squares : squares - (off * off);
        return (mean + rest, Math.Sqrt(WeightedStatistics.Unbias(variance, weights.Length == 0 ? 1 - scale : Pairs(normalised, whole))));
    }

    private static double Pairs(double[] weights, int whole)
    {
        var (sums, pairs) = (new double[4], new double[4]);
        for (var i = 0; i < whole; i++)
        {
            pairs[i % 4] += weights[i] * sums[i % 4];
            sums[i % 4] += weights[i];
        }

        var (before, paired) = (0.0, pairs[0] + pairs[1] + (pairs[2] + pairs[3]));
        foreach (var weight in sums.Concat(weights.Skip(whole)))
        {
            paired += weight * before;
            before += weight;
        }

        return 2 * paired;
    }
}
