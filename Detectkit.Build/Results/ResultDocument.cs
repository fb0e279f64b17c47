using System.Text.Json.Serialization;
using Detectkit.Alerting;
using Detectkit.Autotune;
using Detectkit.Autotune.Adoption;
using Detectkit.Autotune.Holdout;
using Detectkit.Build.Text;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Labels;
using Detectkit.Runtime.Loading;
using Detectkit.Series;
using Detectkit.Statistics;

namespace Detectkit.Build.Results;

// Each class shows an outcome as JSON, a member a field, in the order of docs/records.md, which describes them. The names are those of Python
// detectkit where it has them. No clock, host or user is in them. They are only written: structs and internal constructors keep the serializer's
// generator from what they are made of.

/// <summary>The record of a metric that it did not come to a search of.</summary>
internal class ResultDocument
{
    internal ResultDocument(MetricOutcome outcome, bool withFigures) => (From, WithFigures) = (outcome, withFigures);

    [JsonPropertyOrder(-1)]
    public RawJson? Cache { get; init; }
    [JsonPropertyOrder(-1)]
    public string Metric => From.File.DisplayName;
    [JsonPropertyOrder(-1)]
    public string File => From.File.File.Path;
    [JsonPropertyOrder(-1)]
    public string Outcome => FateWords.Of(From.Fate);
    [JsonPropertyOrder(-1)]
    public string? Reason => From.Reason;
    [JsonPropertyOrder(-1)]
    public string? TunedFile => From.Tuned?.Path;
    [JsonPropertyOrder(-1)]
    public SettingsPart Settings => new(From);
    [JsonPropertyOrder(-1)]
    public LoadingPart? Loading => From.Loaded is { } loaded ? new(loaded.Report, loaded.Series) : null;
    [JsonPropertyOrder(-1)]
    public IncumbentPart Incumbent => new(From.File.Metric.Detectors, AlertRule.Create(From.File.Metric.TunedAlerting));
    [JsonPropertyOrder(-1)]
    public SeriesPart? Series => From.Loaded is { } loaded ? new(loaded.Series, WithFigures) : null;
    [JsonPropertyOrder(-1)]
    public IEnumerable<IncidentPart> Incidents => From.Labels.Labels.Incidents.Select(i => new IncidentPart(i.Start, i.End, i.IsPoint, i.Label));
    [JsonPropertyOrder(1)]
    public IEnumerable<FindingPart> Findings =>
        From.Findings.Select(f => new FindingPart(f.Rule.Id, f.Rule.Severity.ToString().ToLowerInvariant(), f.Span.Start.Line, f.Message));

    private protected MetricOutcome From { get; }

    // Histories, bands, candidates and votes, which are most of a file.
    private protected bool WithFigures { get; }

    public static ResultDocument Of(MetricOutcome outcome, bool withFigures, RawJson? cache = null, RawJson? details = null) => outcome.Search switch
    {
        null => new ResultDocument(outcome, withFigures) { Cache = cache },
        { Result: null } => new SearchedDocument(outcome, withFigures) { Cache = cache, Details = details },
        _ => new FoundDocument(outcome, withFigures) { Cache = cache, Details = details },
    };
}

/// <summary>The record of a metric that was searched.</summary>
internal class SearchedDocument : ResultDocument
{
    internal SearchedDocument(MetricOutcome outcome, bool withFigures)
        : base(outcome, withFigures)
    {
    }

    public DecisionPart? Decision => Search.Decision is { } decision ? new(decision.Kind, decision.Reason, Search.IsLabelled) : null;
    public IEnumerable<string> Notes => Search.Notes;
    public double? BandWidthAfterIncidentsBefore => Search.WidthAfterIncidentsBefore;
    public double? BandWidthAfterIncidentsAfter => Search.WidthAfterIncidentsAfter;
    public ComparisonPart Comparison => new(Search);
    public double? IncumbentScore => Search.IncumbentScore;
    public HoldoutPart? Holdout => Search.After is { } after ? new(Search, after, WithFigures) : null;
    [JsonPropertyOrder(2)]
    public RawJson? Details { get; init; }

