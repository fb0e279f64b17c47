using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;
using Detectkit.Statistics;

namespace Detectkit.Autotune.Robust;

/// <summary>Whether anomalies are clamped for later windows: by no configuration, also by those that were found, or because it is pinned.</summary>
internal enum Clamping
{
    Never,
    Candidate,
    Always,
}

/// <summary>A length of history to judge by, in points and in words.</summary>
internal sealed record HistoryLength(int Points, string Words);

/// <summary>A detector without its threshold, and the alert rule on it.</summary>
internal sealed record RobustConfiguration(
    DetectorType Type, HistoryLength History, SmoothingStep Smoothing, SeasonalityComponent? Season, RuleShape Rule)
{
    /// <summary>Whether windows see the violated bound of an anomaly, so that scores hold for one threshold only.</summary>
    public bool IsClamped { get; init; }

    public override string ToString() =>
        $"{DetectorTypeName.Of(Type)} over {History.Words}, {Smoothing}{(Season is null ? "" : $", season (by {Season})")}{(IsClamped ? ", clamped" : "")}, alert at {Rule}";
}

/// <summary>What the robust strategy tries on a series, the default first on every axis.</summary>
internal sealed class RobustGrid
{
    private const int SecondsPerDay = 86_400;
    private const string Unsupported = "is_holiday";
    private const string Stabilization = "stabilization";

    private readonly ParameterSet pinned;
    private readonly int minSamples;

    public RobustGrid(MetricSeries series, AutotuneSettings settings)
    {
        pinned = settings.FixedParams.Without(Stabilization);
        Clamping = settings.FixedParams.Find(Stabilization) switch
        {
            TextValue => Clamping.Always,
            null when settings.AlertRules == AlertRules.WindowClamp => Clamping.Candidate,
            _ => Clamping.Never,
        };
        Types = settings.DetectorTypes is { } types ? [.. types.OrderBy(t => t == RobustSpace.DefaultType ? 0 : 1).ThenBy(DetectorTypeName.Of, StringComparer.Ordinal)] : [RobustSpace.DefaultType];
        minSamples = Math.Clamp(series.ValueCount / RobustSpace.MinSamplesPart, RobustSpace.FewestMinSamples, RobustSpace.MinSamples);
        Histories = Lengths(series, settings);
        Smoothings = pinned.Find("smoothing") is null ? SmoothingStep.For(series.IntervalSeconds) : SmoothingStep.AsGiven;
        Seasons = pinned.Find("seasonality_components") is null ? [null, .. Supported(series, settings)] : [null];
        Windows = [.. Histories.Select(h => (h, (SeasonalityComponent?)null)), .. Seasons.Skip(1).Select(s => (Histories[0], s))];
        Rules = settings.KeptRule is { } kept ? [RuleShape.Create(kept)]
            : settings.AlertRules != AlertRules.Consecutive ? RobustSpace.WindowRules
            : settings.HasAlerting ? RobustSpace.ConsecutiveRules : [RobustSpace.ConsecutiveRules[0]];
    }

    public ValueList<DetectorType> Types { get; }

    public IReadOnlyList<HistoryLength> Histories { get; }

    public ValueList<SmoothingStep> Smoothings { get; }

    /// <summary>Seasons; null for none. They go with the longest window only, which they divide by the number of groups.</summary>
    public IReadOnlyList<SeasonalityComponent?> Seasons { get; }

    public ValueList<RuleShape> Rules { get; }

    public Clamping Clamping { get; }

    /// <summary>Configurations in all.</summary>
    public int Count => Types.Count * Smoothings.Count * (Histories.Count + Seasons.Count - 1) * Rules.Count;

    public ValueList<(HistoryLength History, SeasonalityComponent? Season)> Windows { get; }

    /// <summary>A configuration's parameters; what is pinned wins and comes first.</summary>
    public ParameterSet Parameters(RobustConfiguration configuration, double threshold)
    {
        var size = configuration.History.Points;
        List<KeyValuePair<string, ParameterValue>> searched =
        [
            new("threshold", ParameterValue.From(Rounded(configuration.Type, threshold))),
            new("window_size", ParameterValue.From(size)),
            new("min_samples", ParameterValue.From(Math.Min(size, minSamples))),
            .. configuration.Smoothing.Parameters,
        ];
        if (configuration.IsClamped)
        {
            searched.Add(new(Stabilization, ParameterValue.From("clamp")));
        }

        if (configuration.Season is { } season)
        {
            searched.Insert(0, new("seasonality_components", DetectorParameters.ValueOf([season])));
            searched.Add(new("min_samples_per_group", ParameterValue.From(RobustSpace.MinSamplesPerSeason)));
        }

        return pinned.Count == 0 ? ParameterSet.Create(searched) : pinned.Overlay(ParameterSet.Create(searched.Where(p => pinned.Find(p.Key) is null)));
    }

