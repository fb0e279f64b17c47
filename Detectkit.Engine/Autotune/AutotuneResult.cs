using System.Text.Json.Serialization;
using Detectkit.Alerting;
using Detectkit.Configuration;
using Detectkit.Series;
using Detectkit.Statistics;

namespace Detectkit.Autotune;

/// <summary>Whether labels guide the search.</summary>
public enum TuningMode
{
    /// <summary>Labels mark at least one grid point.</summary>
    Supervised,

    /// <summary>No grid point is marked.</summary>
    Unsupervised,
}

/// <summary>One configuration that was tried, with its walk-forward score.</summary>
/// <param name="Detector">The detector that was run.</param>
/// <param name="Parameters">Its parameters in the order in which the search set them.</param>
/// <param name="Id">The detector id.</param>
/// <param name="Score">Mean of the fold scores minus the penalty.</param>
/// <param name="FoldScores">Scores of the folds that could be scored, oldest first.</param>
/// <param name="Penalty">Half the population standard deviation of the fold scores.</param>
public sealed record Candidate(
    DetectorConfig Detector, ParameterSet Parameters, string Id, double Score, ValueList<double> FoldScores, double Penalty)
{
    /// <summary>The alert rule it was scored with, in words; null where the rule is chosen after the search.</summary>
    public string? Rule { get; init; }
}

/// <summary>How a group of values voted.</summary>
/// <param name="Group">The group's name: <c>global</c>, <c>hour=0</c>, <c>hour+day_of_week=14/2</c>.</param>
/// <param name="Features">The group's shape.</param>
/// <param name="Ranking">Detector types with their suitability, best first.</param>
public sealed record GroupVote(string Group, DistributionFeatures Features, ValueList<KeyValuePair<DetectorType, double>> Ranking);

/// <summary>One line of the decision log.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Message">What was decided and why.</param>
public sealed record Decision(TuningStage Stage, string Message)
{
    /// <summary>As the run record writes it.</summary>
    /// <returns><c>[stage] message</c>.</returns>
    public override string ToString() => "[" + TuningStageName.Of(Stage) + "] " + Message;

    /// <summary>Whether it is for log, record and pull request alone and would only lengthen the header of a tuned file.</summary>
    public bool IsDetail { get; init; }
}

/// <summary>A range that a figure lies in with a stated confidence, or for a stated share of resamples.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct FigureRange(double Low, double High);

/// <summary>How sure a choice is: what resampled incidents and normal blocks of the training data would have made of it.</summary>
/// <param name="Resamples">Number of resamples.</param>
/// <param name="Coverage">The share of resamples that the ranges hold, such as 0.8.</param>
/// <param name="ChosenShare">Share of resamples in which the same configuration would have been chosen again, among the thresholds of the whole training data.</param>
/// <param name="Score">The chosen configuration's score.</param>
/// <param name="Gain">How much more that is than the default's.</param>
/// <param name="LeavesDefault">
/// Whether the default is left: an incident is caught, and the gain is positive over its whole range. With 80 % in the range, 90 % of the
/// resamples gain: the stricter of the two readings of "positive at 80 %".
/// </param>
public sealed record TuningConfidence(
    int Resamples, double Coverage, double ChosenShare, FigureRange Score, FigureRange Gain, bool LeavesDefault)
{
    /// <summary>Incidents in the training data. From one, the ranges only tell how normal blocks differ.</summary>
    public int Incidents { get; init; }

    /// <summary>The part of <see cref="ChosenShare"/> in which others score the same, and it is chosen for being tried before them.</summary>
    public double TiedShare { get; init; }
}

/// <summary>The alerts that a configuration would have raised on the training data outside labelled incidents.</summary>
/// <param name="PerWeek">Alerts per week.</param>
/// <param name="Starts">Their first timestamps, UTC, oldest first.</param>
public sealed record TrainingAlerts(double PerWeek, ValueList<DateTime> Starts);

/// <summary>What a tuning run found.</summary>
public sealed record AutotuneResult
{
    /// <summary>The metric's name.</summary>
    public required string Metric { get; init; }

    /// <summary>Whether labels guided the search.</summary>
    public required TuningMode Mode { get; init; }

    /// <summary>Grid points searched over, after the cut to the newest.</summary>
    public required int Points { get; init; }

    /// <summary>The labels.</summary>
    public required LabelsSummary Labels { get; init; }

