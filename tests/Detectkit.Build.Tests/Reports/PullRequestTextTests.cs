using Detectkit.Autotune;
using Detectkit.Build.Reports;
using Detectkit.Configuration;
using Detectkit.Emission;
using Detectkit.Evidence;

namespace Detectkit.Build.Tests.Reports;

public class PullRequestTextTests
{
    [Fact]
    public void The_text_shows_what_changed_and_why() =>
        Snapshot.Verify(
            PullRequestText.Write(
            [
                Tuned("orders", 2),
                Tuned("api|error_rate", 6),
                Kept("signups"),
                new TunedMetricReport(Metric("queue"), MetricFate.Failed, null, "Catalog Error: Table with name\nqueue does not exist!"),
            ]),
            "md");

    [Fact]
    public void A_run_that_changes_nothing_says_so() =>
        Assert.StartsWith("**0 tuned**, 1 kept", PullRequestText.Write([new TunedMetricReport(Metric("a"), MetricFate.Kept, null, null)]), StringComparison.Ordinal);

    [Theory]
    [InlineData(1, PullRequestText.Limit)]
    [InlineData(60, PullRequestText.Limit)]
    [InlineData(300, PullRequestText.Limit)]
    [InlineData(3000, PullRequestText.Limit)]
    [InlineData(1, PullRequestText.ShortLimit)]
    [InlineData(8, PullRequestText.ShortLimit)]
    [InlineData(3000, PullRequestText.ShortLimit)]
    public void The_text_fits_the_limit_in_whole_parts_and_tells_what_is_left_out(int metrics, int limit)
    {
        var text = PullRequestText.Write(Enumerable.Range(0, metrics).Select(i => Tuned("metric_" + i, 6)).ToList(), limit: limit);

        AssertWhole(text, metrics, limit);
        var rows = text.Split('\n').Count(l => l.StartsWith("| metric_", StringComparison.Ordinal));
        Assert.True(rows is > 0 && (rows == metrics || text.Contains($"\n{metrics - rows} more: ", StringComparison.Ordinal)), $"{rows} rows");
        Assert.True(metrics > 8 || rows == metrics);
    }

    [Theory]
    [InlineData(12, PullRequestText.Limit)]
    [InlineData(4000, PullRequestText.Limit)]
    [InlineData(4000, PullRequestText.ShortLimit)]
    public void Metrics_that_are_kept_or_have_failed_are_cut_to_the_limit_too(int metrics, int limit)
    {
        var text = PullRequestText.Write(
            Enumerable.Range(0, metrics).Select(i => i % 2 == 0 ? Kept("metric_" + i) : new TunedMetricReport(Metric("metric_" + i), MetricFate.Failed, null, "no such table")).ToList(),
            limit: limit);

        AssertWhole(text, metrics / 2, limit);
        foreach (var word in (string[])["kept", "failed"])
        {
            Assert.Contains($" {metrics / 2} {word}", text, StringComparison.Ordinal);
        }

        var listed = text.Split('\n').Count(l => l.StartsWith("- `metric_", StringComparison.Ordinal));
        Assert.True(listed == metrics || text.Split($"\n{(metrics - listed) / 2} more: ").Length == 3, $"{listed} listed");
    }

