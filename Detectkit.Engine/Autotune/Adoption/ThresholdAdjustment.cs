using System.Globalization;
using Detectkit.Alerting;
using Detectkit.Autotune.Resampling;
using Detectkit.Autotune.Robust;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;
using Detectkit.Statistics;

namespace Detectkit.Autotune.Adoption;

/// <summary>
/// Proposes the current detectors with other thresholds: all by one factor, everything else as it is. What an engineer would try first, and all
/// that the number of alerts alone is evidence for. Where that is not enough, a window of a week, and then what the search has found.
/// </summary>
internal sealed class ThresholdAdjustment
{
    private const double Step = 1.05;
    private const int LowestStep = -14;
    private const int HighestStep = 48;

    // Beyond this many spreads a band no longer says anything about its window.
    private const double HighestSigma = 12;

    // One decimal is what people write; less than that is not what they agree on.
    private const int Decimals = 1;

    // Half of what is allowed leaves room for weeks that differ.
    private const double BudgetShare = 0.5;

    // Of equally good thresholds one that lies a little above the lowest: the next normal day may be worse than the worst so far.
    private const double Relaxation = 0.3;
    private const double LossRelaxation = 0.8;

    private const int SecondsPerWeek = 7 * 86_400;

    private readonly IReadOnlyList<WindowedDetector> current;
    private readonly IReadOnlyList<WindowedDetector> tunable;
    private readonly IReadOnlyList<DetectorConfig> others;
    private readonly AlertRule rule;
    private readonly MetricSeries series;
    private readonly SeriesAnalysis analysis;
    private readonly double[][] sigmas;
    private readonly Verdict[][] verdicts;
    private readonly bool[] alerts;

    private ThresholdAdjustment(MetricConfig metric, IReadOnlyList<WindowedDetector> tunable, AlertRule rule, SeriesAnalysis analysis)
    {
        (this.tunable, this.rule, this.analysis, series) = (tunable, rule, analysis, analysis.Series);
        current = [.. metric.Detectors.OfType<WindowedDetector>()];
        others = [.. metric.Detectors.Where(d => d is not WindowedDetector)];
        sigmas = [.. tunable.Select(_ => new double[series.Count])];
        verdicts = [.. tunable.Select(_ => new Verdict[series.Count]), .. others.Select(_ => new Verdict[series.Count])];
        alerts = new bool[series.Count];
        for (var d = 0; d < tunable.Count; d++)
        {
            SigmaScores.Fill(tunable[d], analysis, sigmas[d]);
        }

        for (var d = 0; d < others.Count; d++)
        {
            Detection.Judge(others[d], analysis, verdicts[tunable.Count + d]);
        }
    }

    /// <summary>Proposes thresholds, each when it is asked for.</summary>
    /// <param name="metric">The metric as it is configured.</param>
    /// <param name="rule">Its alert rule.</param>
    /// <param name="request">What was searched.</param>
    /// <param name="found">What the search has found, of which series, labels and candidates stay.</param>
    /// <returns>The same with the current detectors at other thresholds, best first; none if none are better, or the metric pins them.</returns>
    public static IEnumerable<AutotuneResult> Propose(MetricConfig metric, AlertRule rule, SearchRequest request, AutotuneResult found)
    {
        List<WindowedDetector> current = [.. metric.Detectors.OfType<WindowedDetector>()];
        if (request.Settings.FixedParams.Find("threshold") is not null || current.Count == 0)
        {
            yield break;
        }

        using var analysis = new SeriesAnalysis(request.Series.Newest(request.Settings.MaxHistory));
        foreach (var (detectors, firstStep) in Shapes(current, request, found, analysis.Series))
        {
            foreach (var result in new ThresholdAdjustment(metric, detectors, rule, analysis).Propose(request, found, firstStep))
            {
                yield return result;
            }
        }
    }

    // What thresholds are looked for, and from which step on. Labels say what other windows gain, and the search has asked them.
    private static IEnumerable<(List<WindowedDetector> Detectors, int FirstStep)> Shapes(
        List<WindowedDetector> current, SearchRequest request, AutotuneResult found, MetricSeries series)
    {
        yield return (current, 1);
        if (found.Mode == TuningMode.Supervised)
        {
            yield break;
        }

        // A longer window has not forgotten a level that is gone.
        var week = SecondsPerWeek / series.IntervalSeconds;
        if (current.Exists(d => d.WindowSize > week) && current.TrueForAll(d => d.MinSamples <= week && HasSeasons(d, week, series)))
        {
            yield return ([.. current.Select(d => d with { WindowSize = Math.Min(d.WindowSize, week) })], 0);
        }

        if (current.Count == 1 && found.TrainingAlerts?.PerWeek > BudgetShare * request.Settings.MaxAlertsPerWeek && found.Winner.Detector is WindowedDetector winner)
        {
            yield return ([winner], 1);
        }
    }

