using System.Globalization;
using System.Text.RegularExpressions;

namespace Detectkit.Configuration;

/// <summary>Reads one detector's parameters, collecting faults.</summary>
internal sealed class ParameterReader(DetectorType type, ParameterSet parameters)
{
    private static readonly string[] Windowed =
    [
        "threshold", "window_size", "min_samples", "seasonality_components", "min_samples_per_group", "input_type", "smoothing",
        "smoothing_alpha", "smoothing_window", "window_weights", "half_life", "weight_decay", "detrend", "start_time", "batch_size",
    ];

    private static readonly string[] Bounds = ["lower_bound", "upper_bound", "input_type", "start_time", "batch_size"];

    private readonly List<string> wholeNumbers = [];

    /// <summary>The faults found so far.</summary>
    public List<ParameterFault> Faults { get; } = [];

    /// <summary>The names a kind of detector takes.</summary>
    public static IReadOnlyList<string> NamesOf(DetectorType type) => type == DetectorType.ManualBounds ? Bounds : Windowed;

    public WindowedDetector ReadWindowed()
    {
        CheckNames();
        WindowedDetector plain = type switch { DetectorType.Mad => new MadDetector(), DetectorType.Iqr => new IqrDetector(), _ => new ZScoreDetector() };
        var (samplesFloor, groupFloor) = type switch { DetectorType.Iqr => (4, 4), DetectorType.ZScore => (2, 1), _ => (1, 1) };
        var threshold = Number("threshold", plain.Threshold);
        Require(!(threshold <= 0), "threshold", "must be above 0");
        var window = Whole("window_size", plain.WindowSize, 1);
        var samples = Whole("min_samples", plain.MinSamples, samplesFloor);
        if (Faults.Count == 0 && samples > window)
        {
            var at = parameters.Find("min_samples") is null ? "window_size" : "min_samples";
            Fault(at, $"min_samples ({Text(samples)}) may not exceed window_size ({Text(window)})");
        }

        var alpha = Number("smoothing_alpha", plain.SmoothingAlpha);
        Require(alpha > 0 && alpha <= 1, "smoothing_alpha", "must be above 0 and at most 1");
        var decay = Find("weight_decay") is null ? (double?)null : Number("weight_decay", 0.5);
        Require(decay is null or (> 0 and < 1), "weight_decay", "must be between 0 and 1, both excluded");
        var halfLife = HalfLifeOf(Find("half_life"));
        Require(halfLife is null || decay is null, "weight_decay", "half_life and weight_decay exclude each other; set only one");
        var result = plain with
        {
            Threshold = threshold,
            WindowSize = window,
            MinSamples = samples,
            MinSamplesPerGroup = Whole("min_samples_per_group", plain.MinSamplesPerGroup, groupFloor),
            SeasonalityComponents = Components(Find("seasonality_components")),
            InputType = Input(),
            Smoothing = Choice("smoothing", Smoothing.None, ("ema", Smoothing.Ema), ("sma", Smoothing.Sma)),
            SmoothingAlpha = alpha,
            SmoothingWindow = Whole("smoothing_window", plain.SmoothingWindow, 1),
            WindowWeights = Choice("window_weights", WindowWeights.None, ("exponential", WindowWeights.Exponential), ("linear", WindowWeights.Linear)),
            HalfLife = halfLife,
            WeightDecay = decay,
            Detrend = Choice("detrend", Detrend.None, ("linear", Detrend.Linear)),
            StartTime = StartTime(),
            BatchSize = BatchSize(),
        };
        return result with { WholeNumbers = WholeNumbers() };
    }

