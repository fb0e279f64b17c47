using Detectkit.Scoring;
using Detectkit.Series;

namespace Detectkit.Engine.Tests.Scoring;

public class FalseAlertsTests
{
    [Theory]
    [InlineData("....................", "....................", "")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!", "....................", "0-20")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!", ".....######.........", "0-5 11-20")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!", ".....####...........", "0-20")]
    [InlineData("....!!!!............", ".....##.............", "4-8")]
    [InlineData("!....!.....!........", "....................", "0-6 11-12")]
    [InlineData(".....!!.............", ".....##.............", "")]
    public void Alerts_outside_incidents_are_alarms_and_those_at_most_five_points_apart_are_one(string alerts, string incidents, string alarms)
    {
        var found = FalseAlerts.In([.. alerts.Select(c => c == '!')], [.. incidents.Select(c => c == '#')], new PointRange(0, alerts.Length));

        Assert.Equal(alarms, string.Join(" ", found.Select(a => $"{a.Start}-{a.End}")));
    }

    [Fact]
    public void An_alarm_that_began_before_the_stretch_counts_in_it_and_one_after_it_does_not()
    {
        var alerts = Enumerable.Repeat(true, 20).ToArray();

        Assert.Equal([new PointRange(4, 9)], FalseAlerts.In(alerts, new bool[20], new PointRange(4, 9)));
        Assert.Empty(FalseAlerts.In([], new bool[20], new PointRange(4, 9)));
    }
}
