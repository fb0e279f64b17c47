using System.Buffers;
using Detectkit.Configuration;
using Detectkit.Detectors.Kinds;
using Detectkit.Series;
using Detectkit.Statistics;
using Detectkit.Statistics.Sliding;

namespace Detectkit.Detectors;

/// <summary>
/// The statistics of one series, each computed once: detectors that differ in threshold, or in anything else that a pass does not
/// depend on, share its result. Not thread-safe; disposing returns all arrays to their pools.
/// </summary>
/// <param name="series">The series.</param>
/// <param name="wanted">The grid points whose bands anybody will read, ascending and apart; null for all.</param>
internal sealed class SeriesAnalysis(MetricSeries series, Range[]? wanted = null) : IDisposable
{
    private readonly Dictionary<Preprocessing, ProcessedSeries> processed = [];
    private readonly Dictionary<PassKey, PassResult> passes = [];
    private readonly Dictionary<PassKey, double[]> slopes = [];
    private readonly Dictionary<(AgeWeighting, int), AgeWeights> weights = [];
    private readonly Dictionary<SeasonalityComponent, SeasonKeys?> keys = [];
    private readonly Dictionary<(Preprocessing, string), SeasonGroups> groups = [];
    private readonly Dictionary<BandKey, BandStatistics> bands = [];
    private readonly List<IDisposable> clamped = [];
    private readonly List<double[]> rented = [];
    private readonly List<int[]> rentedCounts = [];

    /// <summary>The series.</summary>
    public MetricSeries Series { get; } = series;

    /// <summary>
    /// Statistics that detectors yet to come will ask for: a pass over equal weights that is asked for one of median and quartiles then reads the
    /// other off the same window.
    /// </summary>
    public IReadOnlyList<StatisticsKind> Expected { get; set; } = [];

    /// <summary>An analysis of the same series that knows nothing yet, for another thread.</summary>
    public SeriesAnalysis Anew() => new(Series, wanted);

    /// <summary>The series after a detector's smoothing and changes.</summary>
    public ProcessedSeries Processed(Preprocessing preprocessing)
    {
        if (!processed.TryGetValue(preprocessing, out var result))
        {
            result = new ProcessedSeries(Series.Values, preprocessing, wanted);
            processed.Add(preprocessing, result);
        }

        return result;
    }

    /// <summary>Centre and spread for every point, seasonality taken into account.</summary>
    public BandStatistics Bands(WindowedDetector detector)
    {
        var components = Series.Columns.Count == 0 ? null : detector.SeasonalityComponents;
        var pass = PassOf(detector);
        var isClamped = detector.Stabilization == Stabilization.Clamp;
        var key = new BandKey(pass, detector.Window, components, components is { Count: > 0 } ? detector.MinSamplesPerGroup : 0)
        {
            // The only bands that hang on verdicts.
            ClampedAt = isClamped ? (detector.Threshold, detector.MinSamples) : null,
        };
        if (!bands.TryGetValue(key, out var result))
        {
            result = isClamped ? Clamp(detector, pass) : Adjust(pass, detector.Window, components, detector.MinSamplesPerGroup);
            bands.Add(key, result);
        }

        return result;
    }

    /// <summary>The weights by age of a detector's window.</summary>
    public AgeWeights WeightsOf(WindowedDetector detector) => WeightsOf(PassOf(detector));

    /// <summary>The groups of each of a detector's seasonality components that the series knows.</summary>
    public IEnumerable<SeasonKeys> SeasonsOf(WindowedDetector detector) =>
        (Series.Columns.Count == 0 ? null : detector.SeasonalityComponents)?.Select(KeysOf).OfType<SeasonKeys>() ?? [];

    /// <summary>The groups of a component; null where the series knows none of its columns.</summary>
    public SeasonKeys? KeysOf(SeasonalityComponent component)
    {
        if (!keys.TryGetValue(component, out var result))
        {
            result = SeasonKeys.Of(Series, component);
            keys.Add(component, result);
        }

        return result;
    }

    public void Dispose()
    {
        Clear();
        foreach (var item in keys.Values)
        {
            item?.Dispose();
        }
    }

