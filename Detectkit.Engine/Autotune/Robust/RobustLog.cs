using System.Globalization;
using Detectkit.Autotune.Resampling;
using Detectkit.Configuration;
using Detectkit.Statistics;

namespace Detectkit.Autotune.Robust;

/// <summary>The decisions of the robust strategy in words that a reviewer can agree or disagree with.</summary>
internal static class RobustLog
{
    private const int StampsShown = 3;

    /// <summary>What the labels mark and what they are used for.</summary>
    public static Decision Labels(GroundTruth truth, AutotuneSettings settings)
    {
        var (labels, isSupervised) = (truth.Summary, truth.Mode == TuningMode.Supervised);
        return new Decision("labels", string.Create(
            CultureInfo.InvariantCulture,
            $"{labels.Intervals} interval(s) + {labels.Points} point(s) → {(isSupervised ? "supervised" : "unsupervised")} mode ({labels.PositiveGridPoints} labeled grid point(s))")
            + (isSupervised ? "; score: " + ScoreWords(settings) : ""));
    }

    /// <summary>What the score is.</summary>
    public static string ScoreWords(AutotuneSettings settings) =>
        settings is { IsScoringChosen: true, ScoringMetric: not (ScoringMetric.RocAuc or ScoringMetric.PrAuc) }
            ? ScoringMetricName.InWords(settings.ScoringMetric) + ", all training points pooled"
            : PooledCounts.MeanWords;

    /// <summary>Search, threshold and confidence with labels.</summary>
    public static IEnumerable<Decision> Supervised(RobustGrid grid, RobustSearch.Outcome search, RobustChoice choice, TrainingAlerts alarms, AutotuneSettings settings)
    {
        var chosen = Choice(grid, search, choice, settings);
        return choice.LeavesDefault ? chosen : [.. chosen, .. Default(search, alarms, settings)];
    }

    private static IEnumerable<Decision> Choice(RobustGrid grid, RobustSearch.Outcome search, RobustChoice choice, AutotuneSettings settings)
    {
        if (choice.Best is not { } best)
        {
            yield return new Decision("default", Inv($"{search.Default.Configuration}: too few points outside incidents have a score to compare anything"));
            yield break;
        }

        var seasons = grid.Seasons.Count > 1 ? ", " + Count(grid.Seasons.Count - 1, "season") : "";
        yield return Detail(
            "search",
            $"tried {Count(grid.Count, "configuration")} ({Count(grid.Histories.Count, "window")}, {Count(grid.Smoothings.Count, "smoothing")}{seasons}, {Count(grid.Rules.Count, "alert rule")}), {Count(search.Candidates.Count, "threshold")}");
        yield return new Decision("search", Inv($"best of {grid.Count}, {Fixed(best.Score)}: {best.Configuration}"));
        if (choice.SecondBest is { } second)
        {
            var (less, name) = (best.Score - second.Score, second.Configuration);
            yield return Detail("search", less <= RobustSpace.Tie ? Inv($"second, the same score: {name}") : Inv($"second, {Fixed(less)} less: {name}"));
        }

        yield return Detail("search", Inv($"default, {Fixed(search.Default.Score)}: {search.Default.Configuration}"));
        if (choice.Confidence is not { } confidence)
        {
            var tried = best.Allowance is null
                ? "the pinned threshold catches no incident"
                : Inv($"no threshold from {settings.Robust.LowestThreshold} to {RobustSpace.HighestThreshold} catches an incident with at most {RobustSpace.Allowances.Max()} false alerts");
            yield return new Decision("default", $"too little evidence to leave the default, {choice.Configuration}: {tried}");
            yield break;
        }

        yield return new Decision(
            "confidence",
            $"{Range(confidence.Gain, signed: true)} {(confidence.Gain.Low > 0 ? "better than" : "against")} the default (middle {Percent(confidence.Coverage)} of {Count(confidence.Resamples, "resample")}, {Count(confidence.Incidents, "incident")}){(confidence.Incidents == 1 ? "; one incident cannot tell how the next will differ" : "")}");
        yield return Detail(
            "confidence",
            $"in {Count(confidence.Resamples, "resample")} of the training data the same configuration wins {Percent(confidence.ChosenShare)}{(confidence.TiedShare > 0 && confidence.TiedShare >= confidence.ChosenShare ? ", always tied with others" : "")}; its score is {Range(confidence.Score)} in the middle {Percent(confidence.Coverage)}");
        if (!confidence.LeavesDefault)
        {
            yield return new Decision("default", Inv($"too little evidence to leave the default, {choice.Configuration}: that range would have to begin at {RobustSpace.LeastGain} or above"));
            yield break;
        }

        yield return new Decision("threshold", Threshold(best, choice.Threshold, settings));
    }

