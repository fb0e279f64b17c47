using Detectkit.Configuration;
using Detectkit.Detectors.Kinds;
using Detectkit.Series;
using Detectkit.Statistics;
using Detectkit.Statistics.Sliding;

namespace Detectkit.Detectors;

/// <summary>
/// The bands of one series, and the buffers of all that they are made of: detectors that differ in threshold, or in anything else that a
/// pass does not depend on, share its result. Bands are for the wanted grid points alone, ascending and apart, or for all. Not thread-safe.
/// </summary>
internal sealed class SeriesAnalysis(MetricSeries series, Range[]? wanted = null) : IDisposable
{
    // Bands that a season has changed are read by one candidate after the other and soon made again: only the newest keep their arrays.
    private const int MostChanged = 8;

    private readonly Buffers buffers = new();
    private readonly Buffers seasonBuffers = new();
    private readonly Dictionary<SeasonalityComponent, SeasonKeys?> keys = [];
    private readonly Dictionary<BandKey, BandStatistics> bands = [];
    private readonly Queue<(BandKey Key, Buffers Arrays)> changed = [];
    private PassCache? passes;

    public MetricSeries Series { get; } = series;

    /// <summary>Statistics that detectors yet to come will ask for, so that one pass may compute them together.</summary>
    public IReadOnlyList<StatisticsKind> Expected { get; set; } = [];

    private PassCache Passes => passes ??= new PassCache(Series, wanted, buffers);

    /// <summary>Knows nothing yet, for another thread.</summary>
    public SeriesAnalysis Anew() => new(Series, wanted);

    public ProcessedSeries Processed(Preprocessing preprocessing) => Passes.Processed(preprocessing);

    /// <summary>Centre and spread for every point, seasonality taken into account.</summary>
    public BandStatistics Bands(WindowedDetector detector)
    {
        var components = Series.Columns.Count == 0 ? null : detector.SeasonalityComponents;
        var isClamped = detector.Stabilization == Stabilization.Clamp;
        var key = new BandKey(PassKey.Of(detector, Series), detector.Window, components, components is { Count: > 0 } ? detector.MinSamplesPerGroup : 0)
        {
            // The only bands that hang on verdicts.
            ClampedAt = isClamped ? (detector.Threshold, detector.MinSamples) : null,
        };
        if (!bands.TryGetValue(key, out var result))
        {
            result = isClamped ? Clamp(detector, key.Pass) : Adjust(detector, key);
            bands.Add(key, result);
        }

        return result;
    }

    public AgeWeights WeightsOf(WindowedDetector detector) => Passes.Weights(PassKey.Of(detector, Series));

    /// <summary>Of those of its components that the series knows.</summary>
    public IEnumerable<SeasonKeys> SeasonsOf(WindowedDetector detector) =>
        Series.Columns.Count == 0 ? [] : detector.SeasonalityComponents?.Select(KeysOf).OfType<SeasonKeys>() ?? [];

    public SeasonKeys? KeysOf(SeasonalityComponent component)
    {
        if (!keys.TryGetValue(component, out var result))
        {
            result = SeasonKeys.Of(Series, component, seasonBuffers);
            keys.Add(component, result);
        }

        return result;
    }

    /// <summary>Forgets every result but the seasons' groups: what comes next finds the room that this took.</summary>
    public void Clear()
    {
        passes = null;
        bands.Clear();
        while (changed.TryDequeue(out var band))
        {
            band.Arrays.Dispose();
        }

        buffers.Dispose();
    }

    public void Dispose()
    {
        Clear();
        seasonBuffers.Dispose();
    }

    private BandStatistics Adjust(WindowedDetector detector, BandKey key)
    {
        var pass = key.Pass;

        // Where no window holds enough of its group the season has no say, and its pass would be for nothing.
        var seasons = SeasonsOf(detector)
            .Select(season => pass with { Season = season })
            .Where(season => Passes.Windows(season).Longest >= detector.MinSamplesPerGroup)
            .ToList();
        var whole = Passes.Run(pass, Expected);
        var (source, windows, slopes) = (Processed(pass.Preprocessing), Passes.Windows(pass), Passes.Slopes(pass));
        if (seasons.Count == 0)
        {
            return BandStatistics.Of(detector.Window, source, windows, slopes, whole, buffers);
        }

        DropOldest();
#pragma warning disable CA2000 // The queue owns it: DropOldest and Clear dispose it.
        changed.Enqueue((key, new Buffers()));
#pragma warning restore CA2000
        var result = BandStatistics.Unfilled(detector.Window, source, windows, slopes, changed.Last().Arrays);
        result.Start(whole);
        foreach (var season in seasons)
        {
            result.Multiply(whole, Passes.Run(season, Expected), Passes.Windows(season), detector.MinSamplesPerGroup);
        }

        return result;
    }

    private void DropOldest()
    {
        if (changed.Count == MostChanged)
        {
            var oldest = changed.Dequeue();
            bands.Remove(oldest.Key);
            oldest.Arrays.Dispose();
        }
    }

    private BandStatistics Clamp(WindowedDetector detector, PassKey pass)
    {
        using var scratch = new Buffers();
        var hasTrend = pass.Detrend == Detrend.Linear;
        Lookback Over(PassKey key, Buffers room) =>
            new(Passes.Values(key), key.Season, Series.Count, pass.WindowSize, pass.Kind, Passes.Weights(pass), hasTrend, room);

        var whole = Over(pass, buffers);
        var parts = SeasonsOf(detector).Select(season => Over(pass with { Season = season }, scratch)).ToList();
        var trend = hasTrend ? buffers.Rent<double>(Series.Count) : null;
        var result = BandStatistics.Unfilled(detector.Window, Processed(pass.Preprocessing), whole.Sample, trend, buffers);
        ClampedPass.Run(result, trend, whole, parts, detector, new BoundArbiter(this, detector));
        var windows = Passes.Windows(pass);
        return result.Over(new SlidingSample(windows.Count, whole.Sample.Values, windows.GridIndex, windows.Sorted, windows.Start, windows.End, buffers));
    }

    private readonly record struct BandKey(PassKey Pass, WindowKind Kind, ValueList<SeasonalityComponent>? Components, int MinSamplesPerGroup)
    {
        public (double Threshold, int MinSamples)? ClampedAt { get; init; }
    }
}