    /// <summary>Forgets every result and returns its arrays: what comes next finds the room that this took, and the seasons' groups.</summary>
    public void Clear()
    {
        foreach (var array in rented)
        {
            SeriesColumns.Numbers.Return(array);
        }

        foreach (var array in rentedCounts)
        {
            SeriesColumns.Indices.Return(array);
        }

        clamped.ForEach(c => c.Dispose());
        foreach (var group in groups.Values)
        {
            group.Dispose();
        }

        foreach (var item in processed.Values)
        {
            item.Dispose();
        }

        foreach (var item in weights.Values)
        {
            item.Dispose();
        }

        rented.Clear();
        rentedCounts.Clear();
        clamped.Clear();
        groups.Clear();
        processed.Clear();
        weights.Clear();
        passes.Clear();
        slopes.Clear();
        bands.Clear();
    }

    private PassKey PassOf(WindowedDetector detector)
    {
        var weighting = AgeWeighting.Of(detector, Series.IntervalSeconds, Series.Count);
        return new PassKey(detector.Window.Statistics, Preprocessing.Of(detector), detector.WindowSize, weighting, detector.Detrend, "");
    }

    private BandStatistics Adjust(PassKey pass, WindowKind kind, ValueList<SeasonalityComponent>? components, int minSamplesPerGroup)
    {
        var whole = Pass(pass, null);
        var source = Processed(pass.Preprocessing);
        var result = Unfilled(pass, kind, source.Windows(pass.WindowSize), pass.Detrend == Detrend.Linear ? SlopesOf(pass, source) : null);
        result.Start(whole.First, whole.Second);
        foreach (var component in components ?? [])
        {
            if (KeysOf(component) is { } seasonKeys && LongestGroupWindow(pass, source, seasonKeys) >= minSamplesPerGroup)
            {
                var group = Pass(pass with { Component = seasonKeys.Name }, seasonKeys);
                result.Multiply(whole.First, whole.Second, group.First, group.Second, group.Counts!, minSamplesPerGroup);
            }
        }

        return result;
    }

    // Where no window holds enough of its group the component has no say, and its pass would be for nothing.
    private int LongestGroupWindow(PassKey pass, ProcessedSeries source, SeasonKeys seasonKeys) =>
        GroupsOf(pass with { Component = seasonKeys.Name }, source, seasonKeys).Windows(pass.WindowSize).Longest;

    private BandStatistics Clamp(WindowedDetector detector, PassKey pass)
    {
        var source = Processed(pass.Preprocessing);
        var windows = source.Windows(pass.WindowSize);
        Lookback Over(SlidingSample sample, SeasonGroups? groups, SeasonKeys? seasonKeys) =>
            new(sample, groups is null ? [] : groups.Bounds, seasonKeys, Series.Count, pass.WindowSize, pass.Kind, WeightsOf(pass), pass.Detrend == Detrend.Linear);

        var whole = Over(windows, null, null);
        clamped.Add(whole);
        var parts = new List<Lookback>();
        foreach (var component in (Series.Columns.Count == 0 ? null : detector.SeasonalityComponents) ?? [])
        {
            if (KeysOf(component) is { } seasonKeys)
            {
                var groups = GroupsOf(pass with { Component = seasonKeys.Name }, source, seasonKeys);
                parts.Add(Over(groups.Windows(pass.WindowSize), groups, seasonKeys));
            }
        }

        var trend = pass.Detrend == Detrend.Linear ? Rent() : null;
        var result = Unfilled(pass, detector.Window, whole.Sample, trend);
        ClampedPass.Run(result, trend, whole, parts, detector, new BoundArbiter(this, detector));
        parts.ForEach(p => p.Dispose());
        var seen = new SlidingSample(windows.Count, whole.Sample.Values, windows.GridIndex, windows.Sorted, windows.Start, windows.End);
        clamped.Add(seen);
        return result.Over(seen);
    }

    private BandStatistics Unfilled(PassKey pass, WindowKind kind, SlidingSample windows, double[]? trend) =>
        new(Processed(pass.Preprocessing), windows, kind, Rent(), kind.Statistics.HasTwoCenters() ? Rent() : null, Rent(), trend);

