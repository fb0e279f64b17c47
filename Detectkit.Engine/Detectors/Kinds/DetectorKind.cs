using Detectkit.Statistics;

namespace Detectkit.Detectors.Kinds;

/// <summary>
/// All that sets one kind of detector apart, as data: reading, schema, search, passes and the code generator, which compiles this in,
/// ask here. A new kind is an entry below, a member of <c>DetectorType</c> with its <c>DetectorConfig</c>, and its statistics.
/// </summary>
/// <param name="Name">The YAML type.</param>
/// <param name="ClassName">The reference's class, which a detector's id begins with.</param>
/// <param name="Words">What it is, to begin a sentence with.</param>
internal sealed record DetectorKind(string Name, string ClassName, string Words)
{
    public static readonly DetectorKind Mad = new("mad", "MADDetector", "Median and median absolute deviation")
    {
        Window = new(StatisticsKind.MedianDeviation, Threshold: 3.0, MinSamplesPerGroup: 10)
        {
            SpreadUnit = NormalDistribution.MadToSigma,
            SearchedThresholds = [2.5, 3.0, 3.5, 4.0],

            // Gains with heavy centres and outliers.
            Suitability = f => 0.6 + (0.4 * Math.Max(0, 1 - f.HeavyTailRatio)) + (0.5 * f.OutlierFraction),
        },
    };

    public static readonly DetectorKind ZScore = new("zscore", "ZScoreDetector", "Mean and standard deviation")
    {
        Window = new(StatisticsKind.Moments, Threshold: 3.0, MinSamplesPerGroup: 3)
        {
            MinSamplesFloor = 2,
            SearchedThresholds = [2.5, 3.0, 3.5, 4.0],

            // Wants normal values.
            Suitability = f => f.Normality * Math.Min(1, Math.Max(0, f.HeavyTailRatio)) * (1 - f.OutlierFraction),
        },
    };

    public static readonly DetectorKind Iqr = new("iqr", "IQRDetector", "Quartiles")
    {
        Window = new(StatisticsKind.Quartiles, Threshold: 1.5, MinSamplesPerGroup: 4)
        {
            MinSamplesFloor = 4,
            MinSamplesPerGroupFloor = 4,
            SigmaOffset = NormalDistribution.UpperQuartile,
            SigmaUnit = NormalDistribution.QuartileDistance,
            SearchedThresholds = [1.5, 2.0, 3.0],

            // Gains with skew and outliers.
            Suitability = f => 0.3 + (0.5 * Math.Min(1, Math.Abs(f.Skewness) / 3)) + (0.4 * f.OutlierFraction),
        },
    };

    public static readonly DetectorKind ManualBounds = new("manual_bounds", "ManualBoundsDetector", "Fixed bounds");

    public static readonly DetectorKind Autoreg = new("autoreg", "AutoregDetector", "An autoregression of later versions of Python detectkit")
    {
        IsCarried = true,
    };

    /// <summary>The kinds that run here, in the order in which users are told of them.</summary>
    public static readonly ValueList<DetectorKind> Running = [Mad, ZScore, Iqr, ManualBounds];

    /// <summary>The kinds that judge by a window.</summary>
    public static IEnumerable<DetectorKind> Windowed => Running.Where(k => k.Window is not null);

    /// <summary>How it judges by a window; null where it does not.</summary>
    public WindowKind? Window { get; init; }

    /// <summary>Whether only later versions of the reference know it: kept as it is written, never run or complained about.</summary>
    public bool IsCarried { get; init; }
}

/// <summary>How a kind of detector makes a band of a window.</summary>
/// <param name="Statistics">The statistics that a pass computes.</param>
/// <param name="Threshold">The default threshold.</param>
/// <param name="MinSamplesPerGroup">The default of <c>min_samples_per_group</c>.</param>
internal sealed record WindowKind(StatisticsKind Statistics, double Threshold, int MinSamplesPerGroup)
{
    private const double LeastThreshold = 0.01;

    public int MinSamplesFloor { get; init; } = 1;

    public int MinSamplesPerGroupFloor { get; init; } = 1;

    /// <summary>What a threshold of 1 is, in spreads.</summary>
    public double SpreadUnit { get; init; } = 1;

    /// <summary>Of normal values, how far the centre that a threshold counts from lies from the mean, in standard deviations.</summary>
    public double SigmaOffset { get; init; }

    /// <summary>Of normal values, what a threshold of 1 is in standard deviations.</summary>
    public double SigmaUnit { get; init; } = 1;

    /// <summary>A threshold in standard deviations of normal values.</summary>
    public double ToSigmas(double threshold) => (threshold * SigmaUnit) + SigmaOffset;

    /// <summary>The threshold that is as wide as so many standard deviations of normal values.</summary>
    public double FromSigmas(double sigmas) => SigmaOffset == 0 ? sigmas : Math.Max(LeastThreshold, (sigmas - SigmaOffset) / SigmaUnit);

    /// <summary>The thresholds that the reference strategy tries; empty where the kind is never tuned.</summary>
    public ValueList<double> SearchedThresholds { get; init; } = [];

    /// <summary>How well it suits a shape, in the vote of the reference strategy; null where the kind is never tuned.</summary>
    public Func<DistributionFeatures, double>? Suitability { get; init; }
}
