using System.Globalization;
using Detectkit.Detectors.Kinds;

namespace Detectkit.Configuration.Fields;

/// <summary>The fields of a detector and its parameters.</summary>
internal static class DetectorFields
{
    /// <summary>Types that the reference's configuration knows and its factory does not.</summary>
    public static readonly ValueList<string> UnbuildableTypes = ["prophet", "timesfm"];

    /// <summary>Types of later versions of Python detectkit: carried as they are, never complained about.</summary>
    public static readonly ValueList<string> LaterTypes = [DetectorKind.Autoreg.Name];

    private static readonly string WindowedNoun = "the parameters of " + Listed(DetectorKind.Windowed.Select(k => k.Name), " and ");

    public static readonly Field Type = new(
        "type", FieldKind.Text, Listed(DetectorKind.Running.Select(k => k.Name + " (" + char.ToLowerInvariant(k.Words[0]) + k.Words.Substring(1) + ")"), " or ") + ".")
    {
        IsRequired = true, AllowsNull = false, Choices = DetectorKind.Running.Select(k => k.Name).ToValueList(),
    };

    public static readonly Field Params = new("params", FieldKind.Parameters, "The detector's parameters.")
    {
        AllowsNull = false,
    };

    public static readonly Field Threshold = new("threshold", FieldKind.Number, "Half the width of the band in units of spread. " + DefaultThresholds())
    {
        Minimum = 0, MinimumExcluded = true,
    };

    public static readonly Field WindowSize = Whole("window_size", "Points before the judged one that the band is computed from.", 1, 100);

    public static readonly Field MinSamples = Whole("min_samples", "Valid points a window needs for a band; at most window_size" + LeastSamples(), 1, 30);

    public static readonly Field SeasonalityComponents = new(
        "seasonality_components", FieldKind.Components, "Seasons compared with each other: columns, or lists of columns that must all match, such as [hour, [day_of_week, hour]].");

    public static readonly Field MinSamplesPerGroup = new(
        "min_samples_per_group", FieldKind.Whole, "Points of the same season a component needs to have a say. Default " + string.Join(", ", DetectorKind.Windowed.Select(k => k.Window!.MinSamplesPerGroup + " (" + k.Name + ")")) + ".")
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

    /// <summary>The parameters of detectors that judge by a window, those that tuning may fix.</summary>
    public static readonly Shape WindowedAlgorithm = new(
        WindowedNoun,
        [
            Threshold, WindowSize, MinSamples, SeasonalityComponents, MinSamplesPerGroup, InputType, Smoothing, SmoothingAlpha, SmoothingWindow,
            WindowWeights, HalfLife, WeightDecay, Detrend, Stabilization,
        ],
        []);

    public static readonly Shape Windowed = new(
        WindowedNoun, WindowedAlgorithm.Fields.Concat([StartTime, BatchSize]).ToValueList(), []);

    public static readonly Shape Bounds = new("the parameters of manual_bounds", [LowerBound, UpperBound, InputType, StartTime, BatchSize], []);

    public static readonly Shape Detector = new("a detector", [Type, Params], []);

    public static Shape Of(DetectorKind kind) => kind.Window is null ? Bounds : Windowed;

    private static string Listed(IEnumerable<string> texts, string conjunction)
    {
        var list = texts.ToList();
        return string.Join(", ", list.Take(list.Count - 1)) + conjunction + list[list.Count - 1];
    }

    private static string DefaultThresholds()
    {
        var usual = DetectorKind.Mad.Window!.Threshold;
        var others = DetectorKind.Windowed.Where(k => k.Window!.Threshold != usual).Select(k => ", of " + k.Name + " " + Decimal(k.Window!.Threshold));
        return "Default " + Decimal(usual) + string.Concat(others) + ".";
    }

    private static string LeastSamples()
    {
        var kinds = DetectorKind.Windowed.Where(k => k.Window!.MinSamplesFloor > 1);
        return string.Concat(kinds.Select((k, i) => ", of " + k.Name + (i == 0 ? " at least " : " ") + k.Window!.MinSamplesFloor)) + ".";
    }

    private static string Decimal(double value) => value.ToString("0.0#", CultureInfo.InvariantCulture);

    private static Field Whole(string name, string description, int minimum, int standard) => new(name, FieldKind.Whole, description)
    {
        AllowsNull = false, Minimum = minimum, Default = ParameterValue.From(standard),
    };
}
