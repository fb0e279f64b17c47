using System.Globalization;
using Detectkit.Configuration;
using Detectkit.Statistics;

namespace Detectkit.Build.Reports;

/// <summary>A detector in words, short enough for a table cell.</summary>
internal static class DetectorWords
{
    /// <summary>The tunable detectors of a metric; "none" without any.</summary>
    public static string Of(IEnumerable<DetectorConfig> detectors)
    {
        var words = detectors.OfType<WindowedDetector>().Select(Of).ToList();
        return words.Count == 0 ? "none" : string.Join(" + ", words);
    }

    /// <summary>One detector: <c>mad 3.5, window 2016, by hour</c>.</summary>
    public static string Of(WindowedDetector detector)
    {
        var words = string.Create(
            CultureInfo.InvariantCulture,
            $"{DetectorTypeName.Of(detector.Type)} {Plain(detector.Threshold)}, window {detector.WindowSize}");
        words += detector.Smoothing switch
        {
            Smoothing.Sma => string.Create(CultureInfo.InvariantCulture, $", smoothed over {detector.SmoothingWindow}"),
            Smoothing.Ema => ", smoothed by " + Plain(detector.SmoothingAlpha),
            _ => "",
        };
        words += detector.WindowWeights switch
        {
            WindowWeights.Exponential => ", recent points first",
            WindowWeights.Linear => ", linear weights",
            _ => "",
        };
        words += detector.Detrend == Detrend.Linear ? ", detrended" : "";
        return detector.SeasonalityComponents is { Count: > 0 } components ? words + ", by " + string.Join(", ", components.Select(c => string.Join("+", c.Columns))) : words;
    }

    private static string Plain(double value)
    {
        var text = PythonNumber.Repr(value);
        return text.EndsWith(".0", StringComparison.Ordinal) ? text[..^2] : text;
    }
}
