using CsCheck;
using Detectkit.Detectors;
using Detectkit.Statistics;
using Detectkit.Statistics.Sliding;

namespace Detectkit.Engine.Tests.Statistics;

public class MomentsTests
{
    private const int Looks = 25;

    // Half-lives so short that after a gap one value outweighs the rest by more than a double can add are among them.
    private static readonly Gen<double> HalfLife = Gen.OneOf(Gen.Const(double.PositiveInfinity), Gen.Double[2, 400], Gen.Double[0.3, 3]);

    [Fact]
    public void Mean_and_deviation_are_those_of_the_definition_for_any_window_and_half_life() =>
        Gen.Select(AwkwardSeries.Any, AwkwardSeries.Window, HalfLife).Sample(
            (values, window, halfLife) =>
            {
                using var buffers = new Buffers();
                var source = new ProcessedSeries(values, default, null, buffers);
                var weights = double.IsInfinity(halfLife) ? AgeWeights.Uniform : AgeWeights.Exponential(halfLife, window, buffers);
                var (sample, n) = (source.Valid.Of(window), values.Length);
                var (mean, deviation) = (new double[n], new double[n]);
                if (!WindowStatistics.CanSlide(sample, weights, StatisticsKind.Moments))
                {
                    return;
                }

                MomentsPass.Run(sample, weights, mean, deviation);
                foreach (var look in WindowLook.Some(sample, weights, Looks))
                {
                    Yardstick.Mean(look.Values, look.Weights, mean[look.At]);
                    Yardstick.StandardDeviation(look.Values, look.Weights, deviation[look.At]);
                }
            },
            iter: 150,
            threads: 1);
}
