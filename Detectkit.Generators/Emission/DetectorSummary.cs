using System.Globalization;
using Detectkit.Configuration;

namespace Detectkit.Generators.Emission;

/// <summary>Describes a detector in one line.</summary>
internal static class DetectorSummary
{
    /// <returns>Such as <c>Median and median absolute deviation of the 8,640 points before, threshold 4.5, by season: hour.</c></returns>
    public static string Format(DetectorConfig detector) => detector switch
    {
        WindowedDetector windowed => Windowed(windowed),
        ManualBoundsDetector bounds => bounds.Kind.Words + ": " + Bounds(bounds) + ".",
        _ => detector.Kind.Words + "; not run here.",
    };

    private static string Windowed(WindowedDetector detector) => string.Format(
        CultureInfo.InvariantCulture,
        "{0} of the {1:N0} points before, threshold {2}{3}.",
        detector.Kind.Words,
        detector.WindowSize,
        detector.Threshold,
        detector.SeasonalityComponents is { Count: > 0 } components ? ", by season: " + string.Join(", ", components) : "");

    private static string Bounds(ManualBoundsDetector bounds) => (bounds.LowerBound, bounds.UpperBound) switch
    {
        ({ } lower, { } upper) => "from " + Text(lower) + " to " + Text(upper),
        ({ } lower, null) => "at least " + Text(lower),
        (null, { } upper) => "at most " + Text(upper),
        _ => "none",
    };

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
