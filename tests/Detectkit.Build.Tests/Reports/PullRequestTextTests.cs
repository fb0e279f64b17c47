using Detectkit.Autotune;
using Detectkit.Build.Reports;
using Detectkit.Configuration;
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
                new TunedMetricReport(Metric("signups"), MetricFate.Kept, new HeldOutOutcome { Result = Result("signups"), Before = Side(2, 2, 1), After = Side(2, 1, 0.25), KeptBecause = "cross-validation: tuned 0.512 does not beat the present 0.611" }, null),
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
        var text = PullRequestText.Write(Enumerable.Range(0, metrics).Select(i => Tuned("metric_" + i, 8)).ToList(), limit: limit);

        Assert.True(text.Length <= limit, $"{text.Length} characters");
        Assert.Equal(text.Split("<details>").Length, text.Split("</details>").Length);
        Assert.Equal(0, (text.Split("```").Length - 1) % 2);
        var rows = text.Split('\n').Count(l => l.StartsWith("| metric_", StringComparison.Ordinal));
        Assert.True(rows is > 0 && (rows == metrics || text.Contains($"\n{metrics - rows} more: ", StringComparison.Ordinal)), $"{rows} rows");
        Assert.True(metrics > 8 || rows == metrics);
    }

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
        Score = 0.7,
        CaughtShare = incidents < 5 ? null : new ConfidenceInterval(0.4, 1, 0.9),
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
