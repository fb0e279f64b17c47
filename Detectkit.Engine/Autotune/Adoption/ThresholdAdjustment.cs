using System.Globalization;
using Detectkit.Alerting;
using Detectkit.Autotune.Resampling;
using Detectkit.Autotune.Robust;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;
using Detectkit.Statistics;

namespace Detectkit.Autotune.Adoption;

/// <summary>Proposes the current detectors with other thresholds: all by one factor, everything else as it is. What an engineer would try first, and all
/// that the number of alerts alone is evidence for. Where that is not enough, a window of a week, and then what the search has found.</summary>
internal sealed class ThresholdAdjustment(MetricConfig metric, SearchData data, AutotuneResult found, ThresholdReplay replay)
{
    // Half of what is allowed leaves room for weeks that differ.
    private const double BudgetShare = 0.5;

    // Of equally good thresholds one that lies a little above the lowest: the next normal day may be worse than the worst so far.
    private const double Relaxation = 0.3;
    private const double LossRelaxation = 0.8;

    private const int SecondsPerWeek = 7 * 86_400;

    private readonly List<WindowedDetector> current = [.. metric.Detectors.OfType<WindowedDetector>()];

    /// <summary>Proposes thresholds, best first, each when it is asked for; none if none are better, or the metric pins them.</summary>
    public static IEnumerable<AutotuneResult> Propose(MetricConfig metric, SearchData data, AutotuneResult found)
    {
        List<WindowedDetector> current = [.. metric.Detectors.OfType<WindowedDetector>()];
        if (data.Settings.FixedParams.Find("threshold") is not null || current.Count == 0)
        {
            yield break;
        }

        using var analysis = new SeriesAnalysis(data.Series);
        foreach (var (detectors, firstStep) in Shapes(current, data, found))
        {
            var replay = new ThresholdReplay(metric, detectors, AlertRule.Create(metric.TunedAlerting), analysis);
            foreach (var result in new ThresholdAdjustment(metric, data, found, replay).Propose(firstStep))
            {
                yield return result;
            }
        }
    }

    // What thresholds are looked for, and from which step on. Labels say what other windows gain, and the search has asked them.
    private static IEnumerable<(List<WindowedDetector> Detectors, int FirstStep)> Shapes(List<WindowedDetector> current, SearchData data, AutotuneResult found)
    {
        yield return (current, 1);
        if (data.IsLabelled)
        {
            yield break;
        }

        // A longer window has not forgotten a level that is gone.
        var week = SecondsPerWeek / data.Series.IntervalSeconds;
        if (current.Exists(d => d.WindowSize > week) && current.TrueForAll(d => d.MinSamples <= week && HasSeasons(d, week, data.Series)))
        {
            yield return ([.. current.Select(d => d with { WindowSize = Math.Min(d.WindowSize, week) })], 0);
        }

        if (current.Count == 1 && found.TrainingAlerts?.PerWeek > BudgetShare * data.Settings.MaxAlertsPerWeek && found.Winner.Detector is WindowedDetector winner)
        {
            yield return ([winner], 1);
        }
    }

    // A season whose groups a window does not fill is none.
    private static bool HasSeasons(WindowedDetector detector, int window, MetricSeries series) =>
        (detector.SeasonalityComponents ?? []).All(component =>
        {
            using var buffers = new Buffers();
            var keys = SeasonKeys.Of(series, component, buffers);
            return keys is null || window / keys.Groups >= detector.MinSamplesPerGroup;
        });

    private IEnumerable<AutotuneResult> Propose(int firstStep)
    {
        using var blocks = new LabelledBlocks(data.Truth.Marked);
        if (!data.IsLabelled)
        {
            if (ByAlerts(blocks, firstStep) is { } quiet)
            {
                yield return Result(quiet, blocks, $"the lowest with few enough alerts on the training data, of {PythonNumber.Repr(data.Settings.MaxAlertsPerWeek)} a week allowed");
            }

            yield break;
        }

        var caveat = blocks.Incidents == 1 ? "; one incident cannot tell how the next will differ" : "";
        var best = ByScore(blocks);
        if (best is not null)
        {
            yield return Result(best.Value, blocks, "the best training score of the current detector at any threshold" + caveat);
        }

        if (WithoutLoss() is { } safe && safe != best)
        {
            yield return Result(safe, blocks, "the highest that still catches what the current one catches, nearly as early" + caveat);
        }
    }

    // The lowest step that leaves few enough alerts: half of what is allowed. Real incidents alert at any threshold, so where even the highest
    // leaves more than that, what is allowed is enough.
    private int? ByAlerts(LabelledBlocks blocks, int firstStep)
    {
        int? allowed = null;
        foreach (var step in replay.Steps(firstStep))
        {
            var alerts = replay.AlertsAt(step);
            if (alerts.AsSpan().Count(true) > DetectorHealth.FailingShare * alerts.Length)
            {
                continue;
            }

            var perWeek = blocks.FalseAlertsAmong(alerts, data.Series).PerWeek;
            if (perWeek <= BudgetShare * data.Settings.MaxAlertsPerWeek)
            {
                return step;
            }

            allowed ??= perWeek <= data.Settings.MaxAlertsPerWeek ? step : null;
        }

        return allowed;
    }