    private protected TuningOutcome Search => From.Search!;
}

/// <summary>The record of a metric that something was found for.</summary>
internal sealed class FoundDocument : SearchedDocument
{
    internal FoundDocument(MetricOutcome outcome, bool withFigures)
        : base(outcome, withFigures)
    {
    }

    public string Mode => Result.Mode == TuningMode.Supervised ? "supervised" : "unsupervised";
    public int NPoints => Result.Points;
    public LabelsSummary LabelsSummary => Result.Labels;
    public DateTime TrainingStart => Result.TrainingStart;
    public DateTime TrainingEnd => Result.TrainingEnd;
    public IEnumerable<int[]> CvFolds => Result.Folds.Select(f => (int[])[f.Start, f.End]);
    public int CvContextEnd => Result.ContextEnd;
    public string DetectorType => DetectorTypeName.Of(Result.Winner.Detector.Type);
    public ParameterSet Params => Result.Parameters;
    public IEnumerable<DetectorPart> Partners => Result.Partners.Select(p => new DetectorPart(p.Detector.Type, p.Parameters, p.Id));
    public IEnumerable<object>? Seasonality => Seasons(Result.Seasonality);
    public string DetectorId => Detectors.DetectorId.Of(Result.Winner.Detector);
    public double Score => Result.Winner.Score;
    public IEnumerable<double> PerFold => Result.Winner.FoldScores;
    public double Penalty => Result.Winner.Penalty;
    public int? ConsecutiveAnomalies => Result.ConsecutiveAnomalies;
    public string Strategy => Result.Strategy == AutotuneStrategy.Robust ? "robust" : "reference";
    public string? ScoreWords => Result.ScoreWords;
    public double? AnomalyWindowPoints => Result.AnomalyWindow;
    public ConfidencePart? Confidence => Result.Confidence is { } confidence ? new(confidence) : null;
    public TrainingAlerts? TrainingAlarms => Result.TrainingAlerts;
    public string RunId => Result.RunId;
    public int NCandidates => From.Tried;
    public IEnumerable<string> DecisionLog => Result.DecisionLog.Select(d => d.ToString());
    public IEnumerable<CandidatePart> Candidates => WithFigures ? Result.Candidates.Select(c => new CandidatePart(c)) : [];
    public IEnumerable<GroupVotePart> GroupVotes => WithFigures ? Result.GroupVotes.Select(v => new GroupVotePart(v)) : [];

    private AutotuneResult Result => Search.Result!;

    public static IEnumerable<object>? Seasons(ValueList<SeasonalityComponent>? components) =>
        components?.Select(c => c.IsList ? c.Columns.ToArray() : (object)c.Columns[0]);
}

internal readonly struct SettingsPart(MetricOutcome outcome)
{
    public int IntervalSeconds => outcome.File.Metric.IntervalSeconds;
    public IEnumerable<string> SeasonalityColumns => outcome.File.Metric.EffectiveSeasonalityColumns;
    public string ScoringMetric => ScoringMetricName.Format(outcome.Settings.ScoringMetric);
    public double Beta => outcome.Settings.Beta;
    public int Folds => outcome.Settings.Folds;
    public int MaxHistory => outcome.Settings.MaxHistory;
    public string? Labels => outcome.Labels.Source;
    public IEnumerable<string>? DetectorTypes => outcome.Settings.DetectorTypes?.Select(DetectorTypeName.Of);
    public IEnumerable<string>? SeasonalityCandidates => outcome.Settings.SeasonalityCandidates;
    public ParameterSet FixedParams => outcome.Settings.FixedParams;
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Rows => outcome.Loaded?.Report.RowsRead;
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? GridPoints => outcome.Loaded?.Series.Count;
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? OffGridRowsDropped => outcome.Loaded?.Report.Grid.OffGridRows;
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? DuplicateRows => outcome.Loaded?.Report.Grid.DuplicateRows;
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? NanPoints => outcome.Loaded?.Report.Grid.MissingPoints;
}

