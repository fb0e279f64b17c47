namespace Detectkit.Configuration;

/// <summary>What is wrong with one detector parameter.</summary>
internal sealed record ParameterFault(string Parameter, Rule Rule, string Message)
{
    /// <summary>Whether the detector cannot be made.</summary>
    public bool IsError => Rule.Severity == FindingSeverity.Error;
}

/// <summary>A detector read from parameters, or why there is none.</summary>
/// <param name="Detector">The detector; null where a fault is an error.</param>
/// <param name="Faults">The faults, warnings among them.</param>
internal sealed record DetectorReading(DetectorConfig? Detector, ValueList<ParameterFault> Faults);

/// <summary>Detectors from parameters and back.</summary>
internal static class DetectorParameters
{
    private const int TypicalCount = 8;
    private static readonly ValueList<ParameterFault> NoFaults = [];

    /// <summary>Makes a detector, or says what is wrong; throws nothing.</summary>
    public static DetectorReading Read(DetectorType type, ParameterSet parameters)
    {
        var plain = DetectorConfig.Default(type);
        if (plain is AutoregDetector)
        {
            return new DetectorReading(new AutoregDetector { Parameters = parameters }, NoFaults);
        }

        var reader = new ParameterReader(plain, parameters);
        var detector = plain is WindowedDetector ? (DetectorConfig)reader.ReadWindowed() : reader.ReadBounds();
        return reader.Faults.Count == 0 ? new DetectorReading(detector, NoFaults) : new DetectorReading(reader.Faults.Any(f => f.IsError) ? null : detector, reader.Faults.ToValueList());
    }

    /// <summary>The parameters that differ from their defaults by value, sorted by name, as they were spelt: what identifies a detector.</summary>
    /// <returns>The parameters; execution parameters are not among them. Of a detector that is only carried all, as they are written.</returns>
    public static ParameterSet NonDefault(DetectorConfig detector)
    {
        if (detector is AutoregDetector carried)
        {
            return carried.Parameters;
        }

        var result = new ParameterList();
        TellNonDefault(detector, result);
        return ParameterSet.Create(result.Parameters);
    }

    internal static void TellNonDefault(DetectorConfig detector, IParameterListener listener)
    {
        void Number(string name, double? value, double? fallback)
        {
            if (value is { } number && number != fallback)
            {
                if (detector.WholeNumbers.Contains(name))
                {
                    listener.Whole(name, (long)number);
                }
                else
                {
                    listener.Number(name, number);
                }
            }
        }

        void Text(string name, string? value)
        {
            if (value is not null)
            {
                listener.Text(name, value);
            }
        }

        void Whole(string name, int value, int fallback)
        {
            if (value != fallback)
            {
                listener.Whole(name, value);
            }
        }

        // In the order of the names.
        var inputType = detector.InputType == InputType.Values ? null : NameOf(detector.InputType);
        if (detector is ManualBoundsDetector bounds)
        {
            Text("input_type", inputType);
            Number("lower_bound", bounds.LowerBound, null);
            Number("upper_bound", bounds.UpperBound, null);
        }
        else if (detector is WindowedDetector d)
        {
            var plain = (WindowedDetector)DetectorConfig.Default(d.Type);
            Text("detrend", d.Detrend == Detrend.None ? null : "linear");
            Text("half_life", d.HalfLife?.Duration);
            Whole("half_life", d.HalfLife?.Points ?? 0, 0);
            Text("input_type", inputType);
            Whole("min_samples", d.MinSamples, plain.MinSamples);
            Whole("min_samples_per_group", d.MinSamplesPerGroup, plain.MinSamplesPerGroup);
            if (d.SeasonalityComponents is { } components)
            {
                listener.Seasons("seasonality_components", components);
            }

            Text("smoothing", d.Smoothing == Smoothing.None ? null : d.Smoothing == Smoothing.Ema ? "ema" : "sma");
            Number("smoothing_alpha", d.SmoothingAlpha, plain.SmoothingAlpha);
            Whole("smoothing_window", d.SmoothingWindow, plain.SmoothingWindow);
            Text("stabilization", d.Stabilization == Stabilization.None ? null : "clamp");
            Number("threshold", d.Threshold, plain.Threshold);
            Number("weight_decay", d.WeightDecay, null);
            Whole("window_size", d.WindowSize, plain.WindowSize);
            Text("window_weights", d.WindowWeights == WindowWeights.None ? null : d.WindowWeights == WindowWeights.Exponential ? "exponential" : "linear");
        }
    }

    internal static ParameterValue ValueOf(ValueList<SeasonalityComponent> components)
    {
        var values = new ParameterValue[components.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var component = components[i];
            values[i] = component.IsList
                ? ParameterValue.From(component.Columns.Select(ParameterValue.From).ToValueList())
                : ParameterValue.From(component.Columns[0]);
        }

        return ParameterValue.From(new ValueList<ParameterValue>(values));
    }

    internal static string NameOf(InputType type) => type switch
    {
        InputType.Changes => "changes",
        InputType.AbsoluteChanges => "absolute_changes",
        InputType.LogChanges => "log_changes",
        _ => "values",
    };

    private sealed class ParameterList : IParameterListener
    {
        public List<KeyValuePair<string, ParameterValue>> Parameters { get; } = new(TypicalCount);

        public void Text(string name, string value) => Add(name, ParameterValue.From(value));

        public void Whole(string name, long value) => Add(name, ParameterValue.From(value));

        public void Number(string name, double value) => Add(name, ParameterValue.From(value));

        public void Seasons(string name, ValueList<SeasonalityComponent> value) => Add(name, ValueOf(value));

        private void Add(string name, ParameterValue value) => Parameters.Add(new KeyValuePair<string, ParameterValue>(name, value));
    }
}

/// <summary>Is told a detector's parameters one after the other; a value object for each would be garbage where only their text is wanted.</summary>
internal interface IParameterListener
{
    void Text(string name, string value);

    void Whole(string name, long value);

    void Number(string name, double value);

    void Seasons(string name, ValueList<SeasonalityComponent> value);
}