    private PassResult Pass(PassKey key, SeasonKeys? seasonKeys)
    {
        if (passes.TryGetValue(key, out var known))
        {
            return known;
        }

        if (CompanionOf(key) is { } companion && !passes.ContainsKey(companion) && TryBoth(key, companion, seasonKeys))
        {
            return passes[key];
        }

        var source = Processed(key.Preprocessing);
        var sample = SampleOf(key, source, seasonKeys);
        var trend = key.Detrend == Detrend.Linear ? SlopesOf(key, source) : [];
        var (first, second) = (Rent(), Rent());
        WindowStatistics.Compute(
            sample, WeightsOf(key), trend.AsSpan(0, Math.Min(trend.Length, Series.Count)), key.Kind, first.AsSpan(0, Series.Count), second.AsSpan(0, Series.Count));
        var result = new PassResult(first, second, seasonKeys is null ? null : CountsOf(sample));
        passes.Add(key, result);
        return result;
    }

    private PassKey? CompanionOf(PassKey key)
    {
        StatisticsKind? other = key.Kind switch
        {
            StatisticsKind.MedianDeviation when Expected.Contains(StatisticsKind.Quartiles) => StatisticsKind.Quartiles,
            StatisticsKind.Quartiles when Expected.Contains(StatisticsKind.MedianDeviation) => StatisticsKind.MedianDeviation,
            _ => null,
        };
        return other is { } kind && key is { Detrend: Detrend.None, Weighting.Kind: WindowWeights.None } ? key with { Kind = kind } : null;
    }

    private bool TryBoth(PassKey key, PassKey companion, SeasonKeys? seasonKeys)
    {
        var source = Processed(key.Preprocessing);
        var sample = SampleOf(key, source, seasonKeys);
        if (!sample.IsSummable())
        {
            return false;
        }

        var counts = seasonKeys is null ? null : CountsOf(sample);
        var (own, other) = (new PassResult(Rent(), Rent(), counts), new PassResult(Rent(), Rent(), counts));
        var (medians, quartiles) = key.Kind == StatisticsKind.MedianDeviation ? (own, other) : (other, own);
        var n = Series.Count;
        OrderStatisticsPass.Run(
            sample, medians.First.AsSpan(0, n), medians.Second.AsSpan(0, n), quartiles.First.AsSpan(0, n), quartiles.Second.AsSpan(0, n));
        passes.Add(key, own);
        passes.Add(companion, other);
        return true;
    }

    private SlidingSample SampleOf(PassKey key, ProcessedSeries source, SeasonKeys? seasonKeys) =>
        seasonKeys is null ? source.Windows(key.WindowSize) : GroupsOf(key, source, seasonKeys).Windows(key.WindowSize);

    private SeasonGroups GroupsOf(PassKey key, ProcessedSeries source, SeasonKeys seasonKeys)
    {
        var name = (key.Preprocessing, key.Component);
        if (!groups.TryGetValue(name, out var result))
        {
            result = source.GroupBy(seasonKeys);
            groups.Add(name, result);
        }

        return result;
    }

    private double[] SlopesOf(PassKey key, ProcessedSeries source)
    {
        var name = key with { Kind = default, Component = "" };
        if (!slopes.TryGetValue(name, out var result))
        {
            result = Rent();
            TrendSlopes.Run(source.Windows(key.WindowSize), WeightsOf(key), result.AsSpan(0, Series.Count));
            slopes.Add(name, result);
        }

        return result;
    }

    private AgeWeights WeightsOf(PassKey key)
    {
        if (!weights.TryGetValue((key.Weighting, key.WindowSize), out var result))
        {
            result = key.Weighting.For(key.WindowSize);
            weights.Add((key.Weighting, key.WindowSize), result);
        }

        return result;
    }

    private int[] CountsOf(SlidingSample sample)
    {
        var counts = SeriesColumns.Indices.Rent(Math.Max(1, Series.Count));
        rentedCounts.Add(counts);
        for (var p = 0; p < sample.Count; p++)
        {
            counts[sample.GridIndex[p]] = p - sample.Start[p];
        }

        return counts;
    }

    private double[] Rent()
    {
        var array = SeriesColumns.Numbers.Rent(Math.Max(1, Series.Count));
        rented.Add(array);
        return array;
    }

    private readonly record struct PassKey(
        StatisticsKind Kind, Preprocessing Preprocessing, int WindowSize, AgeWeighting Weighting, Detrend Detrend, string Component);

    private readonly record struct BandKey(PassKey Pass, WindowKind Kind, ValueList<SeasonalityComponent>? Components, int MinSamplesPerGroup)
    {
        public (double Threshold, int MinSamples)? ClampedAt { get; init; }
    }

    private sealed record PassResult(double[] First, double[] Second, int[]? Counts);
}