    // Of the steps with the highest score; none if the thresholds as they are have it too.
    private int? ByScore(LabelledBlocks blocks)
    {
        var (best, low, high) = (double.NegativeInfinity, 0, 0);
        foreach (var step in replay.Steps(ThresholdReplay.LowestStep))
        {
            var score = blocks.Sum(blocks.Count(replay.AlertsAt(step))).Score(data.Settings);
            if (score > best + RobustSpace.Tie)
            {
                (best, low, high) = (score, step, step);
            }
            else if (score > best - RobustSpace.Tie && high == step - 1)
            {
                high = step;
            }
        }

        return low <= 0 && high >= 0 ? null : low + (int)(Relaxation * (high - low));
    }

    // What an incident's peak leaves of room is not used up: the next one may be weaker.
    private int? WithoutLoss()
    {
        var incidents = PointRange.Runs(data.Truth.Marked);
        var seed = BlockBootstrap.Seed(data.Series, data.Truth.Marked);
        var before = DetectionDelays.Measure(replay.AlertsAt(0), incidents, seed);
        var highest = 0;
        foreach (var step in replay.Steps(1))
        {
            var after = DetectionDelays.Measure(replay.AlertsAt(step), incidents, seed);
            if (Enumerable.Range(0, incidents.Count).Any(k => before[k] >= 0 && (after[k] < 0 || after[k] - before[k] > ComparedFigures.Tolerable(incidents[k]))))
            {
                break;
            }

            highest = step;
        }

        return highest == 0 ? null : Math.Max(1, (int)(LossRelaxation * highest));
    }

    private AutotuneResult Result(int step, LabelledBlocks blocks, string why)
    {
        var (detectors, alerts) = (replay.At(step), replay.AlertsAt(step));
        var score = data.IsLabelled
            ? blocks.Sum(blocks.Count(alerts)).Score(data.Settings)
            : data.Strategy.Score(detectors, AlertRule.Create(metric.TunedAlerting), data, found);
        List<Candidate> candidates = [.. detectors.Select(d => new Candidate(d, Parameters(d), DetectorId.Of(d), score, [], 0))];
        var first = candidates[0];
        ValueList<Candidate> partners = [.. candidates.Skip(1)];
        var seasons = detectors[0].SeasonalityComponents is { Count: > 0 } components ? components : null;
        return found with
        {
            Winner = first,
            Partners = partners,
            IsAdjustment = true,
            Parameters = first.Parameters,
            Seasonality = seasons,
            ConsecutiveAnomalies = null,
            AnomalyWindow = null,
            Confidence = null,
            TrainingAlerts = blocks.FalseAlertsAmong(alerts, data.Series),
            RunId = RunId.Create(found.Metric, first.Detector.Type, first.Parameters, found.Labels, found.ScoringMetric, detectors[0].SeasonalityComponents, found.TrainingStart, found.TrainingEnd, partners),
            DecisionLog = [.. Log(detectors, why)],
        };
    }

    private IEnumerable<Decision> Log(List<WindowedDetector> detectors, string why)
    {
        var isFound = detectors[0].Type != current[0].Type || detectors[0].Smoothing != current[0].Smoothing;
        return
        [
            .. found.DecisionLog.Where(d => d.Stage == TuningStage.Labels),
            .. found.DecisionLog.Where(d => isFound && d.Stage == TuningStage.Default).Take(1),
            new Decision(TuningStage.Threshold, $"{string.Join(" and ", current.Zip(detectors, Change))}: {why}"),
            new Decision(TuningStage.Window, isFound ? "seasons and alert rule stay as they are"
                : replay.Tunable.SequenceEqual(current) ? "windows, seasons and alert rule stay as they are"
                : "a window of a week, which forgets a level that is gone; seasons and alert rule stay as they are"),
        ];
    }

    private static string Change(WindowedDetector was, WindowedDetector now)
    {
        var threshold = was.Threshold == now.Threshold && was.Type == now.Type ? DetectorTypeName.Of(now.Type)
            : $"{DetectorTypeName.Of(was.Type)} {PythonNumber.Repr(was.Threshold)} → {(was.Type == now.Type ? "" : DetectorTypeName.Of(now.Type) + " ")}{PythonNumber.Repr(now.Threshold)}";
        return threshold + (was.WindowSize == now.WindowSize ? "" : $", window {Window(was)} → {Window(now)}");
    }

    private static string Window(WindowedDetector detector) =>
        detector.WindowSize >= AutotuneSettings.DefaultMaxHistory ? "all history" : detector.WindowSize.ToString(CultureInfo.InvariantCulture);

    // A threshold at its default must be said too, or the one in the file would stay.
    private static ParameterSet Parameters(WindowedDetector detector) =>
        DetectorParameters.NonDefault(detector).With("threshold", ParameterValue.From(detector.Threshold));
}
