using System.Globalization;
using Detectkit.Autotune.Resampling;
using Detectkit.Configuration;
using Detectkit.Scoring;
using Detectkit.Statistics;

namespace Detectkit.Autotune.Robust;

/// <summary>The decisions of the robust strategy in words that a reviewer can agree or disagree with.</summary>
internal sealed class RobustLog(SearchData data, RobustGrid grid, RobustSearch.Outcome search, RobustChoice choice, TrainingAlerts alerts)
{
    private const int TimestampsShown = 3;

    private readonly AutotuneSettings settings = data.Settings;

    public IEnumerable<Decision> Decisions() =>
    [
        new Decision(TuningStage.Labels, data.LabelWords + (data.IsLabelled ? "; score: " + ScoreWords(settings) : "")),
        .. data.IsLabelled ? Choice() : [new Decision(TuningStage.Default, $"{choice.Configuration}: without labels there is nothing to choose by, and this holds up best on recorded series")],
        .. choice.LeavesDefault ? [] : Default(),
        .. Clamping(),
        Rule(choice.Configuration.Rule),
    ];

    public static string ScoreWords(AutotuneSettings settings) =>
        settings.IsScoringChosen && !PointScore.IsRanking(settings.ScoringMetric)
            ? ScoringMetricName.InWords(settings.ScoringMetric) + ", all training points pooled"
            : PooledCounts.MeanWords;

    private IEnumerable<Decision> Choice()
    {
        if (choice.Best is not { } best)
        {
            yield return new Decision(TuningStage.Default, Inv($"{search.Default.Configuration}: too few points outside incidents have a score to compare anything"));
            yield break;
        }

        var seasons = grid.Seasons.Count > 1 ? ", " + Count(grid.Seasons.Count - 1, "season") : "";
        yield return Detail(
            TuningStage.Search,
            $"tried {Count(grid.Count, "configuration")} ({Count(grid.Histories.Count, "window")}, {Count(grid.Smoothings.Count, "smoothing")}{seasons}, {Count(grid.Rules.Count, "alert rule")}), {Count(search.Candidates.Count, "threshold")}");
        yield return new Decision(TuningStage.Search, Inv($"best of {grid.Count}, {Fixed(best.Score)}: {best.Configuration}"));
        if (choice.SecondBest is { } second)
        {
            var (less, name) = (best.Score - second.Score, second.Configuration);
            yield return Detail(TuningStage.Search, less <= RobustSpace.Tie ? Inv($"second, the same score: {name}") : Inv($"second, {Fixed(less)} less: {name}"));
        }

        yield return Detail(TuningStage.Search, Inv($"default, {Fixed(search.Default.Score)}: {search.Default.Configuration}"));
        if (choice.Confidence is not { } confidence)
        {
            var tried = best.Allowance is null
                ? "the pinned threshold catches no incident"
                : Inv($"no threshold from {settings.Robust.LowestThreshold} to {RobustSpace.HighestThreshold} catches an incident with at most {RobustSpace.Allowances.Max()} false alerts");
            yield return new Decision(TuningStage.Default, $"too little evidence to leave the default, {choice.Configuration}: {tried}");
            yield break;
        }

        yield return new Decision(
            TuningStage.Confidence,
            $"{Range(confidence.Gain, signed: true)} {(confidence.Gain.Low > 0 ? "better than" : "against")} the default (middle {Percent(confidence.Coverage)} of {Count(confidence.Resamples, "resample")}, {Count(confidence.Incidents, "incident")}){(confidence.Incidents == 1 ? "; one incident cannot tell how the next will differ" : "")}");
        yield return Detail(
            TuningStage.Confidence,
            $"in {Count(confidence.Resamples, "resample")} of the training data the same configuration wins {Percent(confidence.ChosenShare)}{(confidence.TiedShare > 0 && confidence.TiedShare >= confidence.ChosenShare ? ", always tied with others" : "")}; its score is {Range(confidence.Score)} in the middle {Percent(confidence.Coverage)}");
        if (!confidence.LeavesDefault)
        {
            yield return new Decision(TuningStage.Default, Inv($"too little evidence to leave the default, {choice.Configuration}: that range would have to begin at {RobustSpace.LeastGain} or above"));
            yield break;
        }

        yield return new Decision(TuningStage.Threshold, Threshold(best, choice.Threshold));
    }

    private IEnumerable<Decision> Clamping() => choice.ClampGain is not { } gain ? [] :
    [
        new Decision(TuningStage.Clamp, $"stabilization: clamp {(choice.Configuration.IsClamped ? "is" : "is not")} used: {Range(gain, signed: true)} against the best without it"),
    ];

    // With the keys by which a file says it.
    private static Decision Rule(RuleShape rule) => new(
        TuningStage.Window,
        rule.IsWindow ? Inv($"alert at {rule} (consecutive_anomalies, anomaly_window, min_anomaly_share)") : Inv($"alert at {rule} (consecutive_anomalies)"));

    // Whoever gets the default is told what it would have done.
    private IEnumerable<Decision> Default()
    {
        yield return new Decision(TuningStage.Threshold, DefaultWords());
        var newest = Enumerable.Range(1, Math.Min(TimestampsShown, alerts.Starts.Count)).Select(i => alerts.Starts[^i].ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)).ToList();
        var stamps = newest.Count == 0 ? "" : ": " + string.Join(", ", newest) + (alerts.Starts.Count > newest.Count ? Inv($" and {alerts.Starts.Count - newest.Count} earlier") : "");
        yield return new Decision(TuningStage.Default, Inv($"expect {FixedNotation.Format(alerts.PerWeek, 1)} alerts a week, as on the training data{stamps}"));
    }

    private string DefaultWords()
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

    private string Threshold(ScoredThreshold best, double threshold)
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

    private static Decision Detail(TuningStage stage, string message) => new(stage, message) { IsDetail = true };

    private static string Range(FigureRange range, bool signed = false)
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