    // A season whose groups a window does not fill is none.
    private static bool HasSeasons(WindowedDetector detector, int window, MetricSeries series) =>
        (detector.SeasonalityComponents ?? []).All(component =>
        {
            using var keys = SeasonKeys.Of(series, component);
            return keys is null || window / keys.Groups >= detector.MinSamplesPerGroup;
        });

    private IEnumerable<AutotuneResult> Propose(SearchRequest request, AutotuneResult found, int firstStep)
    {
        var truth = GroundTruth.Mark(request.Labels, series);
        using var ground = new LabelledBlocks(truth.Marked);
        var settings = request.Settings;
        if (found.Mode == TuningMode.Unsupervised)
        {
            if (ByAlerts(ground, settings, firstStep) is { } quiet)
            {
                yield return Result(request, found, ground, At(quiet), $"the lowest with few enough alerts on the training data, of {PythonNumber.Repr(settings.MaxAlertsPerWeek)} a week allowed");
            }

            yield break;
        }

        var caveat = ground.Incidents == 1 ? "; one incident cannot tell how the next will differ" : "";
        var best = ByScore(ground, settings);
        if (best is not null)
        {
            yield return Result(request, found, ground, At(best.Value), "the best training score of the current detector at any threshold" + caveat);
        }

        if (WithoutLoss(truth.Marked, BlockBootstrap.Seed(series, truth.Marked)) is { } safe && safe != best)
        {
            yield return Result(request, found, ground, At(safe), "the highest that still catches what the current one catches, nearly as early" + caveat);
        }
    }

    private AutotuneResult Result(SearchRequest request, AutotuneResult found, LabelledBlocks ground, List<WindowedDetector> detectors, string why)
    {
        Play(detectors);
        var starts = ground.FalseAlertStarts(alerts, series);
        var score = found.Mode == TuningMode.Supervised
            ? ground.Sum(ground.Count(alerts)).Score(request.Settings)
            : TuningPipeline.StrategyOf(request.Settings).Score(detectors, rule, request, found);
        List<Candidate> candidates = [.. detectors.Select(d => new Candidate(d, Parameters(d), DetectorId.Of(d), score, [], 0))];
        var first = candidates[0];
        ValueList<Candidate> partners = [.. candidates.Skip(1)];
        var change = string.Join(" and ", current.Zip(detectors, Change));
        var isFound = detectors[0].Type != current[0].Type || detectors[0].Smoothing != current[0].Smoothing;
        return found with
        {
            Winner = first,
            Partners = partners,
            IsAdjustment = true,
            Parameters = first.Parameters,
            Seasonality = detectors[0].SeasonalityComponents is { Count: > 0 } components ? components : null,
            ConsecutiveAnomalies = null,
            AnomalyWindow = null,
            Confidence = null,
            TrainingAlerts = new TrainingAlerts(PerWeek(starts.Count), starts),
            RunId = RunId.Create(found.Metric, first.Detector.Type, first.Parameters, found.Labels, found.ScoringMetric, detectors[0].SeasonalityComponents, found.TrainingStart, found.TrainingEnd, partners),
            DecisionLog =
            [
                .. found.DecisionLog.Where(d => d.Stage == "labels"),
                .. found.DecisionLog.Where(d => isFound && d.Stage == "default").Take(1),
                new Decision("threshold", $"{change}: {why}"),
                new Decision("window", isFound ? "seasons and alert rule stay as they are"
                    : tunable.SequenceEqual(current) ? "windows, seasons and alert rule stay as they are"
                    : "a window of a week, which forgets a level that is gone; seasons and alert rule stay as they are"),
            ],
        };
    }

    private static string Change(WindowedDetector was, WindowedDetector now)
    {
        var threshold = was.Threshold == now.Threshold && was.Type == now.Type ? DetectorTypeName.Of(now.Type)
            : $"{DetectorTypeName.Of(was.Type)} {PythonNumber.Repr(was.Threshold)} → {(was.Type == now.Type ? "" : DetectorTypeName.Of(now.Type) + " ")}{PythonNumber.Repr(now.Threshold)}";
        return threshold + (was.WindowSize == now.WindowSize ? "" : $", window {Window(was)} → {Window(now)}");
    }

    private static string Window(WindowedDetector detector) =>
        detector.WindowSize >= AutotuneSettings.DefaultMaxHistory ? "all history" : detector.WindowSize.ToString(CultureInfo.InvariantCulture);

