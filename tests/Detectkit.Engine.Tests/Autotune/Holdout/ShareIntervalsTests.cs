using Detectkit.Autotune.Holdout;

namespace Detectkit.Engine.Tests.Autotune.Holdout;

public class ShareIntervalsTests
{
    private const double Quantile = 1.6448536269514722;

    [Theory]
    [InlineData(8, 8, 0.7473, 1)]
    [InlineData(0, 8, 0, 0.2527)]
    [InlineData(1, 6, 0.0381, 0.5024)]
    [InlineData(5, 10, 0.2693, 0.7307)]
    public void A_share_reaches_as_far_as_Wilson_says_and_stays_open_where_all_or_none_are_caught(int caught, int incidents, double low, double high)
    {
        var range = ShareIntervals.Wilson(caught, incidents, Quantile);

        Assert.Equal((low, high), (Math.Round(range.Low, 4), Math.Round(range.High, 4)));
    }

    [Theory]
    [InlineData(8, 0, 0, 0, -0.2527, 0.2527)]
    [InlineData(1, 0, 5, 0, 0.3758, 0.9619)]
    [InlineData(5, 1, 3, 1, -0.1141, 0.4689)]
    public void A_difference_is_that_of_pairs(int both, int present, int tuned, int neither, double low, double high)
    {
        var range = ShareIntervals.Difference(both, present, tuned, neither, Quantile);
        var opposite = ShareIntervals.Difference(both, tuned, present, neither, Quantile);

        Assert.Equal((low, high), (Math.Round(range.Low, 4), Math.Round(range.High, 4)));
        Assert.Equal((-high, -low), (Math.Round(opposite.Low, 4), Math.Round(opposite.High, 4)));
    }
}
