using Detectkit.Autotune.Adoption;
using Detectkit.Autotune.Resampling;
using Detectkit.Series;

namespace Detectkit.Engine.Tests.Autotune.Adoption;

public class ComparedFiguresTests
{
    private const int Points = 4000;
    private const int Interval = 300;

    private static readonly PointRange Everything = new(0, Points);

    [Fact]
    public void A_catch_that_shifted_alerts_make_as_well_does_not_count()
    {
        var everywhere = At(Enumerable.Range(0, Points / 10).Select(i => i * 10));
        var once = At([2005]);

        Assert.Equal([-1], DetectionDelays.Measure(everywhere, [new PointRange(2001, 2020)], seed: 1));
        Assert.Equal([5], DetectionDelays.Measure(once, [new PointRange(2000, 2020)], seed: 1));
        Assert.Equal([-1], DetectionDelays.Measure(At([]), [new PointRange(2000, 2020)], seed: 1));
    }

    [Fact]
    public void An_incident_at_either_end_is_shifted_round_the_circle()
    {
        var alerts = At([2, Points - 3]);

        Assert.Equal([2, 7], DetectionDelays.Measure(alerts, [new PointRange(0, 10), new PointRange(Points - 10, Points)], seed: 1));
    }

    [Theory]
    [InlineData(7, 11)]
    [InlineData(100, 12)]
    [InlineData(997, 13)]
    public void Chance_is_the_share_of_shifts_that_hit_as_early(int step, int seed)
    {
        // Of alerts every so many points, so many shifts hit a stretch of ten.
        var alerts = At(Enumerable.Range(0, Points / step).Select(i => i * step));
        var incident = new PointRange((Points / 2) - ((Points / 2) % step) - 9, (Points / 2) + 10);

        var isCaught = DetectionDelays.Measure(alerts, [incident], seed)[0] == 9;

        Assert.Equal(10.0 / step < DetectionDelays.ChanceShare, isCaught);
    }

    [Fact]
    public void Fewer_alerts_with_the_same_catches_are_clearly_better()
    {
        var (before, after, marked) = (At([.. Every(100), 2001]), At([2001]), Marked(2000, 2020));

        var figures = Of(before, after, marked);

        Assert.Equal((1, 1, 1), (figures.Incidents, figures.CaughtBefore, figures.CaughtAfter));
        Assert.Equal((FigureChange.Same, FigureChange.Same, FigureChange.Better), (figures.Caught, figures.TimeToDetect, figures.Alerts));
        Assert.Equal(FigureChange.Worse, Of(after, before, marked).Alerts);
        Assert.True(figures.AlertsDifference.High < 0);
    }

    [Fact]
    public void One_alert_less_of_two_is_nothing_that_resampling_could_not_explain()
    {
        var figures = Of(At([500, 3000]), At([500]), new bool[Points]);

        Assert.Equal(FigureChange.Same, figures.Alerts);
        Assert.True(figures.AlertsPerWeekAfter < figures.AlertsPerWeekBefore);
    }

    [Fact]
    public void A_sure_fall_by_less_than_half_of_what_is_allowed_is_not_worth_a_pull_request()
    {
        // Of twelve weeks of a point an hour.
        var (before, marked) = (At([100, 500, 900, 1300]), new bool[Points]);
        var range = new PointRange(0, 2016);
        ComparedFigures Of(double allowed) => ComparedFigures.Compare(before, new bool[Points], marked, range, 3600, allowed, seed: 5);

        Assert.True(Of(1).AlertsDifference.High < 0);
        Assert.Equal(FigureChange.Same, Of(1).Alerts);
        Assert.Equal(FigureChange.Better, Of(0.5).Alerts);
    }

    [Fact]
    public void A_lost_catch_is_worse_and_a_won_one_better_however_few_there_are()
    {
        var marked = Marked(2000, 2020);

        Assert.Equal(FigureChange.Worse, Of(At([2001]), At([]), marked).Caught);
        Assert.Equal(FigureChange.Better, Of(At([]), At([2001]), marked).Caught);
        Assert.Equal(FigureChange.Same, Of(At([]), At([]), marked).Caught);
    }

    [Theory]
    [InlineData(2, FigureChange.Same)]
    [InlineData(8, FigureChange.Worse)]
    public void A_little_later_is_tolerated_and_much_later_is_worse(int later, FigureChange expected)
    {
        var marked = Marked(2000, 2020);

        var figures = Of(At([2001]), At([2001 + later]), marked);

        Assert.Equal(expected, figures.TimeToDetect);
        Assert.Equal((5, 5 + (later * 5)), (figures.MinutesBefore, figures.MinutesAfter));
    }

    [Fact]
    public void A_delay_counts_however_few_of_the_incidents_both_catch()
    {
        var marked = new bool[Points];
        foreach (var start in new[] { 500, 1100, 1700, 2300, 2900 })
        {
            marked.AsSpan(start, 40).Fill(true);
        }

        Assert.Equal(FigureChange.Worse, Of(At([1700]), At([1736]), marked).TimeToDetect);
        Assert.Equal(FigureChange.Better, Of(At([1736]), At([1700]), marked).TimeToDetect);
    }

    [Fact]
    public void The_same_data_give_the_same_figures()
    {
        var (before, after, marked) = (At(Every(90)), At(Every(130)), Marked(2000, 2020));

        Assert.Equal(Of(before, after, marked), Of(before, after, marked));
    }

    private static ComparedFigures Of(bool[] before, bool[] after, bool[] marked) => ComparedFigures.Compare(before, after, marked, Everything, Interval, allowedPerWeek: 1, seed: 5);

    private static IEnumerable<int> Every(int step) => Enumerable.Range(1, (Points / step) - 1).Select(i => (i * step) + 50).Where(i => i is < 1990 or > 2030);

    private static bool[] At(IEnumerable<int> points)
    {
        var alerts = new bool[Points];
        foreach (var point in points)
        {
            alerts[point] = true;
        }

        return alerts;
    }

    private static bool[] Marked(int start, int end) => At(Enumerable.Range(start, end - start));
}