    /// <summary>The default without labels.</summary>
    public static IEnumerable<Decision> Unsupervised(RobustSearch.Outcome search, RobustChoice choice, TrainingAlerts alarms, AutotuneSettings settings)
    {
        yield return new Decision("default", Inv($"{choice.Configuration}: without labels there is nothing to choose by, and this holds up best on recorded series"));
        foreach (var decision in Default(search, alarms, settings))
        {
            yield return decision;
        }
    }

    /// <summary>Whether later windows see the bound of an anomaly, where that was tried.</summary>
    public static IEnumerable<Decision> Clamping(RobustChoice choice) => choice.ClampGain is not { } gain ? [] :
    [
        new Decision("clamp", $"stabilization: clamp {(choice.Configuration.IsClamped ? "is" : "is not")} used: {Range(gain, signed: true)} against the best without it"),
    ];

    /// <summary>The alert rule, with the keys by which a file says it.</summary>
    public static Decision Rule(RuleShape rule) => new(
        "window",
        rule.IsWindow ? Inv($"alert at {rule} (consecutive_anomalies, anomaly_window, min_anomaly_share)") : Inv($"alert at {rule} (consecutive_anomalies)"));

    // Whoever gets the default is told what it would have done.
    private static IEnumerable<Decision> Default(RobustSearch.Outcome search, TrainingAlerts alarms, AutotuneSettings settings)
    {
        yield return new Decision("threshold", DefaultWords(search, settings));
        var newest = Enumerable.Range(1, Math.Min(StampsShown, alarms.Starts.Count)).Select(i => alarms.Starts[^i].ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)).ToList();
        var stamps = newest.Count == 0 ? "" : ": " + string.Join(", ", newest) + (alarms.Starts.Count > newest.Count ? Inv($" and {alarms.Starts.Count - newest.Count} earlier") : "");
        yield return new Decision("default", Inv($"expect {FixedNotation.Format(alarms.PerWeek, 1)} alerts a week, as on the training data{stamps}"));
    }

    private static string DefaultWords(RobustSearch.Outcome search, AutotuneSettings settings)
    {
        var (threshold, (low, high)) = (search.Default.Threshold, RobustSpace.DefaultThresholds);
        if (settings.FixedParams.Find("threshold") is not null)
        {
            return Inv($"{threshold}: pinned");
        }

        var quantile = Percent(settings.Robust.DefaultQuantile) + " quantile of the series' own scores";
        return threshold <= low ? Inv($"{threshold}: the lower limit; the {quantile} is no higher")
            : threshold >= high ? Inv($"{threshold}: the upper limit; the {quantile} is no lower")
            : Inv($"{threshold}: the {quantile}");
    }

    private static string Threshold(ScoredThreshold best, double threshold, AutotuneSettings settings)
    {
        if (best.Allowance is not { } allowance)
        {
            return Inv($"{threshold}: pinned");
        }

        var (low, high) = (settings.Robust.LowestThreshold, RobustSpace.HighestThreshold);
        var allowed = allowance == 0 ? "no false alert" : Inv($"at most {Count(allowance, "false alert")}");
        return !double.IsNaN(best.WeakestCaught) && threshold > RobustSearch.Rounded(best.Threshold)
            ? Inv($"{threshold}{(threshold >= high ? " (upper limit)" : "")}: {Fixed(best.Threshold, 2)} already has {allowed}, and the weakest caught incident peaks at {Fixed(best.WeakestCaught, 2)}")
            : Inv($"{threshold}: the lowest from {low} to {high} with {allowed}");
    }

    private static Decision Detail(string stage, string message) => new(stage, message) { IsDetail = true };

    private static string Range(ResampledRange range, bool signed = false)
    {
        var (low, high) = (Signed(range.Low, signed), Signed(range.High, signed));
        return low == high ? low : low + " to " + high;
    }

    private static string Signed(double value, bool signed)
    {
        var text = Fixed(value, 2);
        return text == "-0.00" ? "0.00" : signed && value > 0 && text != "0.00" ? "+" + text : text;
    }

    private static string Percent(double share) => Fixed(100 * share, 0) + " %";

    private static string Fixed(double value, int decimals = 3) => FixedNotation.Format(value, decimals);

    private static string Count(int count, string what) => Inv($"{count} {what}{(count == 1 ? "" : "s")}");

    private static string Inv(FormattableString text) => FormattableString.Invariant(text);
}
