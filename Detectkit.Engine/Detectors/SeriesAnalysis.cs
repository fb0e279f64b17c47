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
internal sealed class SeriesAnalysis : IDisposable
{
    // Bands that a season has changed are read by one candidate after the other and soon made again: only the newest keep their arrays.
    private const int MostChanged = 4;

    private readonly Range[]? wanted;
    private readonly Buffers buffers = new();
    private readonly PassCache passes;
    private readonly Buffers seasonBuffers = new();
    private readonly Dictionary<SeasonalityComponent, SeasonKeys?> keys = [];
    private readonly Dictionary<BandKey, BandStatistics> bands = [];
    private readonly Queue<(BandKey Key, Buffers Arrays)> changed = [];

    public SeriesAnalysis(MetricSeries series, Range[]? wanted = null)
    {
        (Series, this.wanted) = (series, wanted);
        passes = new PassCache(series, wanted, buffers);
    }

    public MetricSeries Series { get; }

    /// <summary>Statistics that detectors yet to come will ask for, so that one pass may compute them together.</summary>
    public IReadOnlyList<StatisticsKind> Expected { get; set; } = [];

    /// <summary>Knows nothing yet, for another thread.</summary>
    public SeriesAnalysis Anew() => new(Series, wanted);

    public ProcessedSeries Processed(Preprocessing preprocessing) => passes.Processed(preprocessing);

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

    public AgeWeights WeightsOf(WindowedDetector detector) => passes.Weights(PassKey.Of(detector, Series));

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
        passes.Clear();
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
        var whole = passes.Run(pass, Expected);
        var (source, windows, slopes) = (Processed(pass.Preprocessing), passes.Windows(pass), passes.Slopes(pass));
        BandStatistics? result = null;
        foreach (var component in key.Components ?? [])
        {
            // Where no window holds enough of its group the season has no say, and its pass would be for nothing.
            var season = pass with { Season = KeysOf(component) };
            if (season.Season is not null && passes.Windows(season).Longest >= detector.MinSamplesPerGroup)
            {
                result ??= Changeable(key, source, windows, slopes, whole);
                result.Multiply(whole, passes.Run(season, Expected), passes.Windows(season), detector.MinSamplesPerGroup);
            }
        }

        return result ?? BandStatistics.Of(key.Kind, source, windows, slopes, whole, buffers);
    }

    private BandStatistics Changeable(BandKey key, ProcessedSeries source, SlidingSample windows, double[]? slopes, PassResult whole)
    {
        Buffers arrays;
        if (changed.Count == MostChanged)
        {
            (var oldest, arrays) = changed.Dequeue();
            bands.Remove(oldest);
            arrays.Dispose();
        }
        else
        {
#pragma warning disable CA2000 // The queue owns it: this method and Clear dispose of what is in it.
            arrays = new Buffers();
#pragma warning restore CA2000
        }

        changed.Enqueue((key, arrays));
        var result = BandStatistics.Unfilled(key.Kind, source, windows, slopes, arrays);
        result.Start(whole);
        return result;
    }

    private BandStatistics Clamp(WindowedDetector detector, PassKey pass)
    {
        using var scratch = new Buffers();
        var hasTrend = pass.Detrend == Detrend.Linear;
        Lookback Over(PassKey key, Buffers room) =>
            new(passes.Values(key), key.Season, Series.Count, pass.WindowSize, pass.Kind, passes.Weights(pass), hasTrend, room);

        var whole = Over(pass, buffers);
        var parts = SeasonsOf(detector).Select(season => Over(pass with { Season = season }, scratch)).ToList();
        var trend = hasTrend ? buffers.Rent<double>(Series.Count) : null;
        var result = BandStatistics.Unfilled(detector.Window, Processed(pass.Preprocessing), whole.Sample, trend, buffers);
        ClampedPass.Run(result, trend, whole, parts, detector, new BoundArbiter(this, detector));
        var windows = passes.Windows(pass);
        return result.Over(new SlidingSample(windows.Count, whole.Sample.Values, windows.GridIndex, windows.Sorted, windows.Start, windows.End, buffers));
    }

    private readonly record struct BandKey(PassKey Pass, WindowKind Kind, ValueList<SeasonalityComponent>? Components, int MinSamplesPerGroup)
    {
        public (double Threshold, int MinSamples)? ClampedAt { get; init; }
    }
}
