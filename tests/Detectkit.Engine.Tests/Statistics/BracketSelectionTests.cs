using CsCheck;
using Detectkit.Statistics;
using Detectkit.Statistics.Direct;

namespace Detectkit.Engine.Tests.Statistics;

public class BracketSelectionTests
{
    private static readonly Gen<double> Value = Gen.OneOf(Gen.Double[-100, 100], Gen.Int[-3, 3].Select(i => (double)i), Gen.Double[-1e300, 1e300], Gen.Const(double.Epsilon));

    // One selection answers for window after window, since its bracket comes from the last answer.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_vectors_the_answer_is_the_same_to_the_last_bit(bool isWeighted) =>
        Gen.Select(Gen.OneOf(Value.Array[1, 700], Gen.Double[10, 20].Array[1, 700]), Gen.Int[1, 400], Gen.Double[0.9, 1]).Sample(
            (values, window, decay) =>
            {
                var (vectorised, scalar) = (default(BracketSelection), new BracketSelection(isScalar: true));
                var scratch = new double[2 * window];
                for (var end = 1; end <= values.Length; end++)
                {
                    var sample = values.AsSpan(Math.Max(0, end - window)..end);
                    var weights = isWeighted ? Weights(sample.Length, decay) : [];
                    var total = isWeighted ? weights.Sum() : sample.Length;
                    var expected = scalar.Select(sample, weights, total, 0.5, scratch);
                    Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(vectorised.Select(sample, weights, total, 0.5, scratch)));
                }
            },
            iter: 60,
            threads: 1);

    private static double[] Weights(int count, double decay) => [.. Enumerable.Range(0, count).Select(i => Math.Pow(decay, count - i))];
}
