using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;
using Detectkit.Statistics;

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
    private const int Apart = 1_999;

    [Theory]
    [InlineData(WindowWeights.None, 0)]
    [InlineData(WindowWeights.None, 0.2)]
    [InlineData(WindowWeights.Exponential, 0)]
    [InlineData(WindowWeights.Exponential, 0.2)]
    public void Over_a_million_points_at_a_large_offset_moments_equal_fresh_ones(WindowWeights weights, double gaps)
    {
        var random = new Random(5);
        var values = new double[Points];
        for (var i = 0; i < Points; i++)
        {
            values[i] = random.NextDouble() < gaps ? double.NaN : Offset + random.NextDouble();
        }

        var mean = new double[Points];
        var deviation = new double[Points];
        using var series = new ProcessedSeries(values, default);
        var ages = new AgeWeighting(weights, Window / 20.0).For(Window);
        MomentsPass.Run(series.Windows(Window), ages, mean, deviation);

        for (var i = Window; i < Points; i += Apart)
        {
            if (double.IsNaN(values[i]))
            {
                continue;
            }

            // Taking the offset off is exact here, and the only way to know the spread to its last digits.
            var members = Enumerable.Range(i - Window, Window).Where(k => !double.IsNaN(values[k])).ToArray();
            var window = members.Select(k => values[k] - Offset).ToArray();
            var weight = members.Select(k => ages.At(i - k)).ToArray();
            Assert.Equal(1, mean[i] / (Offset + WeightedStatistics.Mean(window, weight)), 1e-14);
            Assert.Equal(1, deviation[i] / WeightedStatistics.StandardDeviation(window, weight), 1e-12);
        }
    }
}