    [Theory]
    [InlineData(0.43, 0.02, 0.86, "held-out score falls 0.86 → 0.43")]
    [InlineData(0.86, 1, 0.43, "flags 100 % of points")]
    [InlineData(0.43, 0.5, 0.86, "held-out score falls 0.86 → 0.43, flags 50 % of points")]
    [InlineData(0.86, 0.02, 0.43, null)]
    public void A_score_that_falls_and_points_flagged_all_over_are_worth_a_look(double score, double flags, double present, string? doubt)
    {
        var tuned = Tuned("orders", 2);
        var outcome = tuned.Outcome! with
        {
            Before = Side(2, 2, 0.5) with { Score = present },
            After = Side(2, 2, 0.5) with { Score = score, FlagRate = flags },
        };

        var text = PullRequestText.Write([tuned with { Outcome = outcome }]);

        Assert.Equal(doubt is not null, text.Contains("Worth a look", StringComparison.Ordinal));
        Assert.Contains(doubt is null ? "" : $"Worth a look: `orders` ({doubt}).\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_comment_beside_a_value_that_changes_is_worth_a_look()
    {
        var tuned = Tuned("orders", 2) with
        {
            CommentedChanges =
            [
                new CommentedChange(8, "threshold: 6.0", "threshold: 3.5", "agreed with on-call"),
                new CommentedChange(9, "type: iqr", null, "second opinion"),
                new CommentedChange(10, "params:", "params:", "see <runbook>"),
                new CommentedChange(12, "a: 1", "a: 2", "b"),
                new CommentedChange(13, "a: 1", "a: 2", "c"),
            ],
        };

        Assert.Contains(
            "“agreed with on-call” stays at `threshold: 6.0`, now `threshold: 3.5`, “second opinion” goes with `type: iqr`, "
                + "“see &lt;runbook>” stands at `params:`, which changes, 2 more commented values change",
            PullRequestText.Write([tuned]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_changes_is_told_with_the_detector()
    {
        var tuned = Tuned("orders", 2);
        var alerting = tuned.Metric with { Alerting = [new AlertingConfig { ConsecutiveAnomalies = 1 }] };

        var (present, found) = DetectorWords.Change(alerting, tuned.Outcome!.Result!);

        Assert.EndsWith(", alert at a single anomaly", present, StringComparison.Ordinal);
        Assert.EndsWith(", alert at 2 anomalies in a row", found, StringComparison.Ordinal);
        Assert.DoesNotContain("alert", string.Concat(DetectorWords.Change(tuned.Metric, tuned.Outcome.Result!)), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "alert",
            string.Concat(DetectorWords.Change(tuned.Metric with { Alerting = [new AlertingConfig { ConsecutiveAnomalies = 2 }] }, tuned.Outcome.Result!)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Scores_of_several_kinds_are_named_in_their_rows()
    {
        var (one, other) = (Tuned("orders", 2), Tuned("signups", 2));
        other = other with { Outcome = other.Outcome! with { Result = other.Outcome.Result! with { ScoringMetric = ScoringMetric.F1 } } };

        Assert.Contains("| held-out mcc |", PullRequestText.Write([one]), StringComparison.Ordinal);
        var text = PullRequestText.Write([one, other]);
        Assert.Contains("| held-out score |", text, StringComparison.Ordinal);
        Assert.Contains("| mcc 0.213 → 0.802 |", text, StringComparison.Ordinal);
        Assert.Contains("| f1 0.213 → 0.802 |", text, StringComparison.Ordinal);
    }

    private static void AssertWhole(string text, int sections, int limit)
    {
        Assert.True(text.Length <= limit, $"{text.Length} characters");
        Assert.Equal(text.Split("<details>").Length, text.Split("</details>").Length);
        Assert.Equal(0, (text.Split("```").Length - 1) % 2);
        var missing = sections - (text.Split("<details><summary><code>").Length - 1);
        Assert.Equal(missing > 0, text.Contains($"{missing} section{(missing == 1 ? "" : "s")} left out", StringComparison.Ordinal));
    }

    private static TunedMetricReport Kept(string name) => new(
        Metric(name),
        MetricFate.Kept,
        new HeldOutOutcome { Result = Result(name), Holdout = new PointRange(8000, 10000), Before = Side(2, 2, 1), After = Side(2, 1, 0.25), KeptBecause = "cross-validation: tuned 0.512 does not beat the present 0.611" },
        null);

    private static TunedMetricReport Tuned(string name, int incidents) => new(
        Metric(name),
        MetricFate.Tuned,
        new HeldOutOutcome
        {
            Result = Result(name),
            IncumbentScore = 0.4312,
            Holdout = new PointRange(8000, 10000),
            Before = Side(incidents, 1, 4.25),
            After = Side(incidents, incidents, 0.5),
            Difference = incidents < 5 ? null : new HeldOutRanges(0.9, new FigureRange(0.3758, 0.9619), new FigureRange(-5.25, -2.25), new FigureRange(0.44, 0.71)),
        },
        null);

    private static SideEvidence Side(int incidents, int caught, double alarms) => new()
    {
        Incidents = Enumerable.Range(0, incidents)
            .Select(i => new IncidentOutcome(At(i), At(i).AddHours(2), i == 0 ? "payment <b>outage</b>" : null, i < caught ? 15 * i : null))
            .ToValueList(),
        FalseAlarms = (int)(alarms * 4),
        FalseAlarmsPerWeek = alarms,
        FlagRate = 0.0123,
        FalseFlagRate = 0.0123,
        Score = caught == incidents ? 0.802 : 0.213,
        Intervals = incidents < 5 ? null : caught == incidents
            ? new HeldOutRanges(0.9, new FigureRange(0.6892, 1), new FigureRange(0, 1), new FigureRange(0.71, 0.88))
            : new HeldOutRanges(0.9, new FigureRange(0.0381, 0.5024), new FigureRange(2.75, 6), new FigureRange(0.08, 0.35)),
        BandWidth = 3.217,
        Extremes = [new ExtremeFlag(At(0), 5, 9.5)],
    };

    private static DateTime At(int day) => new DateTime(2026, 5, 1, 14, 0, 0, DateTimeKind.Utc).AddDays(day);

    private static MetricConfig Metric(string name) =>
        new() { Name = name, IntervalSeconds = 600, Detectors = [new ZScoreDetector { Threshold = 2, WindowSize = 36 }, new ManualBoundsDetector { UpperBound = 9 }] };

    private static AutotuneResult Result(string name)
    {
        var detector = new MadDetector { Threshold = 3.5, WindowSize = 1008, SeasonalityComponents = [SeasonalityComponent.Of("hour")], WindowWeights = WindowWeights.Exponential };
        return new AutotuneResult
        {
            Metric = name,
            Mode = TuningMode.Supervised,
            Points = 8000,
            Labels = new LabelsSummary(2, 1, 31),
            TrainingStart = At(-60),
            TrainingEnd = At(-5),
            ScoringMetric = ScoringMetric.Mcc,
            Folds = [new PointRange(1008, 8000)],
            ContextEnd = 1008,
            Winner = new Candidate(detector, ParameterSet.Empty, "0123456789abcdef", 0.7812, [0.7812], 0),
            Parameters = ParameterSet.Empty,
            Seasonality = null,
            ConsecutiveAnomalies = 2,
            RunId = "3f9c1a",
            DecisionLog = [new Decision("labels", "2 interval(s) + 1 point(s) → supervised mode (31 labeled grid point(s)); scoring=mcc"), new Decision("seasonality", "chose hour (score 0.410 → 0.702)")],
            Candidates = [],
            GroupVotes = [],
        };
    }
}
