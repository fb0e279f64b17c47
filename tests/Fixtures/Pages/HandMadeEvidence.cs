using Detectkit.Autotune;
using Detectkit.Build.Pages;
using Detectkit.Build.Pages.Evidence;
using Detectkit.Configuration;
using Detectkit.Series;

namespace Detectkit.Build.Tests.Pages;

/// <summary>Evidence with every number written down, so that what is written about it changes only when the writing does.</summary>
internal static class HandMadeEvidence
{
    public static EvidenceModel Project() => new("shop <metrics>",
    [
        Orders(),
        OfGrid(),
        Orders() with { Metric = "orders_kept", Outcome = EvidenceOutcome.Kept, Reason = "not clearly better on the hold-out", Change = null },
        new MetricEvidence { Metric = "refunds", File = "metrics/refunds.yml", Outcome = EvidenceOutcome.Failed, Reason = "no rows" },
    ]);

    public static MetricEvidence Orders()
    {
        const int Count = 48;
        var values = Enumerable.Range(0, Count).Select(i => i is 20 or 40 ? 30.0 : i == 30 ? double.NaN : 10 + (i % 24)).ToArray();
        var series = MetricSeries.FromRows(
            Enumerable.Range(0, Count).Select(i => SampleSeries.StartMilliseconds + (i * 600_000L)).ToArray(), values, 600, ["hour"]);
        var labels = SampleSeries.Labels((20, 21, "payment \"outage\""), (40, 40, null));
        var result = Result();
        return new MetricEvidence
        {
            Metric = "orders",
            File = "metrics/orders.yml",
            Outcome = EvidenceOutcome.Tuned,
            Series = series,
            Labels = labels,
            IsLabelled = true,
            Result = result,
            HoldOut = new PointRange(36, Count),
            Before = Detector("zscore, threshold 3.0", 15, [20], 0.41, [0.5, 0.32], new Tally(0.4, 0, 1, 1.4, 0.01)),
            After = Detector("mad, threshold 3.5", 12, [10, 20, 40], 0.62, [0.7, 0.54], new Tally(0.55, 1, 0, 0.7, 0.02)),
            Change = new YamlChange("name: orders\ndetectors:\n  - {type: zscore}\n", "name: orders\ndetectors:\n  - {type: mad, params: {threshold: 3.5}}\n"),
        };

        DetectorEvidence Detector(string title, double width, int[] flagged, double score, ValueList<double> folds, Tally held)
        {
            var flags = new bool[Count];
            Array.ForEach(flagged, i => flags[i] = true);
            var (lower, upper) = (values.Select(_ => 20 - width).ToArray(), values.Select(_ => 20 + width).ToArray());
            return new DetectorEvidence
            {
                Layer = new DetectorLayer(title, lower, upper, flags, new double[Count]),
                Alerts = MatchedAlerts.Match(flags, labels.Incidents, series),
                Score = score,
                FoldScores = folds,
                Whole = held with { Caught = held.Caught + 1, Score = null },
                HeldOut = held,
            };
        }
    }

    /// <summary>The same of a search over a whole grid, of which the chosen configuration got a higher threshold afterwards.</summary>
    public static MetricEvidence OfGrid()
    {
        var plain = Over(50_000, 5.1);
        ValueList<Candidate> candidates =
        [
            Tried(plain, 0.4, "the first anomaly"),
            Tried(plain, 0.62, "2 anomalies in a row"),
            Tried(Over(2000, 4.2), 0.3, "the first anomaly"),
            Tried(Over(2000, 4.2), 0.3, "2 anomalies in a row"),
            Tried(plain.With("smoothing", ParameterValue.From("sma")).With("smoothing_window", ParameterValue.From(12)), 0.62, "the first anomaly"),
            Tried(plain.With("smoothing", ParameterValue.From("ema")).With("smoothing_alpha", ParameterValue.From(0.3)), 0, "the first anomaly"),
        ];
        var parameters = Over(50_000, 6);
        return Orders() with
        {
            Metric = "orders_grid",
            Result = Result() with
            {
                Strategy = AutotuneStrategy.Robust,
                ScoreWords = "event F1, all training points pooled",
                Folds = [],
                ContextEnd = 0,
                Candidates = candidates,
                Winner = Tried(parameters, 0.62, "2 anomalies in a row"),
                Parameters = parameters,
                Confidence = new TuningConfidence(200, 0.8, 0.9, new FigureRange(0.5, 0.8), new FigureRange(0.05, 0.4), true) { Incidents = 2 },
            },
        };

        static ParameterSet Over(int window, double threshold) =>
            ParameterSet.Empty.With("threshold", ParameterValue.From(threshold)).With("window_size", ParameterValue.From(window)).With("min_samples", ParameterValue.From(12));

        static Candidate Tried(ParameterSet parameters, double score, string rule) => new(new ZScoreDetector(), parameters, "g", score, [], 0) { Rule = rule };
    }

    private static AutotuneResult Result()
    {
        var start = ParameterSet.Empty.With("threshold", ParameterValue.From(3.0)).With("window_size", ParameterValue.From(48)).With("min_samples", ParameterValue.From(12));
        var probe = ParameterSet.Empty.With("window_size", ParameterValue.From(100)).With("min_samples", ParameterValue.From(30));
        ValueList<Candidate> candidates =
        [
            Candidate(probe, "a", 0.30),
            Candidate(probe.With("seasonality_components", ParameterValue.From([ParameterValue.From("hour")])), "b", 0.28),
            Candidate(start, "c", 0.55),
            Candidate(start.With("threshold", ParameterValue.From(3.5)), "d", 0.62),
            Candidate(start.With("threshold", ParameterValue.From(3.5)).With("window_weights", ParameterValue.From("exponential")), "e", 0.61),
            Candidate(start.With("threshold", ParameterValue.From(3.5)).With("window_size", ParameterValue.From(100)).With("min_samples", ParameterValue.From(25)), "f", -0.10),
        ];
        return new AutotuneResult
        {
            Metric = "orders",
            Mode = TuningMode.Supervised,
            Points = 36,
            Labels = new LabelsSummary(1, 1, 2),
            TrainingStart = SampleSeries.At(0),
            TrainingEnd = SampleSeries.At(35),
            ScoringMetric = ScoringMetric.Mcc,
            Folds = [new PointRange(12, 24), new PointRange(24, 36)],
            ContextEnd = 12,
            Winner = candidates[3],
            Parameters = candidates[3].Parameters,
            Seasonality = null,
            ConsecutiveAnomalies = 1,
            RunId = "1a2b3c",
            DecisionLog = [new Decision(TuningStage.Labels, "1 interval(s) + 1 point(s) → supervised mode"), new Decision(TuningStage.DetectorSelect, "votes — mad:1.0; shortlist: mad")],
            Candidates = candidates,
            GroupVotes = [],
        };
    }

    private static Candidate Candidate(ParameterSet parameters, string id, double score) =>
        new(new MadDetector(), parameters, id, score, [score + 0.1, score - 0.05], 0.03);
}
