using CsCheck;
using Detectkit.Alerting;
using Detectkit.Configuration;
using Detectkit.Detectors;

namespace Detectkit.Engine.Tests.Alerting;

public class AlertRuleTests
{
    private const string Text = ".- du";

    private static readonly string[] Names = ["MADDetector", "ZScoreDetector", "IQRDetector", "ManualBoundsDetector"];

    private static readonly Gen<double> Share = Gen.OneOf(Gen.Int[1, 10].Select(k => k / 10.0), Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], (k, n) => Math.Min(1, (double)k / n)), Gen.Double[0.01, 1]);

    [Fact]
    public void Alerts_stand_where_the_rule_of_a_running_detectkit_holds_at_its_newest_timestamp()
    {
        var verdict = Gen.Frequency((1, Gen.Const('.')), (1, Gen.Const('-')), (2, Gen.Const(' ')), (4, Gen.Const('u')), (3, Gen.Const('d')));
        var cell = Gen.Select(verdict, Gen.OneOf(Gen.Const(1.0), Gen.Const(2.0), Gen.Const(double.PositiveInfinity)));
        var grid = Gen.Select(Gen.Int[1, 40], Gen.Int[1, 4]).SelectMany((points, detectors) => cell.Array[points].Array[detectors]);
        var windows = Gen.Select(Gen.Bool, Gen.Int[2, 12], Share, (has, points, share) => has ? new AnomalyWindow(points, share) : null);
        Gen.Select(grid, Gen.Int[1, 3], Gen.Int[1, 5], Gen.Enum<AlertDirection>(), windows, Gen.Int[0, 3]).Sample(
            (cells, minDetectors, consecutive, direction, window, firstName) =>
            {
                string NameOf(int d) => Names[(d + firstName) % Names.Length];
                var naive = new NaiveAlertRule(minDetectors, consecutive, direction, window?.Points, window?.MinShare ?? 1);
                var records = cells.SelectMany((row, d) => row.Select((c, i) => new NaiveRecord(i, NameOf(d), VerdictOf(c.Item1), double.IsFinite(c.Item2) ? c.Item2 : 0))).ToList();
                var rule = new AlertRule(minDetectors, consecutive, direction) { Window = window };

                var alerts = rule.Alerts([.. cells.Select((row, d) => Result(NameOf(d), [.. row.Select(c => VerdictOf(c.Item1))], [.. row.Select(c => c.Item2)]))]);

                return alerts.SequenceEqual(Enumerable.Range(0, alerts.Length).Select(i => naive.HoldsAt(i, records)));
            },
            iter: 3000);
    }

    [Theory]
    [InlineData("uuu ", "..u.", 3, 6, 0.5)]
    [InlineData("u u u ", "....u.", 5, 6, 0.5)]
    [InlineData("ududu", "....u", 5, 5, 0.6)]
    [InlineData("uddu", "....", 3, 4, 0.75)]
    [InlineData("u-u.u", "....u", 4, 5, 0.6)]
    public void A_share_alerts_only_where_the_newest_point_is_one_of_its_side_and_its_count_is_reached(string verdicts, string alerts, int consecutive, int points, double share)
    {
        var rule = new AlertRule(1, consecutive, AlertDirection.Same) { Window = new AnomalyWindow(points, share) };
        var expected = alerts.Select(a => a == 'u').ToArray();
        Assert.Equal(expected, rule.Alerts([Result(verdicts)]));
    }

    [Theory]
    [InlineData("u", "d", 2, 1, true)]
    [InlineData("u", "d", 1, 2, false)]
    public void With_direction_same_the_stronger_of_sides_that_are_as_many_is_locked(string first, string second, double severity, double otherSeverity, bool isUp)
    {
        // Only above its band is the point before, too.
        DetectionResult[] detections =
        [
            Result(Names[0], [Verdict.Above, VerdictOf(first[0])], [1, severity]), Result(Names[1], [Verdict.Normal, VerdictOf(second[0])], [double.NaN, otherSeverity]),
        ];

        var alerts = new AlertRule(1, 2, AlertDirection.Same).Alerts(detections);

        Assert.Equal([false, isUp], alerts);
    }

    [Fact]
    public void A_detector_on_the_other_side_does_not_help_two_that_must_agree()
    {
        DetectionResult[] detections = [Result("uuu"), Result("udu")];

        Assert.Equal([true, false, true], new AlertRule(2, 1, AlertDirection.Same).Alerts(detections));
        Assert.Equal([true, true, true], new AlertRule(2, 1, AlertDirection.Any).Alerts(detections));
        Assert.Equal([true, false, true], new AlertRule(2, 1, AlertDirection.Up).Alerts(detections));
        Assert.Equal([false, false, false], new AlertRule(2, 1, AlertDirection.Down).Alerts(detections));
    }

    [Fact]
    public void A_run_of_alerts_has_the_side_and_severity_of_the_anomalies_that_count()
    {
        DetectionResult[] detections = [Result(Names[0], [Verdict.Above, Verdict.Above], [1, 2]), Result(Names[1], [Verdict.Below, Verdict.Normal], [9, double.NaN])];
        var (up, any) = (new AlertRule(1, 1, AlertDirection.Up), new AlertRule(1, 1, AlertDirection.Any));

        var run = Assert.Single(AlertRun.In(up, up.Alerts(detections), detections));
        var mixed = Assert.Single(AlertRun.In(any, any.Alerts(detections), detections));

        Assert.Equal((Verdict.Above, 2.0), (run.Direction, run.PeakSeverity));
        Assert.Equal((null, 9.0), (mixed.Direction, mixed.PeakSeverity));
    }

    [Fact]
    public void The_anomalies_of_a_share_are_the_fewest_whose_quotient_reaches_it()
    {
        Gen.Select(Share, Gen.Int[2, 400]).Sample(
            (share, points) => new AnomalyWindow(points, share).Anomalies == Enumerable.Range(1, points).First(k => (double)k / points >= share),
            iter: 5000);
        Gen.Int[2, 400].SelectMany(points => Gen.Int[1, points].Select(k => (k, points))).Sample(p => AnomalyWindow.Create(p.k, p.points).Anomalies == p.k);
    }

    private static DetectionResult Result(string verdicts) =>
        Result(Names[0], [.. verdicts.Select(VerdictOf)], [.. verdicts.Select(v => v is 'u' or 'd' ? 1 : double.NaN)]);

    private static DetectionResult Result(string name, Verdict[] verdicts, double[] severity)
    {
        var none = Enumerable.Repeat(double.NaN, verdicts.Length).ToArray();
        return new DetectionResult(name, none, none, none, severity, verdicts);
    }

    private static Verdict VerdictOf(char letter) => (Verdict)Text.IndexOf(letter, StringComparison.Ordinal);
}
