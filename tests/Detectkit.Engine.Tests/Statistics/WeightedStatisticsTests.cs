using Detectkit.Statistics;

namespace Detectkit.Engine.Tests.Statistics;

public class WeightedStatisticsTests
{
    private static readonly double[] Values = [1, 2, 3, 4, 10];
    private static readonly double[] Weights = [1, 1, 2, 2, 4];
    private static readonly double[] OneToTen = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    private static readonly double[] Ones = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1];

    [Fact]
    public void The_worked_example_of_the_reference_is_reproduced()
    {
        Assert.Equal(2.6666666666666670, WeightedStatistics.Percentile(Values, Weights, 25));
        Assert.Equal(4, WeightedStatistics.Median(Values, Weights));
        Assert.Equal(9, WeightedStatistics.Percentile(Values, Weights, 75));
        Assert.Equal(2.5, WeightedStatistics.MedianAbsoluteDeviation(Values, Weights, 4), 1e-12);
        Assert.Equal(5.7, WeightedStatistics.Mean(Values, Weights), 1e-12);
        Assert.Equal(4.192979976231831, WeightedStatistics.StandardDeviation(Values, Weights), 1e-12);
    }

    [Fact]
    public void Equal_weights_give_hazen_percentiles()
    {
        Assert.Equal(3.0, WeightedStatistics.Percentile(OneToTen, Ones, 25));
        Assert.Equal(5.5, WeightedStatistics.Percentile(OneToTen, Ones, 50));
        Assert.Equal(8.0, WeightedStatistics.Percentile(OneToTen, Ones, 75));
    }

    [Fact]
    public void Equal_values_have_no_spread_at_any_magnitude()
    {
        var values = Enumerable.Repeat(0.1 + 1e9, 7).ToArray();
        Assert.Equal(0, WeightedStatistics.StandardDeviation(values, [1, 2, 3, 4, 5, 6, 7]));
    }

    [Theory]
    [InlineData(new double[0], new double[0])]
    [InlineData(new double[] { 1 }, new double[] { 1, 2 })]
    [InlineData(new double[] { 1, 2 }, new double[] { 0, 0 })]
    [InlineData(new double[] { 1, 2 }, new[] { 1, double.PositiveInfinity })]
    public void A_sample_that_has_no_percentile_is_refused(double[] values, double[] weights) =>
        Assert.Throws<ArgumentException>(() => WeightedStatistics.Percentile(values, weights, 50));
}
