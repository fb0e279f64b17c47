namespace Detectkit.Configuration.Fields;

/// <summary>The fields of a detector and its parameters.</summary>
internal static class DetectorFields
{
    /// <summary>Types that the reference's configuration knows and its factory does not.</summary>
    public static readonly ValueList<string> UnbuildableTypes = ["prophet", "timesfm"];

    /// <summary>Types of later versions of Python detectkit: carried as they are, never complained about.</summary>
    public static readonly ValueList<string> LaterTypes = ["autoreg"];

    public static readonly Field Type = new(
        "type", FieldKind.Text, "mad (median and median absolute deviation), zscore (mean and standard deviation), iqr (quartiles) or manual_bounds (fixed bounds).")
    {
        IsRequired = true, AllowsNull = false, Choices = ["mad", "zscore", "iqr", "manual_bounds"],
    };

    public static readonly Field Params = new("params", FieldKind.Parameters, "The detector's parameters.")
    {
        AllowsNull = false,
    };

    public static readonly Field Threshold = new("threshold", FieldKind.Number, "Half the width of the band in units of spread. Default 3.0, of iqr 1.5.")
    {
        Minimum = 0, MinimumExcluded = true,
    };

    public static readonly Field WindowSize = Whole("window_size", "Points before the judged one that the band is computed from.", 1, 100);

    public static readonly Field MinSamples = Whole("min_samples", "Valid points a window needs for a band; at most window_size, of zscore at least 2, of iqr 4.", 1, 30);

    public static readonly Field SeasonalityComponents = new(
        "seasonality_components", FieldKind.Components, "Seasons compared with each other: columns, or lists of columns that must all match, such as [hour, [day_of_week, hour]].");

    public static readonly Field MinSamplesPerGroup = new(
        "min_samples_per_group", FieldKind.Whole, "Points of the same season a component needs to have a say. Default 10 (mad), 3 (zscore), 4 (iqr).")
    {
        Minimum = 1,
    };

    public static readonly Field InputType = new(
        "input_type", FieldKind.Text, "What is judged: the values, their relative changes, absolute changes, or changes of their logarithm.")
    {
        AllowsNull = false, Choices = ["values", "changes", "absolute_changes", "log_changes"], Default = ParameterValue.From("values"),
    };

    public static readonly Field Smoothing = new("smoothing", FieldKind.Text, "Smoothing before detection: exponential (ema) or simple (sma) moving average.")
    {
        Choices = ["ema", "sma"],
    };

    public static readonly Field SmoothingAlpha = new("smoothing_alpha", FieldKind.Number, "Weight of the newest value in ema.")
    {
        AllowsNull = false, Minimum = 0, MinimumExcluded = true, Maximum = 1, Default = ParameterValue.From(0.3),
    };

    public static readonly Field SmoothingWindow = Whole("smoothing_window", "Points of sma.", 1, 10);

    public static readonly Field WindowWeights = new("window_weights", FieldKind.Text, "How points of the window count by age: all alike where left out.")
    {
        Choices = ["exponential", "linear"],
    };

    public static readonly Field HalfLife = new(
        "half_life", FieldKind.HalfLife, "Age at which an exponential weight has halved: points, or a duration such as 6h. Exclusive with weight_decay.");

    public static readonly Field WeightDecay = new("weight_decay", FieldKind.Number, "Deprecated: the weight's factor per point. Use half_life.")
    {
        Minimum = 0, MinimumExcluded = true, Maximum = 1, MaximumExcluded = true, IsDeprecated = true,
    };

    public static readonly Field Detrend = new("detrend", FieldKind.Text, "Removal of a trend inside each window.")
    {
        Choices = ["linear"],
    };

    public static readonly Field Stabilization = new(
        "stabilization", FieldKind.Text, "What later windows see of an anomaly: with clamp the bound it violated instead of its value. Of later versions of Python detectkit; detectkit 0.19 rejects it.")
    {
        Choices = ["clamp"], IsLater = true,
    };

    public static readonly Field StartTime = new("start_time", FieldKind.Text, "Where detection starts, ISO 8601 in quotes; does not change the detector's identity.");

    public static readonly Field BatchSize = new("batch_size", FieldKind.Whole, "Points per detection batch; does not change the detector's identity.");

    public static readonly Field LowerBound = new("lower_bound", FieldKind.Number, "Values below it are anomalies. At least one bound is needed.");

    public static readonly Field UpperBound = new("upper_bound", FieldKind.Number, "Values above it are anomalies. At least one bound is needed.");

    /// <summary>The parameters of mad, zscore and iqr that tuning may fix.</summary>
    public static readonly Shape WindowedAlgorithm = new(
        "the parameters of mad, zscore and iqr",
        [
            Threshold, WindowSize, MinSamples, SeasonalityComponents, MinSamplesPerGroup, InputType, Smoothing, SmoothingAlpha, SmoothingWindow,
            WindowWeights, HalfLife, WeightDecay, Detrend, Stabilization,
        ],
        []);

    /// <summary>The parameters of mad, zscore and iqr.</summary>
    public static readonly Shape Windowed = new(
        "the parameters of mad, zscore and iqr", WindowedAlgorithm.Fields.Concat([StartTime, BatchSize]).ToValueList(), []);

    /// <summary>The parameters of manual_bounds.</summary>
    public static readonly Shape Bounds = new("the parameters of manual_bounds", [LowerBound, UpperBound, InputType, StartTime, BatchSize], []);

    /// <summary>A detector.</summary>
    public static readonly Shape Detector = new("a detector", [Type, Params], []);

    private static Field Whole(string name, string description, int minimum, int standard) => new(name, FieldKind.Whole, description)
    {
        AllowsNull = false, Minimum = minimum, Default = ParameterValue.From(standard),
    };
}
