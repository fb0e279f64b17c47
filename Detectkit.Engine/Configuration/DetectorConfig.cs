using Detectkit.Detectors.Kinds;

namespace Detectkit.Configuration;

/// <summary>The kinds of detector that can be configured.</summary>
public enum DetectorType
{
    /// <summary>YAML <c>iqr</c>: quartiles and their distance.</summary>
    Iqr,

    /// <summary>YAML <c>mad</c>: median and median absolute deviation.</summary>
    Mad,

    /// <summary>YAML <c>manual_bounds</c>: fixed bounds.</summary>
    ManualBounds,

    /// <summary>YAML <c>zscore</c>: mean and standard deviation.</summary>
    ZScore,

    /// <summary>YAML <c>autoreg</c> of later versions of Python detectkit: carried, not run here.</summary>
    Autoreg,
}

/// <summary>What a detector judges: the values or their changes.</summary>
public enum InputType
{
    /// <summary>YAML <c>values</c>.</summary>
    Values,

    /// <summary>YAML <c>changes</c>: (x_t - x_{t-1}) / x_{t-1}.</summary>
    Changes,

    /// <summary>YAML <c>absolute_changes</c>: x_t - x_{t-1}.</summary>
    AbsoluteChanges,

    /// <summary>YAML <c>log_changes</c>: ln(x_t + 1) - ln(x_{t-1} + 1).</summary>
    LogChanges,
}

/// <summary>Smoothing before detection.</summary>
public enum Smoothing
{
    /// <summary>No smoothing.</summary>
    None,

    /// <summary>YAML <c>ema</c>: exponential moving average.</summary>
    Ema,

    /// <summary>YAML <c>sma</c>: simple moving average.</summary>
    Sma,
}

/// <summary>How the points of a window are weighted by age.</summary>
public enum WindowWeights
{
    /// <summary>All alike.</summary>
    None,

    /// <summary>YAML <c>exponential</c>: halved every half-life.</summary>
    Exponential,

    /// <summary>YAML <c>linear</c>: falling in a straight line to the window's far end.</summary>
    Linear,
}

/// <summary>Removal of a trend inside each window.</summary>
public enum Detrend
{
    /// <summary>No removal.</summary>
    None,

    /// <summary>YAML <c>linear</c>.</summary>
    Linear,
}

/// <summary>What later windows see of an anomaly.</summary>
public enum Stabilization
{
    /// <summary>Its value.</summary>
    None,

    /// <summary>The bound that it violated.</summary>
    Clamp,
}

/// <summary>A half-life: a number of points, or a duration such as <c>6h</c>.</summary>
/// <param name="Points">Points of the grid, at least 1; null where a duration is given.</param>
/// <param name="Duration">The duration as written; null where points are given.</param>
/// <param name="Seconds">The duration in seconds; 0 where points are given.</param>
public sealed record HalfLife(int? Points, string? Duration, long Seconds);

/// <summary>One seasonality component: a column, or several that must match together.</summary>
/// <param name="Columns">The columns, at least one.</param>
/// <param name="IsList">Whether it is written as a list; a single column may be either, and the detector id tells them apart.</param>
public sealed record SeasonalityComponent(ValueList<string> Columns, bool IsList)
{
    /// <summary>A component of one column, written as a plain string.</summary>
    /// <param name="column">The column.</param>
    /// <returns>The component.</returns>
    public static SeasonalityComponent Create(string column) => new([column], false);

    /// <summary>As the decision log writes it: <c>hour</c> or <c>[hour+day_of_week]</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => IsList ? "[" + string.Join("+", Columns) + "]" : Columns[0];
}

/// <summary>One detector of a metric.</summary>
public abstract partial record DetectorConfig
{
    // One of each kind with every parameter at its default, in the order in which users are told of them.
    internal static readonly ValueList<DetectorConfig> Defaults =
        [new MadDetector(), new ZScoreDetector(), new IqrDetector(), new ManualBoundsDetector(), new AutoregDetector()];

    private static readonly Dictionary<DetectorType, DetectorConfig> DefaultOfType = Defaults.ToDictionary(d => d.Type);

    private protected DetectorConfig()
    {
    }

    /// <summary>The kind of detector.</summary>
    public abstract DetectorType Type { get; }

    internal abstract DetectorKind Kind { get; }

    internal static IEnumerable<DetectorType> TunedTypes => Defaults.Where(d => d.Kind.Window?.Suitability is not null).Select(d => d.Type);

    internal static DetectorConfig Default(DetectorType type) => DefaultOfType[type];

    /// <summary>How detectors of a type judge by a window, which they must.</summary>
    internal static WindowKind WindowOf(DetectorType type) => Default(type).Kind.Window!;

    /// <summary>
    /// Names of floating-point parameters that are written as whole numbers, in ordinal order: the detector id tells 2 from 2.0.
    /// </summary>
    public ValueList<string> WholeNumbers { get; init; } = [];

