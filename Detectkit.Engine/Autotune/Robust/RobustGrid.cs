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
    private const int MostParameters = 8;
    private const string Unsupported = "is_holiday";
    private const string Stabilization = "stabilization";

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
        Types = settings.DetectorTypes is { } types ? [.. types.OrderBy(t => t == DetectorType.ZScore ? 0 : 1).ThenBy(DetectorTypeName.Of, StringComparer.Ordinal)] : [DetectorType.ZScore];
        minSamples = Math.Clamp(series.Count / RobustSpace.MinSamplesPart, RobustSpace.FewestMinSamples, RobustSpace.MinSamples);
        Histories = Lengths(series, settings);
        Smoothings = pinned.Find("smoothing") is null ? SmoothingStep.For(series.IntervalSeconds) : SmoothingStep.AsGiven;
        Seasons = pinned.Find("seasonality_components") is null ? [null, .. Supported(series, settings)] : [null];
        Rules = settings.AlertRules != AlertRules.Consecutive ? RobustSpace.WindowRules
            : settings.HasAlerting ? RobustSpace.ConsecutiveRules : [RobustSpace.ConsecutiveRules[0]];
    }

    /// <summary>Kinds of detector.</summary>
    public IReadOnlyList<DetectorType> Types { get; }

    /// <summary>Windows.</summary>
    public IReadOnlyList<HistoryLength> Histories { get; }

    /// <summary>Smoothings.</summary>
    public IReadOnlyList<SmoothingStep> Smoothings { get; }

    /// <summary>Seasons; null for none. They go with the longest window only, which they divide by the number of groups.</summary>
    public IReadOnlyList<SeasonalityComponent?> Seasons { get; }

    /// <summary>Alert rules.</summary>
    public IReadOnlyList<RuleShape> Rules { get; }

    /// <summary>What becomes of <c>stabilization: clamp</c>.</summary>
    public Clamping Clamping { get; }

    /// <summary>Configurations in all.</summary>
    public int Count => Types.Count * Smoothings.Count * (Histories.Count + Seasons.Count - 1) * Rules.Count;

    /// <summary>The pairs of window and season.</summary>
    public IEnumerable<(HistoryLength History, SeasonalityComponent? Season)> Windows() =>
        Histories.Select(h => (h, (SeasonalityComponent?)null)).Concat(Seasons.Skip(1).Select(s => (Histories[0], s)));

    /// <summary>A configuration's parameters; what is pinned wins and comes first.</summary>
    public ParameterSet Parameters(RobustConfiguration configuration, double threshold)
    {
        var size = configuration.History.Points;
        var list = new List<KeyValuePair<string, ParameterValue>>(MostParameters);
        void Add(string name, ParameterValue value) => list.Add(new KeyValuePair<string, ParameterValue>(name, value));
        if (configuration.Season is { } season)
        {
            Add("seasonality_components", SeasonalitySearch.ToParameter([season]));
        }

        Add("threshold", ParameterValue.From(Math.Round(SigmaScores.ToParameter(configuration.Type, threshold), RobustSpace.ThresholdDecimals)));
        Add("window_size", ParameterValue.From(size));
        Add("min_samples", ParameterValue.From(Math.Min(size, minSamples)));
        configuration.Smoothing.AddTo(list);
        if (configuration.IsClamped)
        {
            Add(Stabilization, ParameterValue.From("clamp"));
        }

        if (configuration.Season is not null)
        {
            Add("min_samples_per_group", ParameterValue.From(RobustSpace.MinSamplesPerSeason));
        }

        if (pinned.Count == 0)
        {
            return ParameterSet.Of(list);
        }

        list.RemoveAll(p => pinned.Find(p.Key) is not null);
        return pinned.Overlay(ParameterSet.Of(list));
    }

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
