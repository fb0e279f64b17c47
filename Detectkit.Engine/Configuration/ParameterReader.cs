using System.Globalization;
using Detectkit.Configuration.Fields;
using Detectkit.Configuration.Reading;
using Detectkit.Yaml;

namespace Detectkit.Configuration;

/// <summary>
/// Reads one detector's parameters, collecting faults. The reference converts nothing here: a quoted number is refused, and what
/// merely happens to pass its comparisons (a boolean, not-a-number) is taken with a warning.
/// </summary>
internal sealed class ParameterReader(DetectorConfig plain, ParameterSet parameters)
{
    private static readonly ValueList<string> NoNames = [];

    private readonly List<ParameterFault> faults = [];
    private List<string>? wholeNumbers;

    public IReadOnlyList<ParameterFault> Faults => faults;

    public WindowedDetector ReadWindowed()
    {
        CheckNames();
        var windowed = (WindowedDetector)plain;
        var smoothing = Choice<Smoothing>(DetectorFields.Smoothing);
        var decay = Number(DetectorFields.WeightDecay);
        var halfLife = HalfLifeOf(Find(DetectorFields.HalfLife));
        Require(
            Find(DetectorFields.HalfLife) is null || Find(DetectorFields.WeightDecay) is null,
            Rules.ParameterConflict,
            DetectorFields.WeightDecay,
            "'half_life' and 'weight_decay' exclude each other; keep half_life.");
        var result = windowed with
        {
            Threshold = Number(DetectorFields.Threshold) ?? windowed.Threshold,
            WindowSize = Whole(DetectorFields.WindowSize, 1, takesFractions: true, Math.Floor) ?? windowed.WindowSize,
            MinSamples = Whole(DetectorFields.MinSamples, windowed.Window.MinSamplesFloor, takesFractions: true) ?? windowed.MinSamples,
            MinSamplesPerGroup = Whole(DetectorFields.MinSamplesPerGroup, windowed.Window.MinSamplesPerGroupFloor, takesFractions: true) ?? windowed.MinSamplesPerGroup,
            SeasonalityComponents = Components(Find(DetectorFields.SeasonalityComponents)),
            InputType = Choice<InputType>(DetectorFields.InputType),
            Smoothing = smoothing,
            SmoothingAlpha = Number(DetectorFields.SmoothingAlpha) ?? windowed.SmoothingAlpha,
            SmoothingWindow = Whole(DetectorFields.SmoothingWindow, 1, takesFractions: smoothing != Smoothing.Sma) ?? windowed.SmoothingWindow,
            WindowWeights = Choice<WindowWeights>(DetectorFields.WindowWeights),
            HalfLife = halfLife,
            WeightDecay = decay,
            Detrend = Choice<Detrend>(DetectorFields.Detrend),
            Stabilization = Choice<Stabilization>(DetectorFields.Stabilization),
            StartTime = StartTime(),
            BatchSize = BatchSize(),

            // Last, because the lines above collect them.
            WholeNumbers = WholeNumbers(),
        };
        CheckWindow(result);
        return result;
    }

