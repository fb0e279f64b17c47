using CsCheck;
using Detectkit.Alerting;
using Detectkit.Autotune.Resampling;
using Detectkit.Autotune.Robust;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Scoring;
using Detectkit.Series;

namespace Detectkit.Engine.Tests.Autotune.Robust;

public class RuleScoreTests
{
    private static readonly Gen<double> Value = Gen.Frequency((8, Gen.Double[-3, 3]), (1, Gen.Double[-9, 9]), (1, Gen.Const(double.NaN)));

    [Fact]
    public void An_alert_stands_at_exactly_the_thresholds_below_the_score()
    {
        var rules = Gen.OneOf(new RuleShape[] { new RuleShape(1, 1), new RuleShape(2, 2), new RuleShape(3, 3), new RuleShape(2, 5), new RuleShape(3, 10) }.Select(Gen.Const).ToArray());
        Gen.Select(Value.Array[30, 120], rules, Gen.Enum<AlertDirection>(), Gen.Double[1, 4]).Sample(
            (values, rule, direction, threshold) =>
            {
                var detector = new ZScoreDetector { WindowSize = 40, MinSamples = 10, Threshold = threshold };
                var series = MetricSeries.FromRows([.. values.Select((_, i) => i * 60_000L)], values, 60, []);
                using var analysis = new SeriesAnalysis(series);
                var (sigmas, scores) = (new double[series.Count], new double[series.Count]);
                SigmaScores.Fill(detector, analysis, sigmas);
                rule.Score(sigmas, direction, 0.5, scores);

                var alerts = AlertRule.Create(rule.Anomalies, rule.IsWindow ? rule.Points : null, direction).Alerts([detector.Detect(series)]);

                return scores.Select(s => s > threshold).SequenceEqual(alerts);
            },
            iter: 300);
    }

    [Fact]
    public void The_lowest_threshold_leaves_no_more_alarms_than_allowed_and_anything_lower_does()
    {
        Gen.Select(Gen.Double[0, 9].Array[1, 200], Gen.Int[0, 4]).Sample(
            (drawn, allowance) =>
            {
                // Equal scores are flagged together or not at all; apart, each point is a step of its own.
                double[] scores = [.. drawn.Select((score, i) => score + (i * 1e-6))];
                var (marked, found) = (new bool[scores.Length], new double[1]);
                ThresholdSweep.Lowest(scores, marked, 1, [allowance], found);

                using var ground = new LabelledBlocks(marked);
                int Alarms(double threshold) => FalseAlerts.In([.. scores.Select(s => s > threshold)], ground.Marked, new PointRange(0, scores.Length)).Count;
                return Alarms(found[0]) <= allowance && (found[0] == 1 || Alarms(Math.BitDecrement(found[0])) > allowance);
            },
            iter: 500);
    }

    [Fact]
    public void Counted_blocks_sum_to_the_counts_of_all_points()
    {
        Gen.Select(Gen.Bool.Array[1, 400], Gen.Int[1, 40]).Sample(
            (alerts, period) =>
            {
                var marked = alerts.Select((_, i) => i / period % 3 == 1).ToArray();
                using var ground = new LabelledBlocks(marked);
                var sum = ground.Sum(ground.Count(alerts));
                return sum.Positives == marked.Count(m => m)
                    && sum.Negatives == marked.Count(m => !m)
                    && sum.TruePositives == alerts.Zip(marked).Count(p => p.First && p.Second)
                    && sum.FalsePositives == alerts.Zip(marked).Count(p => p.First && !p.Second)
                    && sum.FalseAlerts == FalseAlerts.In(alerts, ground.Marked, new PointRange(0, alerts.Length)).Count;
            },
            iter: 300);
    }
}
