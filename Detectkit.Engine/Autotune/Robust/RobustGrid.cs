using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;

namespace Detectkit.Autotune.Robust;

/// <summary>Whether anomalies are clamped for later windows.</summary>
internal enum Clamping
{
    /// <summary>No configuration does it.</summary>
    Never,

    /// <summary>The configurations that were found are tried with it, too.</summary>
    Candidate,

    /// <summary>It is pinned.</summary>
    Always,
}

/// <summary>What the robust strategy tries on a series, the default first on every axis.</summary>
internal sealed class RobustGrid
{
    private const int SecondsPerDay = 86_400;
    private const int LeastParameters = 3;
    private const string Unsupported = "is_holiday";
    private const string Stabilization = "stabilization";

    private static readonly ParameterValue Clamped = ParameterValue.From("clamp");
    private static readonly ParameterValue LeastPerSeason = ParameterValue.From(RobustSpace.MinSamplesPerSeason);

    private readonly Dictionary<SeasonalityComponent, ParameterValue> seasonValues;
    private readonly Dictionary<SeasonalityComponent, ValueList<SeasonalityComponent>> seasonLists;
    private readonly ParameterValue leastSamples;
    private readonly ParameterSet pinned;
    private readonly int minSamples;

    /// <summary>Lays the grid out.</summary>
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
        seasonLists = Seasons.OfType<SeasonalityComponent>().ToDictionary(s => s, s => ValueList.Create<SeasonalityComponent>([s]));
        seasonValues = seasonLists.ToDictionary(s => s.Key, s => DetectorParameters.ValueOf(s.Value));
        Windows = [.. Histories.Select(h => (h, (SeasonalityComponent?)null)), .. Seasons.Skip(1).Select(s => (Histories[0], s))];
        leastSamples = ParameterValue.From(minSamples);
        Rules = settings.KeptRule is { } kept ? [RuleShape.Create(kept)]
            : settings.AlertRules != AlertRules.Consecutive ? RobustSpace.WindowRules
            : settings.HasAlerting ? RobustSpace.ConsecutiveRules : [RobustSpace.ConsecutiveRules[0]];
    }

    /// <summary>Kinds of detector.</summary>
    public ValueList<DetectorType> Types { get; }

    /// <summary>Windows.</summary>
    public IReadOnlyList<HistoryLength> Histories { get; }

    /// <summary>Smoothings.</summary>
    public ValueList<SmoothingStep> Smoothings { get; }

    /// <summary>Seasons; null for none. They go with the longest window only, which they divide by the number of groups.</summary>
    public IReadOnlyList<SeasonalityComponent?> Seasons { get; }

    /// <summary>Alert rules.</summary>
    public ValueList<RuleShape> Rules { get; }

    /// <summary>What becomes of <c>stabilization: clamp</c>.</summary>
    public Clamping Clamping { get; }

    /// <summary>Configurations in all.</summary>
    public int Count => Types.Count * Smoothings.Count * (Histories.Count + Seasons.Count - 1) * Rules.Count;

    /// <summary>The pairs of window and season.</summary>
    public ValueList<(HistoryLength History, SeasonalityComponent? Season)> Windows { get; }

    /// <summary>A configuration's parameters; what is pinned wins and comes first.</summary>
    public ParameterSet Parameters(RobustConfiguration configuration, double threshold)
    {
        var size = configuration.History.Points;
        var list = new KeyValuePair<string, ParameterValue>[
            LeastParameters + (configuration.Season is null ? 0 : 2) + configuration.Smoothing.ParameterCount + (configuration.IsClamped ? 1 : 0)];
        var count = 0;
        if (configuration.Season is { } season)
        {
            list[count++] = new("seasonality_components", seasonValues[season]);
        }

        list[count++] = new("threshold", ParameterValue.From(Rounded(configuration.Type, threshold)));
        list[count++] = new("window_size", ParameterValue.From(size));
        list[count++] = new("min_samples", size < minSamples ? ParameterValue.From(size) : leastSamples);
        count += configuration.Smoothing.Fill(list.AsSpan(count));
        if (configuration.IsClamped)
        {
            list[count++] = new(Stabilization, Clamped);
        }

        if (configuration.Season is not null)
        {
            list[count] = new("min_samples_per_group", LeastPerSeason);
        }

        return pinned.Count == 0 ? ParameterSet.Owning(list) : UnderPinned(list);
    }

    /// <summary>A configuration's detector, as <see cref="Parameters"/> read it; without pinned parameters there is nothing to refuse.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="threshold">The threshold in standard deviations.</param>
    /// <param name="refusal">Why there is no such detector; null where there is.</param>
    public WindowedDetector? Read(RobustConfiguration configuration, double threshold, out string? refusal)
    {
        refusal = null;
        if (pinned.Count == 0)
        {
            return Unpinned(configuration, threshold);
        }

        var reading = DetectorParameters.Read(configuration.Type, Parameters(configuration, threshold));
        var detector = reading.Detector as WindowedDetector;
        refusal = detector is not null ? null : reading.Faults.Count > 0 ? reading.Faults[0].Message : "not a windowed detector";
        return detector;
    }

    private ParameterSet UnderPinned(KeyValuePair<string, ParameterValue>[] searched) =>
        pinned.Overlay(ParameterSet.Of(searched.Where(p => pinned.Find(p.Key) is null)));

    private WindowedDetector Unpinned(RobustConfiguration configuration, double threshold)
    {
        var (plain, size, smoothing) = ((WindowedDetector)DetectorConfig.Default(configuration.Type), configuration.History.Points, configuration.Smoothing);
        return plain with
        {
            Threshold = Rounded(configuration.Type, threshold),
            WindowSize = size,
            MinSamples = Math.Min(size, minSamples),
            SeasonalityComponents = configuration.Season is null ? null : seasonLists[configuration.Season],
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
        var single = columns.Select(c => SeasonalityComponent.Of(c.Name));
        var pairs = columns.SelectMany((a, i) => columns.Skip(i + 1).Select(b => new SeasonalityComponent([a.Name, b.Name], true)));
        return single.Concat(pairs).Where(c => Visits(series, c) >= settings.Robust.VisitsPerSeason);
    }

    // How often the average group is entered: a group that came round twice says nothing, however many points it has.
    private static double Visits(MetricSeries series, SeasonalityComponent component)
    {
        using var keys = SeasonKeys.Of(series, component)!;
        var (visits, previous) = (0, -1);
        foreach (var group in keys.GroupOfPoint.AsSpan(0, series.Count))
        {
            visits += group == previous ? 0 : 1;
            previous = group;
        }

        return keys.Groups < 2 ? 0 : (double)visits / keys.Groups;
    }
}
