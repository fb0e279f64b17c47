using Detectkit.Configuration;

namespace Detectkit.Autotune.Robust;

/// <summary>The numbers that steer the robust strategy. Each was chosen on hold-outs of recorded series; <c>docs/how-it-decides.md</c> has the
/// tables, and the commands of <c>benchmarks</c> that redo them.</summary>
internal static class RobustSpace
{
    /// <summary>The detector type that is tried first, alone unless others are asked for.</summary>
    public const DetectorType DefaultType = DetectorType.ZScore;

    /// <summary>All history, as a window size: what the search itself is given at most.</summary>
    public const int AllHistory = AutotuneSettings.DefaultMaxHistory;

    /// <summary>A long window that still forgets.</summary>
    public const int LongWindow = 2000;

    /// <summary>Windows that differ by less than this share are one.</summary>
    public const double AlikeWindows = 0.05;

    public const int ShortWindowDays = 7;

    /// <summary>Points that a window needs before it judges: a standard deviation of fewer is mostly luck.</summary>
    public const int MinSamples = 100;

    /// <summary>Of a short history at most this part is spent on filling the first window.</summary>
    public const int MinSamplesPart = 4;

    public const int FewestMinSamples = 20;

    public static readonly (double Low, double High) DefaultThresholds = (2.5, 5);

    public const double FallbackThreshold = 4;

    /// <summary>Fewer scores than these have no distribution to speak of.</summary>
    public const int FewestScores = 20;

    public const double HighestThreshold = 6;

    /// <summary>False alerts that a threshold may leave in training. More than none, because labels are incomplete.</summary>
    public static readonly ValueList<int> Allowances = [0, 1, 2, 4];

    /// <summary>The least gain over the default that counts as one: less shows as 0.00 in the log and comes from a few points.</summary>
    public const double LeastGain = 0.005;

    /// <summary>Scores this close are alike; the earlier configuration, the default first, is taken.</summary>
    public const double Tie = 1e-9;

    /// <summary>The smoothing lengths, in points of <see cref="UsualInterval"/>.</summary>
    public static readonly ValueList<int> AverageLengths = [12, 6, 36];

    /// <summary>The exponential smoothings, for points of <see cref="UsualInterval"/>.</summary>
    public static readonly ValueList<double> Alphas = [0.3, 0.1, 0.03];

    /// <summary>Seconds between the points for which the lengths are given.</summary>
    public const int UsualInterval = 300;

    /// <summary>Smoothing over more than this hides what lasts a day.</summary>
    public const int LongestSmoothingSeconds = 2 * 86_400;

    public const int MinSamplesPerSeason = 10;

    /// <summary>Decimals of an emitted threshold: more would pretend to a precision that no history has.</summary>
    public const int ThresholdDecimals = 2;

    public static readonly ValueList<RuleShape> ConsecutiveRules = [new(1, 1), new(2, 2), new(3, 3)];

    /// <summary>Rules that later versions of Python detectkit know too; the first is the default.</summary>
    public static readonly ValueList<RuleShape> WindowRules = [new(2, 5), new(1, 1), new(3, 10)];
}

/// <summary>The numbers of the robust strategy whose choice the benchmark re-examines, each series being left out in turn.</summary>
internal sealed record RobustSettings
{
    /// <summary>The lowest threshold that labels may lead to: what 2.5 standard deviations gain in training was lost afterwards.</summary>
    public double LowestThreshold { get; init; } = 3;

    /// <summary>How far a threshold is raised from where it must be towards the weakest caught incident's peak, on a logarithmic scale.</summary>
    public double Relaxation { get; init; } = 0.15;

    /// <summary>Share of resamples that the stated ranges hold; the default is left where all of that range of the gain is positive. 0 leaves it always.</summary>
    public double Coverage { get; init; } = 0.8;

    /// <summary>Threshold without labels: the quantile of the series' own scores.</summary>
    public double DefaultQuantile { get; init; } = 0.99;

    /// <summary>How often the average group of a season must have come round: with fewer visits its spread is that of a handful of days.</summary>
    public int VisitsPerSeason { get; init; } = 28;
}
