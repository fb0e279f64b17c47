using Detectkit.Configuration;
using Detectkit.Series;
using Detectkit.Statistics;
using Detectkit.Statistics.Sliding;

namespace Detectkit.Detectors;

/// <summary>What a pass depends on; without a season its windows are over all values.</summary>
internal readonly record struct PassKey(
    StatisticsKind Kind, Preprocessing Preprocessing, int WindowSize, AgeWeighting Weighting, Detrend Detrend, SeasonKeys? Season)
{
    public static PassKey Of(WindowedDetector detector, MetricSeries series) => new(
        detector.Window.Statistics,
        Preprocessing.Of(detector),
        detector.WindowSize,
        AgeWeighting.Of(detector, series.IntervalSeconds, series.Count),
        detector.Detrend,
        null);
}

/// <summary>How a detector weighs its window; the half-life is in grid points, and 0 unless weights are exponential.</summary>
internal readonly record struct AgeWeighting(WindowWeights Kind, double HalfLife)
{
    // The default half-life is a twentieth of the window, but never so short that fewer than min_samples values count.
    private const double HalfLivesPerWindow = 20;

    public static AgeWeighting Of(WindowedDetector detector, int intervalSeconds, int points)
    {
        if (detector.WindowWeights != WindowWeights.Exponential)
        {
            return new(detector.WindowWeights, 0);
        }

        return detector switch
        {
            { HalfLife.Points: { } halfLife } => new(WindowWeights.Exponential, halfLife),
            { HalfLife: not null } when points < 2 => new(WindowWeights.None, 0),
            { HalfLife: { } duration } => new(WindowWeights.Exponential, Math.Max((double)duration.Seconds / intervalSeconds, 1)),
            { WeightDecay: { } decay } => new(WindowWeights.Exponential, Math.Log(0.5) / Math.Log(decay)),
            _ => new(WindowWeights.Exponential, Math.Max(Math.Max(detector.WindowSize / HalfLivesPerWindow, detector.MinSamples / 2.0), 1)),
        };
    }

    public AgeWeights For(int windowSize, Buffers buffers) => Kind switch
    {
        WindowWeights.Exponential => AgeWeights.Exponential(HalfLife, windowSize, buffers),
        WindowWeights.Linear => AgeWeights.Linear(windowSize, buffers),
        _ => AgeWeights.Uniform,
    };
}

/// <summary>Two statistics of every window, by grid point: the first of all, then the second of all.</summary>
internal sealed record PassResult(double[] Both, int Points)
{
    public Span<double> First => Both.AsSpan(0, Points);

    public Span<double> Second => Both.AsSpan(Points, Points);
}

/// <summary>The passes over one series and what they share, each made once and kept in the given buffers.</summary>
internal sealed class PassCache(MetricSeries series, Range[]? wanted, Buffers buffers)
{
    private readonly Dictionary<Preprocessing, ProcessedSeries> processed = [];
    private readonly Dictionary<(Preprocessing, SeasonKeys), SampleWindows> groups = [];
    private readonly Dictionary<(AgeWeighting, int), AgeWeights> weights = [];
    private readonly Dictionary<PassKey, double[]> slopes = [];
    private readonly Dictionary<PassKey, PassResult> results = [];

    public ProcessedSeries Processed(Preprocessing preprocessing)
    {
        if (!processed.TryGetValue(preprocessing, out var result))
        {
            result = new ProcessedSeries(series.Values, preprocessing, wanted, buffers);
            processed.Add(preprocessing, result);
        }

        return result;
    }

    public SampleWindows Values(PassKey key)
    {
        var source = Processed(key.Preprocessing).Valid;
        if (key.Season is null)
        {
            return source;
        }

        if (!groups.TryGetValue((key.Preprocessing, key.Season), out var result))
        {
            result = source.GroupBy(key.Season);
            groups.Add((key.Preprocessing, key.Season), result);
        }

        return result;
    }

    public SlidingSample Windows(PassKey key) => Values(key).Of(key.WindowSize);

    public AgeWeights Weights(PassKey key)
    {
        if (!weights.TryGetValue((key.Weighting, key.WindowSize), out var result))
        {
            result = key.Weighting.For(key.WindowSize, buffers);
            weights.Add((key.Weighting, key.WindowSize), result);
        }

        return result;
    }

    /// <summary>The trend inside each window, which is that of the whole window for groups too; null where none is taken out.</summary>
    public double[]? Slopes(PassKey key)
    {
        if (key.Detrend == Detrend.None)
        {
            return null;
        }

        var whole = key with { Kind = default, Season = null };
        if (!slopes.TryGetValue(whole, out var result))
        {
            result = buffers.Rent<double>(series.Count);
            TrendSlopes.Run(Windows(whole), Weights(whole), result.AsSpan(0, series.Count));
            slopes.Add(whole, result);
        }

        return result;
    }

    /// <summary>Runs a pass, and with it the one that is expected later if both can be read off the same windows.</summary>
    public PassResult Run(PassKey key, IReadOnlyList<StatisticsKind> expected)
    {
        if (results.TryGetValue(key, out var known))
        {
            return known;
        }

        var sample = Windows(key);
        if (CompanionOf(key, expected) is { } companion && !results.ContainsKey(companion) && sample.IsSummable(key.Kind))
        {
            var (own, other) = (Room(), Room());
            var (medians, quartiles) = key.Kind == StatisticsKind.MedianDeviation ? (own, other) : (other, own);
            OrderStatisticsPass.Run(sample, medians.First, medians.Second, quartiles.First, quartiles.Second);
            results.Add(companion, other);
            results.Add(key, own);
            return own;
        }

        var result = Room();
        var taken = Slopes(key) is { } trend ? trend.AsSpan(0, series.Count) : [];
        WindowStatistics.Compute(sample, Weights(key), taken, key.Kind, result.First, result.Second);
        results.Add(key, result);
        return result;
    }

    /// <summary>Forgets everything; the buffers are cleared by whoever gave them.</summary>
    public void Clear()
    {
        processed.Clear();
        groups.Clear();
        weights.Clear();
        slopes.Clear();
        results.Clear();
    }

    private static PassKey? CompanionOf(PassKey key, IReadOnlyList<StatisticsKind> expected)
    {
        if (!key.Kind.IsRanked() || key is not { Detrend: Detrend.None, Weighting.Kind: WindowWeights.None })
        {
            return null;
        }

        var other = key.Kind == StatisticsKind.MedianDeviation ? StatisticsKind.Quartiles : StatisticsKind.MedianDeviation;
        return expected.Contains(other) ? key with { Kind = other } : null;
    }

    private PassResult Room() => new(buffers.Rent<double>(2 * series.Count), series.Count);
}