    public ManualBoundsDetector ReadBounds()
    {
        CheckNames();
        var lower = Find("lower_bound") is null ? (double?)null : Number("lower_bound", 0);
        var upper = Find("upper_bound") is null ? (double?)null : Number("upper_bound", 0);
        if (lower is null && upper is null)
        {
            Fault("", "manual_bounds needs lower_bound or upper_bound");
        }

        Require(lower is null || upper is null || !(lower >= upper), "upper_bound", "lower_bound must be below upper_bound");
        return new ManualBoundsDetector
        {
            LowerBound = lower,
            UpperBound = upper,
            InputType = Input(),
            StartTime = StartTime(),
            BatchSize = BatchSize(),
            WholeNumbers = WholeNumbers(),
        };
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private ParameterValue? Find(string name) => parameters.Find(name) is { } value and not NullValue ? value : null;

    private ValueList<string> WholeNumbers() => wholeNumbers.OrderBy(n => n, StringComparer.Ordinal).ToValueList();

    private void Fault(string name, string message) => Faults.Add(new ParameterFault(name, false, message));

    private void Require(bool condition, string name, string message)
    {
        if (!condition)
        {
            Fault(name, message.StartsWith("must", StringComparison.Ordinal) ? name + " " + message : message);
        }
    }

    private void CheckNames()
    {
        foreach (var parameter in parameters)
        {
            if (!NamesOf(type).Contains(parameter.Key))
            {
                Faults.Add(new ParameterFault(parameter.Key, true, "unknown parameter '" + parameter.Key + "'; allowed are " + string.Join(", ", NamesOf(type))));
            }
        }
    }

    private double Number(string name, double fallback)
    {
        switch (Find(name))
        {
            case null:
                return fallback;
            case FloatValue number:
                return number.Value;
            case IntegerValue whole:
                wholeNumbers.Add(name);
                return whole.Value;
            default:
                Fault(name, name + " must be a number");
                return fallback;
        }
    }

    private int Whole(string name, int fallback, int floor)
    {
        switch (Find(name))
        {
            case null:
                return fallback;
            case IntegerValue { Value: <= int.MaxValue } whole when whole.Value >= floor:
                return (int)whole.Value;
            default:
                Fault(name, name + " must be a whole number of at least " + Text(floor));
                return fallback;
        }
    }

    private T Choice<T>(string name, T fallback, params (string Name, T Value)[] choices)
    {
        var value = Find(name);
        foreach (var choice in choices)
        {
            if (value is TextValue text && text.Value == choice.Name)
            {
                return choice.Value;
            }
        }

        if (value is not null)
        {
            Fault(name, name + " must be one of " + string.Join(", ", choices.Select(c => c.Name)));
        }

        return fallback;
    }

    private InputType Input() => Choice(
        "input_type",
        InputType.Values,
        ("values", InputType.Values),
        ("changes", InputType.Changes),
        ("absolute_changes", InputType.AbsoluteChanges),
        ("log_changes", InputType.LogChanges));

    private string? StartTime()
    {
        var value = Find("start_time");
        Require(value is null or TextValue, "start_time", "must be a quoted ISO 8601 time");
        return (value as TextValue)?.Value;
    }

    private int? BatchSize() => Find("batch_size") is null ? null : Whole("batch_size", 1, 1);

    private HalfLife? HalfLifeOf(ParameterValue? value)
    {
        switch (value)
        {
            case null:
                return null;
            case IntegerValue { Value: >= 1 and <= int.MaxValue } points:
                return new HalfLife((int)points.Value, null, 0);
            case TextValue text when Duration(text.Value) is { } seconds:
                return new HalfLife(null, text.Value, seconds);
            default:
                Fault("half_life", "half_life must be a whole number of points, at least 1, or a duration such as 6h");
                return null;
        }
    }

    private static long? Duration(string text)
    {
        var match = Regex.Match(text.Trim().ToLowerInvariant(), "^([0-9]+)([a-z]+)$");
        if (!match.Success || !long.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is 0 or > 100_000_000)
        {
            return null;
        }

        return match.Groups[2].Value switch
        {
            "s" or "sec" or "second" or "seconds" => count,
            "m" or "min" or "minute" or "minutes" => count * 60,
            "h" or "hour" or "hours" => count * 3600,
            "d" or "day" or "days" => count * 86400,
            _ => null,
        };
    }

    private ValueList<SeasonalityComponent>? Components(ParameterValue? value)
    {
        if (value is null)
        {
            return null;
        }

        if (value is ListValue list)
        {
            var components = list.Items.Select(ComponentOf).ToList();
            if (components.TrueForAll(c => c is not null))
            {
                return components.Select(c => c!).ToValueList();
            }
        }

        Fault("seasonality_components", "seasonality_components must be a list of columns and of lists of columns");
        return null;
    }

    private static SeasonalityComponent? ComponentOf(ParameterValue value) => value switch
    {
        TextValue text => SeasonalityComponent.Of(text.Value),
        ListValue { Items.Count: > 0 } list when list.Items.All(i => i is TextValue) =>
            new SeasonalityComponent(list.Items.Select(i => ((TextValue)i).Value).ToValueList(), true),
        _ => null,
    };
}