    /// <summary>YAML <c>start_time</c>: where detection starts; not part of the detector's identity.</summary>
    public string? StartTime { get; init; }

    /// <summary>YAML <c>batch_size</c>: points per detection batch; not part of the detector's identity.</summary>
    public int? BatchSize { get; init; }

    /// <summary>YAML <c>input_type</c>.</summary>
    public InputType InputType { get; init; }
}

/// <summary>A detector that judges a point by the window of points before it.</summary>
public abstract partial record WindowedDetector : DetectorConfig
{
    private protected WindowedDetector(DetectorKind kind)
    {
        Threshold = kind.Window!.Threshold;
        MinSamplesPerGroup = kind.Window.MinSamplesPerGroup;
    }

    internal WindowKind Window => Kind.Window!;

    /// <summary>YAML <c>threshold</c>: half-width of the band in units of spread, above 0.</summary>
    public double Threshold { get; init; }

    /// <summary>YAML <c>window_size</c>: grid points before the judged one, at least 1.</summary>
    public int WindowSize { get; init; } = 100;

    /// <summary>YAML <c>min_samples</c>: valid points a window needs for a band.</summary>
    public int MinSamples { get; init; } = 30;

    /// <summary>YAML <c>seasonality_components</c>; null where unset.</summary>
    public ValueList<SeasonalityComponent>? SeasonalityComponents { get; init; }

    /// <summary>YAML <c>min_samples_per_group</c>: points of the same season a component needs to have a say.</summary>
    public int MinSamplesPerGroup { get; init; }

    /// <summary>YAML <c>smoothing</c>.</summary>
    public Smoothing Smoothing { get; init; }

    /// <summary>YAML <c>smoothing_alpha</c> of <c>ema</c>, in (0, 1].</summary>
    public double SmoothingAlpha { get; init; } = 0.3;

    /// <summary>YAML <c>smoothing_window</c> of <c>sma</c>, at least 1.</summary>
    public int SmoothingWindow { get; init; } = 10;

    /// <summary>YAML <c>window_weights</c>.</summary>
    public WindowWeights WindowWeights { get; init; }

    /// <summary>YAML <c>half_life</c> of exponential weights; null for the default.</summary>
    public HalfLife? HalfLife { get; init; }

    /// <summary>YAML <c>weight_decay</c>, a deprecated way to give the half-life; in (0, 1).</summary>
    public double? WeightDecay { get; init; }

    /// <summary>YAML <c>detrend</c>.</summary>
    public Detrend Detrend { get; init; }

    /// <summary>YAML <c>stabilization</c>, of later reference versions.</summary>
    public Stabilization Stabilization { get; init; }
}

/// <summary>Median and median absolute deviation of the window.</summary>
public sealed partial record MadDetector() : WindowedDetector(DetectorKind.Mad)
{
    /// <inheritdoc/>
    public override DetectorType Type => DetectorType.Mad;

    internal override DetectorKind Kind => DetectorKind.Mad;
}

/// <summary>Mean and standard deviation of the window.</summary>
public sealed partial record ZScoreDetector() : WindowedDetector(DetectorKind.ZScore)
{
    /// <inheritdoc/>
    public override DetectorType Type => DetectorType.ZScore;

    internal override DetectorKind Kind => DetectorKind.ZScore;
}

/// <summary>Quartiles of the window and their distance.</summary>
public sealed partial record IqrDetector() : WindowedDetector(DetectorKind.Iqr)
{
    /// <inheritdoc/>
    public override DetectorType Type => DetectorType.Iqr;

    internal override DetectorKind Kind => DetectorKind.Iqr;
}

/// <summary>Fixed bounds, at least one of them.</summary>
public sealed partial record ManualBoundsDetector : DetectorConfig
{
    /// <inheritdoc/>
    public override DetectorType Type => DetectorType.ManualBounds;

    internal override DetectorKind Kind => DetectorKind.ManualBounds;

    /// <summary>YAML <c>lower_bound</c>.</summary>
    public double? LowerBound { get; init; }

    /// <summary>YAML <c>upper_bound</c>.</summary>
    public double? UpperBound { get; init; }
}

/// <summary>
/// A detector of later versions of Python detectkit. It is carried as it is written: nothing here runs, tunes or checks it, and it judges
/// no point.
/// </summary>
public sealed partial record AutoregDetector : DetectorConfig
{
    /// <inheritdoc/>
    public override DetectorType Type => DetectorType.Autoreg;

    internal override DetectorKind Kind => DetectorKind.Autoreg;

    /// <summary>YAML <c>params</c>, <c>start_time</c> and <c>batch_size</c> among them.</summary>
    public ParameterSet Parameters { get; init; } = ParameterSet.Empty;
}

/// <summary>Names of detector types in YAML.</summary>
internal static class DetectorTypeName
{
    public static DetectorType? Parse(string name) => DetectorConfig.Defaults.FirstOrDefault(d => d.Kind.Name == name)?.Type;

    public static string Of(DetectorType type) => DetectorConfig.Default(type).Kind.Name;
}