internal readonly struct LoadingPart(LoadingReport report, MetricSeries series)
{
    public string Source => report.Origin.ToString().ToLowerInvariant();
    public string Profile => report.Profile;
    public DateTime? From => report.From;
    public DateTime? To => report.To;
    public DateTime FirstStamp => series.StampAt(0);
    public DateTime LastStamp => series.StampAt(series.Count - 1);
    public int RowsOutsideRange => report.RowsOutsideRange;
    public int RowsWithoutStamp => report.RowsWithoutStamp;
    public int RowsLongBeforeOthers => report.Grid.EarlyRows;
    public int InfiniteValues => report.Grid.InfiniteValues;
    public double? OffGridOffsetSeconds => report.Grid.OffGridOffset?.TotalSeconds;
}

internal readonly struct IncumbentPart(ValueList<DetectorConfig> detectors, AlertRule rule)
{
    public IEnumerable<DetectorPart> Detectors => detectors.Select(d => new DetectorPart(d.Type, DetectorParameters.NonDefault(d), DetectorId.Of(d)));
    public int MinDetectors => rule.MinDetectors;
    public int ConsecutiveAnomalies => rule.ConsecutiveAnomalies;
    public string Direction => rule.Direction.ToString().ToLowerInvariant();
}

internal readonly struct DetectorPart(DetectorType type, ParameterSet parameters, string id)
{
    public string Type => DetectorTypeName.Of(type);
    public ParameterSet Params => parameters;
    public string Id => id;
}

internal readonly struct SeriesPart(MetricSeries series, bool withFigures)
{
    public DateTime Start => series.StampAt(0);
    public int IntervalSeconds => series.IntervalSeconds;
    public RawJson? Values => withFigures ? RawJson.Numbers(series.Values) : null;
}

internal sealed record IncidentPart(DateTime Start, DateTime End, bool IsPoint, string? Label);

internal sealed record FindingPart(string Id, string Severity, int Line, string Message);

internal readonly struct ConfidencePart(TuningConfidence confidence)
{
    public int Incidents => confidence.Incidents;
    public int Resamples => confidence.Resamples;
    public double Coverage => confidence.Coverage;
    public double ChosenShare => confidence.ChosenShare;
    public double TiedShare => confidence.TiedShare;
    public double ScoreLow => confidence.Score.Low;
    public double ScoreHigh => confidence.Score.High;
    public double GainLow => confidence.Gain.Low;
    public double GainHigh => confidence.Gain.High;
    public bool LeavesDefault => confidence.LeavesDefault;
}

internal readonly struct CandidatePart(Candidate candidate)
{
    public string Type => DetectorTypeName.Of(candidate.Detector.Type);
    public ParameterSet Params => candidate.Parameters;
    public string Id => candidate.Id;
    public double Score => candidate.Score;
    public IEnumerable<double> PerFold => candidate.FoldScores;
}

internal readonly struct GroupVotePart(GroupVote vote)
{
    public IEnumerable<string> Group => [vote.Group];
    public FeaturesPart Features => new(vote.Features);
    public IEnumerable<object[]> RankedTypes => vote.Ranking.Select(r => (object[])[DetectorTypeName.Of(r.Key), r.Value]);
}

internal readonly struct FeaturesPart(DistributionFeatures features)
{
    public double N => features.Count;
    public double Skewness => features.Skewness;
    public double ExcessKurtosis => features.ExcessKurtosis;
    public double OutlierFraction => features.OutlierFraction;
    public double HeavyTailRatio => features.HeavyTailRatio;
    public double ZeroInflation => features.ZeroInflation;
    public double Normality => features.Normality;
}

internal readonly struct DecisionPart(AdoptionKind kind, string reason, bool isLabelled)
{
    public string Kind => kind switch { AdoptionKind.Change => "change", AdoptionKind.Keep => "keep", _ => "trade_off" };
    public string Reason => reason;
    public bool IsLabelled => isLabelled;
}