    // The lowest factor that leaves few enough alerts: half of what is allowed. Real incidents alert at any threshold, so where even the highest
    // leaves more than that, what is allowed is enough.
    private double? ByAlerts(LabelledBlocks ground, AutotuneSettings settings, int firstStep)
    {
        double? allowed = null;
        foreach (var factor in Steps(firstStep).Select(Factor))
        {
            Play(At(factor));
            if (alerts.AsSpan().Count(true) > DetectorHealth.FailingShare * alerts.Length)
            {
                continue;
            }

            var perWeek = PerWeek(ground.FalseAlertStarts(alerts, series).Count);
            if (perWeek <= BudgetShare * settings.MaxAlertsPerWeek)
            {
                return factor;
            }

            allowed ??= perWeek <= settings.MaxAlertsPerWeek ? factor : null;
        }

        return allowed;
    }

    // The factors with the highest score; none if 1 is among them.
    private double? ByScore(LabelledBlocks ground, AutotuneSettings settings)
    {
        var (best, low, high) = (double.NegativeInfinity, 0, 0);
        foreach (var step in Steps(LowestStep))
        {
            Play(At(Factor(step)));
            var score = ground.Sum(ground.Count(alerts)).Score(settings);
            if (score > best + RobustSpace.Tie)
            {
                (best, low, high) = (score, step, step);
            }
            else if (score > best - RobustSpace.Tie && high == step - 1)
            {
                high = step;
            }
        }

        return low <= 0 && high >= 0 ? null : Factor(low + (int)(Relaxation * (high - low)));
    }

    // What an incident's peak leaves of room is not used up: the next one may be weaker.
    private double? WithoutLoss(ReadOnlySpan<bool> marks, int seed)
    {
        var incidents = PointRange.Runs(marks);
        Play([.. tunable]);
        var current = DetectionDelays.Delays(alerts, incidents, seed);
        var highest = 0;
        foreach (var step in Steps(1))
        {
            Play(At(Factor(step)));
            var delays = DetectionDelays.Delays(alerts, incidents, seed);
            if (Enumerable.Range(0, incidents.Count).Any(k => current[k] >= 0 && (delays[k] < 0 || delays[k] - current[k] > ComparedFigures.Tolerable(incidents[k]))))
            {
                break;
            }

            highest = step;
        }

        return highest == 0 ? null : Factor(Math.Max(1, (int)(LossRelaxation * highest)));
    }

    private double PerWeek(int count) => new PointRange(0, series.Count).PerWeek(count, series.IntervalSeconds);

    private static double Factor(int step) => Math.Pow(Step, step);

    private IEnumerable<int> Steps(int first) => Enumerable.Range(first, HighestStep - first + 1).Where(step => IsWithin(Factor(step)));

    private bool IsWithin(double factor) => tunable.All(d => factor <= 1 || d.Window.ToSigmas(d.Threshold) * factor <= HighestSigma);

    private List<WindowedDetector> At(double factor) => [.. tunable.Select(d =>
    {
        var threshold = Math.Round(d.Window.FromSigmas(d.Window.ToSigmas(d.Threshold) * factor), Decimals);
        return factor == 1 || threshold <= 0 ? d : d with { Threshold = threshold, WholeNumbers = [.. d.WholeNumbers.Where(n => n != "threshold")] };
    })];

    private void Play(List<WindowedDetector> detectors)
    {
        for (var d = 0; d < detectors.Count; d++)
        {
            if (detectors[d].Stabilization != Stabilization.None)
            {
                // Windows see the violated bound, and with it the threshold.
                Detection.Judge(detectors[d], analysis, verdicts[d]);
                continue;
            }

            var threshold = detectors[d].Window.ToSigmas(detectors[d].Threshold);
            for (var i = 0; i < alerts.Length; i++)
            {
                var sigma = sigmas[d][i];
                verdicts[d][i] = double.IsNaN(sigma) ? Verdict.MissingData : sigma > threshold ? Verdict.Above : sigma < -threshold ? Verdict.Below : Verdict.Normal;
            }
        }

        new QuorumVote(
            rule with { MinDetectors = Math.Min(rule.MinDetectors, verdicts.Length) },
            verdicts,
            (d, i) => d < detectors.Count
                ? (Math.Abs(sigmas[d][i]) - detectors[d].Window.ToSigmas(detectors[d].Threshold), DetectorId.ClassName(detectors[d]))
                : (0, DetectorId.ClassName(others[d - detectors.Count]))).Fill(alerts);
    }

    // A threshold at its default must be said too, or the one in the file would stay.
    private static ParameterSet Parameters(WindowedDetector detector) =>
        DetectorParameters.NonDefault(detector).With("threshold", ParameterValue.From(detector.Threshold));
}
