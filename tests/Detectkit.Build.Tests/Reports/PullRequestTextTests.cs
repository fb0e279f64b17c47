using Detectkit.Autotune;
using Detectkit.Autotune.Adoption;
using Detectkit.Autotune.Holdout;
using Detectkit.Build.Text;
using Detectkit.Configuration;
using Detectkit.Emission;
using Detectkit.Series;

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

    [Fact]
    public void What_a_reviewer_must_decide_is_worth_a_look_and_nothing_else()
    {
        var tuned = Tuned("orders", 2);
        var same = tuned with { Outcome = tuned.Outcome! with { Before = Side(2, 2, 0.5), After = Side(2, 2, 0.5) with { Score = 0.1, AnomalyRate = 1 } } };
        var worse = tuned with { Outcome = tuned.Outcome! with { Before = Side(2, 2, 0.5), After = Side(2, 1, 1.5) } };

        Assert.DoesNotContain("Worth a look", PullRequestText.Write([same]), StringComparison.Ordinal);
        Assert.Contains(
            "Worth a look: `orders` (no longer alerts at 2026-05-02 14:00, more alerts a week on the hold-out: 0.5 → 1.5).\n", PullRequestText.Write([worse]), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_alerts_of_labelled_metrics_are_called_false_in_the_headline()
    {
        var labelled = Tuned("orders", 2);
        var unlabelled = Tuned("signups", 0) with { Outcome = Tuned("signups", 0).Outcome! with { IsLabelled = false } };

        Assert.Contains("**1 → 2 of 2 incidents caught**, **4.2 → 0.5 false alerts a week**; 4.2 → 0.5 alerts a week of metrics without labels.", PullRequestText.Write([labelled, unlabelled]), StringComparison.Ordinal);
        Assert.DoesNotContain("false", PullRequestText.Write([unlabelled]).Split("\n\n")[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_trade_off_is_listed_with_both_sides_and_how_to_propose_it()
    {
        var report = new TunedMetricReport(
            Metric("orders"), MetricFate.TradeOff, Tuned("orders", 2).Outcome! with { Decision = new AdoptionDecision(AdoptionKind.TradeOff, "the proposed detector catches 2 instead of 1 of 2 incidents, but has more false alerts: 0.1 → 3.0 a week") }, null);

        var text = PullRequestText.Write([report]);

        Assert.StartsWith("**0 tuned**, 1 trade-off, 0 kept", text, StringComparison.Ordinal);
        Assert.Contains("### Trade-offs\n\n- `orders`: ", text, StringComparison.Ordinal);
        Assert.Contains("but has more false alerts: 0.1 → 3.0", text, StringComparison.Ordinal);
        Assert.Contains("`-p:AutotuneForceChange=true -p:AutotuneSelect=orders` proposes it", text, StringComparison.Ordinal);
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

        Assert.EndsWith(", alert at the first anomaly", present, StringComparison.Ordinal);
        Assert.EndsWith(", alert at 2 anomalies in a row", found, StringComparison.Ordinal);
        Assert.DoesNotContain("alert", string.Concat(DetectorWords.Change(tuned.Metric, tuned.Outcome.Result!)), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "alert",
            string.Concat(DetectorWords.Change(tuned.Metric with { Alerting = [new AlertingConfig { ConsecutiveAnomalies = 2 }] }, tuned.Outcome.Result!)),
            StringComparison.Ordinal);
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
        new TuningOutcome { Result = Result(name), Holdout = new PointRange(8000, 10000), Before = Side(2, 2, 1), After = Side(2, 1, 0.25), IsLabelled = true, Decision = new AdoptionDecision(AdoptionKind.Keep, "the proposed detector is not clearly better: 2 → 1 of 2 incidents caught") },
        null);

    private static TunedMetricReport Tuned(string name, int incidents) => new(
        Metric(name),
        MetricFate.Tuned,
        new TuningOutcome
        {
            Result = Result(name),
            IncumbentScore = 0.4312,
            IsLabelled = true,
            Decision = new AdoptionDecision(AdoptionKind.Change, "the proposed detector has fewer false alerts: 4.1 → 0.4 a week"),
            Holdout = new PointRange(8000, 10000),
            Before = Side(incidents, 1, 4.25),
            After = Side(incidents, incidents, 0.5),
            Difference = incidents < 5 ? null : new HoldoutRanges(0.9, new FigureRange(0.3758, 0.9619), new FigureRange(-5.25, -2.25), new FigureRange(0.44, 0.71)),
        },
        null);

    private static HoldoutFigures Side(int incidents, int caught, double alarms) => new()
    {
        Incidents = Enumerable.Range(0, incidents)
            .Select(i => new IncidentOutcome(At(i), At(i).AddHours(2), i == 0 ? "payment <b>outage</b>" : null, i < caught ? 15 * i : null))
            .ToValueList(),
        FalseAlerts = (int)(alarms * 4),
        FalseAlertsPerWeek = alarms,
        AnomalyRate = 0.0123,
        FalseAnomalyRate = 0.0123,
        Score = caught == incidents ? 0.802 : 0.213,
        Intervals = incidents < 5 ? null : caught == incidents
            ? new HoldoutRanges(0.9, new FigureRange(0.6892, 1), new FigureRange(0, 1), new FigureRange(0.71, 0.88))
            : new HoldoutRanges(0.9, new FigureRange(0.0381, 0.5024), new FigureRange(2.75, 6), new FigureRange(0.08, 0.35)),
        BandWidth = 3.217,
        Extremes = [new ExtremeAnomaly(At(0), 5, 9.5)],
    };

    private static DateTime At(int day) => new DateTime(2026, 5, 1, 14, 0, 0, DateTimeKind.Utc).AddDays(day);

    private static MetricConfig Metric(string name) =>
        new() { Name = name, IntervalSeconds = 600, Detectors = [new ZScoreDetector { Threshold = 2, WindowSize = 36 }, new ManualBoundsDetector { UpperBound = 9 }] };

    private static AutotuneResult Result(string name)
    {
        var detector = new MadDetector { Threshold = 3.5, WindowSize = 1008, SeasonalityComponents = [SeasonalityComponent.Create("hour")], WindowWeights = WindowWeights.Exponential };
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
            DecisionLog = [new Decision(TuningStage.Labels, "2 interval(s) + 1 point(s) → supervised mode (31 labeled grid point(s)); scoring=mcc"), new Decision(TuningStage.Seasonality, "chose hour (score 0.410 → 0.702)")],
            Candidates = [],
            GroupVotes = [],
        };
    }
}
