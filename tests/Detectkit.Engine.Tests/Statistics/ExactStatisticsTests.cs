namespace Detectkit.Engine.Tests.Statistics;

public class ExactStatisticsTests
{
    private static readonly double[] Values = [1, 2, 3, 4, 10];
    private static readonly double[] Weights = [1, 1, 2, 2, 4];

    [Fact]
    public void The_worked_example_of_the_reference_comes_out_to_the_last_digit()
    {
        var percentiles = ExactStatistics.Percentiles(Values, Weights, 0, 0.25, 0.5, 0.75, 1);
        Assert.Equal(["1", "2.6666666666666665", "4", "9", "10"], percentiles.Select(p => p.ToString()));
        Assert.Equal("5.7", ExactStatistics.Mean(Values, Weights).Mean.ToString());
        Assert.Equal("4.192979976231831", ExactStatistics.StandardDeviation(Values, Weights).ToString());
    }

    [Fact]
    public void Magnitudes_do_not_swallow_each_other()
    {
        var mean = ExactStatistics.Mean([1e300, 1, double.Epsilon, -1e300, 1, -double.Epsilon], [1, 2, 1, 1, 1, 1]).Mean;
        Assert.Equal("0.42857142857142855", mean.ToString());
        Assert.Equal("0.7071067811865476", ExactStatistics.StandardDeviation([1e15, 1e15 + 1], [1, 1]).ToString());
    }
}