    public ManualBoundsDetector ReadBounds()
    {
        CheckNames();
        var (lower, upper) = Bounds();
        if (Find(DetectorFields.LowerBound) is null && Find(DetectorFields.UpperBound) is null)
        {
            faults.Add(new ParameterFault("", Rules.ParameterConflict, "manual_bounds needs 'lower_bound' or 'upper_bound'."));
        }

        Require(
            lower is null || upper is null || !(lower >= upper), Rules.ParameterConflict, DetectorFields.UpperBound, "'upper_bound' must be above 'lower_bound'.");
        return new ManualBoundsDetector
        {
            LowerBound = lower,
            UpperBound = upper,
            InputType = Choice<InputType>(DetectorFields.InputType),
            StartTime = StartTime(),
            BatchSize = BatchSize(),
            WholeNumbers = WholeNumbers(),
        };
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private ParameterValue? Find(Field field) => parameters.Find(field.Name) is { } value and not NullValue ? value : null;

    private ValueList<string> WholeNumbers() => wholeNumbers?.OrderBy(n => n, StringComparer.Ordinal).ToValueList() ?? NoNames;

    private void Fault(Rule rule, Field field, string message) => faults.Add(new ParameterFault(field.Name, rule, message));

    private void Refuse(Field field, string allowed) => Fault(Rules.ParameterValue, field, "'" + field.Name + "' must be " + allowed + ".");

    private void Doubt(Field field, string message) => Fault(Rules.ParameterDoubtful, field, "'" + field.Name + "' " + message);

    private void Require(bool condition, Rule rule, Field field, string message)
    {
        if (!condition)
        {
            Fault(rule, field, message);
        }
    }

    private void CheckNames()
    {
        var shape = DetectorFields.Of(plain.Kind);
        for (var i = 0; i < parameters.Count; i++)
        {
            var parameter = parameters[i];
            var field = shape.Find(parameter.Key);
            if (field is null)
            {
                faults.Add(new ParameterFault(
                    parameter.Key, Rules.ParameterUnknown, "'" + MessageText.Shorten(parameter.Key) + "' is not a parameter of this detector" + SpellingSuggestion.Hint(parameter.Key, shape.Names.ToList())));
            }
            else if (parameter.Value is NullValue && !field.AllowsNull && plain is WindowedDetector)
            {
                Fault(Rules.ParameterValue, field, "'" + field.Name + "' may not be null; leave it out.");
            }
            else if (field.IsDeprecated && parameter.Value is not NullValue)
            {
                Fault(Rules.ParameterDeprecated, field, "'weight_decay' is deprecated; give 'half_life' instead, the age at which a weight has halved.");
            }
            else if (field.IsLater && parameter.Value is not NullValue)
            {
                Fault(Rules.ParameterOfLaterVersion, field, "'" + field.Name + "' is known to later versions of Python detectkit; detectkit 0.19 rejects the detector.");
            }
        }
    }

    private void CheckWindow(WindowedDetector detector)
    {
        var isWrong = faults.Exists(f => f.IsError && (f.Parameter == DetectorFields.MinSamples.Name || f.Parameter == DetectorFields.WindowSize.Name));
        if (!isWrong && Written(DetectorFields.MinSamples, detector.MinSamples) > Written(DetectorFields.WindowSize, detector.WindowSize))
        {
            var isDefault = parameters.Find(DetectorFields.MinSamples.Name) is null;
            Fault(
                Rules.ParameterConflict,
                isDefault ? DetectorFields.WindowSize : DetectorFields.MinSamples,
                "'min_samples' (" + Text(detector.MinSamples) + (isDefault ? ", its default" : "") + ") may not exceed 'window_size' (" + Text(detector.WindowSize) + ").");
        }
    }

    // What the reference compares: fractions are not yet cut there.
    private double Written(Field field, int read) => Find(field) is FloatValue real ? real.Value : read;

    private double? Number(Field field)
    {
        double number;
        switch (Find(field))
        {
            case null:
                return null;
            case FloatValue real:
                number = real.Value;
                break;
            case IntegerValue whole:
                (wholeNumbers ??= []).Add(field.Name);
                number = whole.Value;
                break;
            case BooleanValue boolean:
                number = boolean.Value ? 1 : 0;
                Doubt(field, "is a boolean and counts as " + Text(number) + "; write a number.");
                break;
            default:
                Refuse(field, "a number" + (field.Range is { } range and not "a number" ? " " + range : "") + ", without quotes and not in the form 1e3");
                return null;
        }

        // Not-a-number passes where the reference asks for "too small", and fails where it asks for "within".
        var passesUnseen = double.IsNaN(number) && field.Maximum is null;
        if (passesUnseen)
        {
            Doubt(field, "is not-a-number, so that nothing is ever judged; write a number.");
        }
        else if (!field.IsInRange(number))
        {
            Refuse(field, field.Range);
        }

        return number;
    }

    // Python detectkit compares bounds as they are, texts by their letters, and fails only when it judges by one.
    private (double? Lower, double? Upper) Bounds()
    {
        var (low, high) = (Find(DetectorFields.LowerBound), Find(DetectorFields.UpperBound));
        if ((low ?? high) is not TextValue || (high ?? low) is not TextValue)
        {
            return (Number(DetectorFields.LowerBound), Number(DetectorFields.UpperBound));
        }

        Require(
            low is not TextValue first || high is not TextValue second || string.CompareOrdinal(first.Value, second.Value) < 0,
            Rules.ParameterConflict,
            DetectorFields.UpperBound,
            "'upper_bound' must be above 'lower_bound', and texts are compared letter by letter; write numbers without quotes.");
        foreach (var (field, value) in new[] { (DetectorFields.LowerBound, low), (DetectorFields.UpperBound, high) })
        {
            if (value is not null)
            {
                Doubt(field, "is a text, by which nothing is judged; write a number without quotes.");
            }
        }

        return (null, null);
    }

    private int? Whole(Field field, int floor, bool takesFractions, Func<double, double>? round = null)
    {
        switch (Find(field))
        {
            case null:
                return null;
            case IntegerValue whole when whole.Value >= floor:
                return (int)Math.Min(whole.Value, int.MaxValue);
            case BooleanValue boolean when (boolean.Value ? 1 : 0) >= floor:
                Doubt(field, "is a boolean and counts as 1; write a number.");
                return 1;
            case FloatValue real when takesFractions && !(real.Value < floor):
                var number = double.IsNaN(real.Value) ? floor : Math.Min((round ?? Math.Ceiling)(real.Value), int.MaxValue);
                Doubt(field, "is not an integer and counts as " + Text(number) + "; write an integer.");
                return (int)number;
            default:
                Refuse(field, "an integer of at least " + Text(floor));
                return null;
        }
    }

    // The first member of each enumeration is the default.
    private T Choice<T>(Field field)
        where T : struct, Enum
    {
        var value = Find(field);
        var name = (value as TextValue)?.Value;
        if (name is not null && field.Choices.Contains(name))
        {
            return (T)YamlName.Parse(typeof(T), name);
        }

        if (value is not null)
        {
            Fault(
                field == DetectorFields.InputType && plain is ManualBoundsDetector ? Rules.ParameterDoubtful : Rules.ParameterValue,
                field,
                (name is null ? "this value" : "'" + MessageText.Shorten(name) + "'") + " is no " + field.Name + SpellingSuggestion.Hint(name ?? "", field.Choices));
        }

        return default;
    }

    private string? StartTime()
    {
        switch (Find(DetectorFields.StartTime))
        {
            case null or BooleanValue { Value: false } or IntegerValue { Value: 0 } or TextValue { Value: "" }:
                return null;
            case TextValue text when ClockText.IsIso8601(text.Value):
                return text.Value;
            default:
                Refuse(DetectorFields.StartTime, "an ISO 8601 time in quotes, such as \"2026-02-01 00:00:00\"");
                return null;
        }
    }

    private int? BatchSize()
    {
        var value = Find(DetectorFields.BatchSize);
        return value is BooleanValue { Value: false } or IntegerValue { Value: 0 } or FloatValue { Value: 0 } or TextValue { Value: "" }
            ? null
            : Whole(DetectorFields.BatchSize, 1, takesFractions: true);
    }

    private HalfLife? HalfLifeOf(ParameterValue? value)
    {
        switch (value)
        {
            case null:
                return null;
            case IntegerValue { Value: >= 1 } points:
                return new HalfLife((int)Math.Min(points.Value, int.MaxValue), null, 0);
            case TextValue text when IntervalText.Seconds(text.Value) is { } seconds:
                return new HalfLife(null, text.Value, seconds);
            default:
                Refuse(DetectorFields.HalfLife, "an integer of at least 1, in points, or " + IntervalText.Allowed);
                return null;
        }
    }

    private ValueList<SeasonalityComponent>? Components(ParameterValue? value)
    {
        switch (value)
        {
            case null:
                return null;
            case TextValue text:
                Doubt(DetectorFields.SeasonalityComponents, "is a text, whose letters are taken for columns, and has no effect; write [" + MessageText.Shorten(text.Value) + "].");
                return null;
            case ListValue list when list.Items.All(IsComponent):
                return list.Items.Select(ComponentOf).OfType<SeasonalityComponent>().ToValueList();
            default:
                Refuse(DetectorFields.SeasonalityComponents, "a list of columns and of lists of columns, such as [hour, [day_of_week, hour]]");
                return null;
        }
    }

    private static bool IsComponent(ParameterValue value) => value is TextValue || (value is ListValue list && list.Items.All(i => i is TextValue));

    // An empty list compares every point with every other, as no component does.
    private static SeasonalityComponent? ComponentOf(ParameterValue value) => value switch
    {
        TextValue text => SeasonalityComponent.Create(text.Value),
        ListValue { Items.Count: > 0 } list => new SeasonalityComponent(list.Items.Select(i => ((TextValue)i).Value).ToValueList(), true),
        _ => null,
    };
}
