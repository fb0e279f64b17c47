using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Series;

namespace Detectkit.Engine.Tests.Autotune.Robust;

public class ClampedChoiceTests
{
    [Fact]
    public void Clamping_is_taken_where_incidents_would_hide_themselves()
    {
        var result = MadeSeries.Tuned(LongIncidents(), DayLabels(5, 9, 13, 17), s => s with { AlertRules = AlertRules.WindowClamp });

        Assert.Equal(Stabilization.Clamp, ((WindowedDetector)result.Winner.Detector).Stabilization);
        Assert.Equal(ParameterValue.From("clamp"), result.Parameters.Find("stabilization"));
        Assert.StartsWith("stabilization: clamp is used: +", Log(result), StringComparison.Ordinal);
        Assert.True(result.Confidence!.LeavesDefault);
    }

    [Fact]
    public void Clamping_that_gains_nothing_is_not_taken()
    {
        var result = MadeSeries.Tuned(MadeSeries.Of([4, 8, 12, 16]), MadeSeries.Labels(4, 8, 12, 16), s => s with { AlertRules = AlertRules.WindowClamp });

        Assert.Null(result.Parameters.Find("stabilization"));
        Assert.StartsWith("stabilization: clamp is not used: ", Log(result), StringComparison.Ordinal);
    }

    [Fact]
    public void Clamping_is_no_candidate_of_window_rules_alone()
    {
        var result = MadeSeries.Tuned(LongIncidents(), DayLabels(5, 9, 13, 17), s => s with { AlertRules = AlertRules.Window });

        Assert.Null(result.Parameters.Find("stabilization"));
        Assert.DoesNotContain(result.DecisionLog, d => d.Stage == TuningStage.Clamp);
    }

    [Fact]
    public void Pinned_clamping_is_counted_as_it_will_run()
    {
        var pinned = ParameterSet.Empty.With("threshold", ParameterValue.From(4.0)).With("stabilization", ParameterValue.From("clamp"));
        var result = MadeSeries.Tuned(LongIncidents(), DayLabels(5, 9, 13, 17), s => s with { FixedParams = pinned });

        Assert.Equal(ParameterValue.From("clamp"), result.Parameters.Find("stabilization"));
        Assert.All(result.Candidates, c => Assert.Equal(Stabilization.Clamp, ((WindowedDetector)c.Detector).Stabilization));
        Assert.Equal(result.Candidates.Single(c => c.Detector == result.Winner.Detector).Score, result.Winner.Score, 12);
    }

    private static string Log(AutotuneResult result) => result.DecisionLog.Single(d => d.Stage == TuningStage.Clamp).Message;

    // Each lasts a day, which makes the window so wide that its own end is normal.
    private static MetricSeries LongIncidents()
    {
        var series = MadeSeries.Of([]);
        var values = series.Values.ToArray();
        foreach (var day in new[] { 5, 9, 13, 17 })
        {
            for (var i = 0; i < MadeSeries.PerDay; i++)
            {
                values[(day * MadeSeries.PerDay) + i] += 60;
            }
        }

        return MetricSeries.FromRows([.. values.Select((_, i) => series.StartMilliseconds + (i * 600_000L))], values, 600, ["hour"]);
    }

    private static Labels.IncidentLabels DayLabels(params int[] days) => new(
        null, "UTC", days.Select(d => new Labels.Incident(MadeSeries.Start.AddDays(d), MadeSeries.Start.AddDays(d).AddHours(23).AddMinutes(50), false, null, default)).ToValueList());
}
