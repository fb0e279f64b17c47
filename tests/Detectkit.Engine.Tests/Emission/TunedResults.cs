using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Series;

namespace Detectkit.Engine.Tests.Emission;

/// <summary>Results of tuning, made for the texts that come of them.</summary>
internal static class TunedResults
{
    public static AutotuneResult Labelled { get; } = Of(
        DetectorType.Mad,
        ParameterSet.Empty
            .With("seasonality_components", ParameterValue.From([ParameterValue.From([ParameterValue.From("hour"), ParameterValue.From("day_of_week")])]))
            .With("threshold", ParameterValue.From(3.5))
            .With("window_size", ParameterValue.From(2016))
            .With("min_samples", ParameterValue.From(504)));

    public static AutotuneResult Unlabelled { get; } = Of(
        DetectorType.ZScore,
        ParameterSet.Empty.With("threshold", ParameterValue.From(3.0)).With("window_size", ParameterValue.From(288)).With("min_samples", ParameterValue.From(72))) with
    {
        Mode = TuningMode.Unsupervised,
        Labels = new LabelsSummary(0, 0, 0),
        ConsecutiveAnomalies = null,
        DecisionLog =
        [
            new Decision(TuningStage.Labels, "0 interval(s) + 0 point(s) → unsupervised mode (0 labeled grid point(s)); scoring=mcc"),
            new Decision(TuningStage.Seasonality, "no seasonality columns available — using none"),
            new Decision(TuningStage.DetectorSelect, "votes — iqr:0.0, mad:0.0, zscore:1.0; shortlist: zscore"),
            new Decision(TuningStage.GridSearch, "zscore: best score 0.781 (threshold=3.0, window_size=288)"),
        ],
    };

    /// <summary>What either strategy might find, of any detector and rule.</summary>
    public static AutotuneResult Random(int seed)
    {
        for (var attempt = 0; ; attempt++)
        {
            var random = new Random(unchecked((seed * 7919) + attempt));
            var type = (DetectorType[])[DetectorType.Mad, DetectorType.ZScore, DetectorType.Iqr];
            if (Random(random, type[random.Next(type.Length)]) is { } result)
            {
                return result;
            }
        }
    }

    private static AutotuneResult? Random(Random random, DetectorType type)
    {
        var set = ParameterSet.Empty;
        void Maybe(string name, params ParameterValue[] values) => set = random.Next(2) == 0 ? set.With(name, values[random.Next(values.Length)]) : set;
        ParameterValue Columns(params string[] columns) => ParameterValue.From([ParameterValue.From([.. columns.Select(ParameterValue.From)])]);
        Maybe("seasonality_components", Columns("hour"), Columns("hour", "day_of_week"), ParameterValue.From([ParameterValue.From("day_of_week")]));
        set = set.With("threshold", ParameterValue.From(Math.Round(1.5 + (4 * random.NextDouble()), 2))).With("window_size", ParameterValue.From(random.Next(100, 60_000)));
        Maybe("min_samples", ParameterValue.From(random.Next(10, 100)));
        Maybe("window_weights", ParameterValue.From("exponential"), ParameterValue.From("linear"));
        Maybe("half_life", ParameterValue.From("6h"), ParameterValue.From(12));
        Maybe("detrend", ParameterValue.From("linear"));
        Maybe("smoothing", ParameterValue.From("ema"), ParameterValue.From("sma"));
        Maybe("smoothing_alpha", ParameterValue.From(0.3));
        Maybe("smoothing_window", ParameterValue.From(12));
        if (DetectorParameters.Read(type, set).Detector is null)
        {
            return null;
        }

        var anomalies = random.Next(1, 4);
        var isRobust = random.Next(2) == 0;
        var result = Of(type, set) with { Strategy = isRobust ? AutotuneStrategy.Robust : AutotuneStrategy.Reference, RunId = FormattableString.Invariant($"{random.Next(1 << 24):x6}") };
        return random.Next(4) == 0
            ? result with { Mode = TuningMode.Unsupervised, Labels = new LabelsSummary(0, 0, 0), ConsecutiveAnomalies = isRobust ? 1 : null }
            : result with { ConsecutiveAnomalies = anomalies, AnomalyWindow = isRobust && random.Next(2) == 0 ? anomalies + random.Next(1, 4) : null };
    }

    public static AutotuneResult Of(DetectorType type, ParameterSet parameters)
    {
        var detector = DetectorParameters.Read(type, parameters).Detector!;
        var seasonality = (detector as WindowedDetector)?.SeasonalityComponents;
        return new AutotuneResult
        {
            Metric = "api_error_rate",
            Mode = TuningMode.Supervised,
            Points = 26208,
            Labels = new LabelsSummary(2, 1, 31),
            TrainingStart = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            TrainingEnd = new DateTime(2026, 4, 1, 23, 55, 0, DateTimeKind.Utc),
            ScoringMetric = ScoringMetric.Mcc,
            Folds = [],
            ContextEnd = 2016,
            Winner = new Candidate(detector, parameters, "0123456789abcdef", 0.7812, [0.74, 0.79, 0.77, 0.81, 0.8], 0.01),
            Parameters = parameters,
            Seasonality = seasonality,
            ConsecutiveAnomalies = 2,
            RunId = "3f9c1a",
            DecisionLog =
            [
                new Decision(TuningStage.Labels, "2 interval(s) + 1 point(s) → supervised mode (31 labeled grid point(s)); scoring=mcc"),
                new Decision(TuningStage.Seasonality, "chose [hour+day_of_week] (score 0.412 → 0.655)"),
                new Decision(TuningStage.DetectorSelect, "votes — iqr:2.0, mad:9.0, zscore:1.0; shortlist: mad, iqr"),
                new Decision(TuningStage.GridSearch, "mad: best score 0.781 (threshold=3.5, window_size=2016)"),
                new Decision(TuningStage.GridSearch, "iqr: best score 0.702 (threshold=3.0, window_size=288)"),
                new Decision(TuningStage.Window, "consecutive_anomalies=2 (max mcc=0.802 on labeled incidents)"),
            ],
            Candidates = [],
            GroupVotes = [],
        };
    }
}