    /// <summary>First grid timestamp, UTC.</summary>
    public required DateTime TrainingStart { get; init; }

    /// <summary>Last grid timestamp, UTC.</summary>
    public required DateTime TrainingEnd { get; init; }

    /// <summary>How detections were scored.</summary>
    public required ScoringMetric ScoringMetric { get; init; }

    /// <summary>The walk-forward folds; none where all training points are scored together.</summary>
    public ValueList<PointRange> Folds { get; init; } = [];

    /// <summary>Points before the first fold.</summary>
    public int ContextEnd { get; init; }

    /// <summary>The best candidate.</summary>
    public required Candidate Winner { get; init; }

    /// <summary>
    /// The metric's other tunable detectors, where the proposal keeps all of them and changes their parameters alone; in the file's order behind the
    /// winner. Empty where the winner takes the place of all.
    /// </summary>
    public ValueList<Candidate> Partners { get; init; } = [];

    /// <summary>Whether the proposal is the current detectors at other thresholds.</summary>
    public bool IsAdjustment { get; init; }

    /// <summary>The winner's parameters without nulls and empty seasonality, as recorded and emitted.</summary>
    public required ParameterSet Parameters { get; init; }

    /// <summary>What takes the place of the metric's tunable detectors, in the file's order, each with the parameters that are emitted.</summary>
    [JsonIgnore]
    public ValueList<Candidate> Proposed => [Winner with { Parameters = Parameters }, .. Partners];

    /// <summary>The winner's seasonality components, or null.</summary>
    public required ValueList<SeasonalityComponent>? Seasonality { get; init; }

    /// <summary>The alert rule chosen on labelled incidents, or null without labels.</summary>
    public int? ConsecutiveAnomalies { get; init; }

    /// <summary>The points among which the robust strategy wants <see cref="ConsecutiveAnomalies"/> anomalies; null where they must be in a row.</summary>
    public int? AnomalyWindow { get; init; }

    /// <summary>How it was searched.</summary>
    public AutotuneStrategy Strategy { get; init; }

    /// <summary>What the score is, in words; null where it is the scoring metric by folds.</summary>
    public string? ScoreWords { get; init; }

    /// <summary>
    /// What <see cref="Candidate.Score"/> is called in a sentence. Only the search of Python detectkit chooses by folds; without labels the robust one
    /// takes its default, whatever the objective says.
    /// </summary>
    public string ScoreName => (Strategy, Mode) switch
    {
        (AutotuneStrategy.Robust, TuningMode.Supervised) => "training score",
        (AutotuneStrategy.Robust, _) => "unsupervised objective in training",
        (_, TuningMode.Supervised) => "cross-validated " + ScoringMetricName.Format(ScoringMetric),
        _ => "cross-validated unsupervised objective",
    };

    /// <summary>How sure the choice is; null without labels and of the search of Python detectkit.</summary>
    public TuningConfidence? Confidence { get; init; }

    /// <summary>The alerts on the training data; null of the search of Python detectkit.</summary>
    public TrainingAlerts? TrainingAlerts { get; init; }

    /// <summary>Six hex digits that identify the outcome.</summary>
    public required string RunId { get; init; }

    /// <summary>The decisions, in order.</summary>
    public required ValueList<Decision> DecisionLog { get; init; }

    /// <summary>Every configuration tried, in order.</summary>
    public required ValueList<Candidate> Candidates { get; init; }

    /// <summary>The groups' votes for detector types.</summary>
    public ValueList<GroupVote> GroupVotes { get; init; } = [];

    /// <summary>A metric's detectors with the proposed ones in place: bounds that are fixed stay.</summary>
    internal ValueList<DetectorConfig> DetectorsIn(MetricConfig metric) =>
        [Winner.Detector, .. Partners.Select(p => p.Detector), .. metric.Detectors.Where(d => d is not WindowedDetector)];

    /// <summary>The rule by which a metric alerts that has the proposed detectors, and so many in all: no rule asks for more.</summary>
    internal AlertRule RuleAfter(AlertRule current, int detectors)
    {
        var rule = Strategy == AutotuneStrategy.Robust && ConsecutiveAnomalies is { } anomalies
            ? AlertRule.Create(anomalies, AnomalyWindow, current.Direction)
            : current with { ConsecutiveAnomalies = ConsecutiveAnomalies ?? current.ConsecutiveAnomalies };
        return (rule with { MinDetectors = current.MinDetectors }).ForAtMost(detectors);
    }
}
