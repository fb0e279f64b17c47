using Detectkit.Configuration;
using Detectkit.Engine.Tests.Statistics;

namespace Detectkit.Engine.Tests.Detectors;

public class PassesAgreeWithTheNaiveTwinTests
{
    [Theory]
    [MemberData(nameof(BandCases.All), MemberType = typeof(BandCases))]
    public void Bands_are_those_of_exact_arithmetic(string type, WindowWeights weights, Detrend detrend, bool isSeasonal) =>
        BandCases.CheckExactly(BandCases.Detector(type, weights, detrend, isSeasonal), AwkwardSeries.Any, iterations: 40);

    [Theory]
    [MemberData(nameof(BandCases.OrderStatistics), MemberType = typeof(BandCases))]
    public void Order_statistics_under_equal_weights_are_identical_to_the_last_bit(string type, WindowWeights weights, Detrend detrend, bool isSeasonal) =>
        BandCases.CheckToTheLastBit(BandCases.Detector(type, weights, detrend, isSeasonal), AwkwardSeries.Any, iterations: 40);
}
