using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;
using Detectkit.Statistics;
using Detectkit.Statistics.Sliding;

namespace Detectkit.Engine.Tests.Statistics;

/// <summary>
/// The moments pass merges two halves and never subtracts sums, and keeps the mean as a sum of two doubles: its relative error is
/// bounded by a small multiple of w times 2^-53, however far the window has slid.
/// </summary>
public class MomentsDoNotDriftTests
{
    private const int Points = 1_000_000;
    private const int Window = 2016;
    private const double Offset = 1e9;
    private const int Looks = 200;

    [Theory]
    [InlineData(WindowWeights.None, 0)]
    [InlineData(WindowWeights.None, 0.2)]
    [InlineData(WindowWeights.Exponential, 0)]
    [InlineData(WindowWeights.Exponential, 0.2)]
    public void Over_a_million_points_at_a_large_offset_moments_are_those_of_exact_arithmetic(WindowWeights weights, double gaps)
    {
        var random = new Random(5);
        var values = new double[Points];
        for (var i = 0; i < Points; i++)
        {
            values[i] = random.NextDouble() < gaps ? double.NaN : Offset + random.NextDouble();
        }

        var mean = new double[Points];
        var deviation = new double[Points];
        using var buffers = new Buffers();
        var series = new ProcessedSeries(values, default, null, buffers);
        var ages = new AgeWeighting(weights, Window / 20.0).For(Window, buffers);
        MomentsPass.Run(series.Valid.Of(Window), ages, mean, deviation);

        foreach (var look in WindowLook.Some(series.Valid.Of(Window), ages, Looks))
        {
            Yardstick.Mean(look.Values, look.Weights, mean[look.At], 1e-14);
            Yardstick.StandardDeviation(look.Values, look.Weights, deviation[look.At]);
        }
    }
}