    /// <summary>A configuration's detector at a threshold in standard deviations, or why there is none.</summary>
    public WindowedDetector? Read(RobustConfiguration configuration, double threshold, out string? refusal)
    {
        if (pinned.Count == 0)
        {
            refusal = null;
            return Unpinned(configuration, threshold);
        }

        var reading = DetectorParameters.Read(configuration.Type, Parameters(configuration, threshold));
        var detector = reading.Detector as WindowedDetector;
        refusal = detector is not null ? null : reading.Faults.Count > 0 ? reading.Faults[0].Message : "not a windowed detector";
        return detector;
    }

    // What reading the parameters gives, without a list of them: most runs pin nothing, and there is nothing to refuse.
    private WindowedDetector Unpinned(RobustConfiguration configuration, double threshold)
    {
        var (plain, size, smoothing) = ((WindowedDetector)DetectorConfig.Default(configuration.Type), configuration.History.Points, configuration.Smoothing);
        return plain with
        {
            Threshold = Rounded(configuration.Type, threshold),
            WindowSize = size,
            MinSamples = Math.Min(size, minSamples),
            SeasonalityComponents = configuration.Season is { } season ? [season] : null,
            MinSamplesPerGroup = configuration.Season is null ? plain.MinSamplesPerGroup : RobustSpace.MinSamplesPerSeason,
            Smoothing = smoothing.Kind,
            SmoothingWindow = smoothing.Kind == Smoothing.Sma ? smoothing.Points : plain.SmoothingWindow,
            SmoothingAlpha = smoothing.Kind == Smoothing.Ema ? smoothing.Alpha : plain.SmoothingAlpha,
            Stabilization = configuration.IsClamped ? Configuration.Stabilization.Clamp : Configuration.Stabilization.None,
        };
    }

    private static double Rounded(DetectorType type, double threshold) => Math.Round(DetectorConfig.WindowOf(type).FromSigmas(threshold), RobustSpace.ThresholdDecimals);

    private List<HistoryLength> Lengths(MetricSeries series, AutotuneSettings settings)
    {
        if (pinned.Find("window_size") is IntegerValue { Value: > 0 and <= int.MaxValue } window)
        {
            return [new HistoryLength((int)window.Value, "the pinned window")];
        }

        var days = RobustSpace.ShortWindowDays * SecondsPerDay / series.IntervalSeconds;
        var lengths = new List<HistoryLength> { new(Math.Max(minSamples, Math.Min(RobustSpace.AllHistory, settings.MaxHistory)), "all history") };
        if (series.Count > RobustSpace.LongWindow && lengths[0].Points > RobustSpace.LongWindow)
        {
            lengths.Add(new HistoryLength(RobustSpace.LongWindow, "2,000 points"));
        }

        if (days >= minSamples && days < Math.Min(series.Count, lengths[0].Points) && !lengths.Exists(l => Math.Abs(l.Points - days) < RobustSpace.AlikeWindows * days))
        {
            lengths.Add(new HistoryLength(days, "7 days"));
        }

        return lengths;
    }

    private static IEnumerable<SeasonalityComponent> Supported(MetricSeries series, AutotuneSettings settings)
    {
        var columns = series.Columns.Where(c => c.Name != Unsupported && c.Labels.Count > 1 && settings.SeasonalityCandidates?.Contains(c.Name) != false).ToList();
        var single = columns.Select(c => SeasonalityComponent.Create(c.Name));
        var pairs = columns.SelectMany((a, i) => columns.Skip(i + 1).Select(b => new SeasonalityComponent([a.Name, b.Name], true)));
        return single.Concat(pairs).Where(c => Visits(series, c) >= settings.Robust.VisitsPerSeason);
    }

    // How often the average group is entered: a group that came round twice says nothing, however many points it has.
    private static double Visits(MetricSeries series, SeasonalityComponent component)
    {
        using var buffers = new Buffers();
        var keys = SeasonKeys.Of(series, component, buffers)!;
        var (visits, previous) = (0, -1);
        foreach (var group in keys.GroupOfPoint.AsSpan(0, series.Count))
        {
            visits += group == previous ? 0 : 1;
            previous = group;
        }

        return keys.Groups < 2 ? 0 : (double)visits / keys.Groups;
    }
}
