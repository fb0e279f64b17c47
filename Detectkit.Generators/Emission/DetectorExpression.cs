using Detectkit.Configuration;

namespace Detectkit.Generators.Emission;

/// <summary>Writes a detector's configuration as an object creation expression.</summary>
internal static class DetectorExpression
{
    private static readonly ManualBoundsDetector StandardBounds = new();

    /// <summary>The engine's type of a detector.</summary>
    /// <param name="type">The kind of detector.</param>
    /// <returns>The full type name.</returns>
    public static string TypeOf(DetectorType type) => EngineType.Named(DetectorConfig.Default(type).GetType().Name);

    /// <summary>The expression, for a place that has the detector's type.</summary>
    /// <param name="detector">The detector.</param>
    /// <returns>The expression.</returns>
    public static string Of(DetectorConfig detector)
    {
        var members = new ObjectInitializer();
        switch (detector)
        {
            case WindowedDetector windowed:
                Window(members, windowed, (WindowedDetector)DetectorConfig.Default(windowed.Type));
                break;
            case ManualBoundsDetector bounds:
                members
                    .SetUnless(nameof(bounds.LowerBound), bounds.LowerBound, StandardBounds.LowerBound, Literal.Of)
                    .SetUnless(nameof(bounds.UpperBound), bounds.UpperBound, StandardBounds.UpperBound, Literal.Of);
                break;
            case AutoregDetector carried:
                members.SetUnless(nameof(carried.Parameters), carried.Parameters, ParameterSet.Empty, ParameterExpression.OfSet);
                break;
        }

        return members
            .SetUnless(nameof(detector.InputType), detector.InputType, StandardBounds.InputType, Literal.OfEnum)
            .SetUnless(nameof(detector.StartTime), detector.StartTime, StandardBounds.StartTime, Literal.Of)
            .SetUnless(nameof(detector.BatchSize), detector.BatchSize, StandardBounds.BatchSize, Literal.Of)
            .SetUnless(nameof(detector.WholeNumbers), detector.WholeNumbers, StandardBounds.WholeNumbers, ListExpression.OfTexts)
            .ToString();
    }

    private static void Window(ObjectInitializer members, WindowedDetector detector, WindowedDetector standard) => members
        .Set(nameof(detector.Threshold), Literal.Of(detector.Threshold))
        .Set(nameof(detector.WindowSize), Literal.Of(detector.WindowSize))
        .Set(nameof(detector.MinSamples), Literal.Of(detector.MinSamples))
        .SetUnless(nameof(detector.SeasonalityComponents), detector.SeasonalityComponents, standard.SeasonalityComponents, Components)
        .SetUnless(nameof(detector.MinSamplesPerGroup), detector.MinSamplesPerGroup, standard.MinSamplesPerGroup, Literal.Of)
        .SetUnless(nameof(detector.Smoothing), detector.Smoothing, standard.Smoothing, Literal.OfEnum)
        .SetUnless(nameof(detector.SmoothingAlpha), detector.SmoothingAlpha, standard.SmoothingAlpha, Literal.Of)
        .SetUnless(nameof(detector.SmoothingWindow), detector.SmoothingWindow, standard.SmoothingWindow, Literal.Of)
        .SetUnless(nameof(detector.WindowWeights), detector.WindowWeights, standard.WindowWeights, Literal.OfEnum)
        .SetUnless(nameof(detector.HalfLife), detector.HalfLife, standard.HalfLife, HalfLifeOf)
        .SetUnless(nameof(detector.WeightDecay), detector.WeightDecay, standard.WeightDecay, Literal.Of)
        .SetUnless(nameof(detector.Detrend), detector.Detrend, standard.Detrend, Literal.OfEnum)
        .SetUnless(nameof(detector.Stabilization), detector.Stabilization, standard.Stabilization, Literal.OfEnum);

    private static string Components(ValueList<SeasonalityComponent>? components) => components is null
        ? "null"
        : ListExpression.Of(components, c => "new(" + ListExpression.OfTexts(c.Columns) + ", " + Literal.Of(c.IsList) + ")");

    private static string HalfLifeOf(HalfLife? value) => value is null
        ? "null"
        : "new(" + Literal.Of(value.Points) + ", " + Literal.Of(value.Duration) + ", " + Literal.Of(value.Seconds) + ")";
}
