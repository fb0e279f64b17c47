using System.Globalization;
using Detectkit.Alerting;
using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Statistics;

namespace Detectkit.Build.Text;

/// <summary>A detector in words, short enough for a table cell.</summary>
internal static class DetectorWords
{
    /// <summary>The tunable detectors of a metric; "none" without any.</summary>
    public static string Of(IEnumerable<DetectorConfig> detectors)
    {
        var words = detectors.OfType<WindowedDetector>().Select(Of).ToList();
        return words.Count == 0 ? "none" : string.Join(" + ", words);
    }

    /// <summary>The current and the proposed detector of a metric, each with when it alerts where that changes too.</summary>
    public static (string Current, string Proposed) Change(MetricConfig metric, AutotuneResult result)
    {
        var present = AlertRule.Create(metric.TunedAlerting);
        var tuned = result.RuleAfter(present, result.DetectorsIn(metric).Count);

        // Without a block nobody is alerted, and only a rule over a window makes one.
        var isWritten = tuned != present && (metric.TunedAlerting is not null || result.AnomalyWindow is not null);
        var (was, now) = isWritten ? (Of(present, tuned), Of(tuned, present)) : ("", "");
        return (Of(metric.Detectors) + was, Of(result.Proposed.Select(p => p.Detector)) + now);
    }

    private static string Of(AlertRule rule, AlertRule other)
    {
        var points = rule.Window is { } window ? string.Create(CultureInfo.InvariantCulture, $"{window.Anomalies} anomalies among {window.Points} points")
            : rule.ConsecutiveAnomalies == 1 ? "the first anomaly"
            : string.Create(CultureInfo.InvariantCulture, $"{rule.ConsecutiveAnomalies} anomalies in a row");
        return ", alert at " + points + (rule.MinDetectors == other.MinDetectors || rule.MinDetectors == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" of {rule.MinDetectors} detectors"));
    }

    /// <summary>One detector: <c>mad 3.5, window 2016, season (by hour)</c>.</summary>
    public static string Of(WindowedDetector detector)
    {
        var words = string.Create(
            CultureInfo.InvariantCulture,
            $"{DetectorTypeName.Of(detector.Type)} {Plain(detector.Threshold)}, {(detector.WindowSize >= AutotuneSettings.DefaultMaxHistory ? "all history" : $"window {detector.WindowSize}")}");
        words += detector.Smoothing switch
        {
            Smoothing.Sma => string.Create(CultureInfo.InvariantCulture, $", SMA {detector.SmoothingWindow}"),
            Smoothing.Ema => ", EMA " + Plain(detector.SmoothingAlpha),
            _ => "",
        };
        words += detector.WindowWeights switch
        {
            WindowWeights.Exponential => ", recent points first",
            WindowWeights.Linear => ", linear weights",
            _ => "",
        };
        words += detector.Detrend == Detrend.Linear ? ", detrended" : "";
        words += detector.Stabilization == Stabilization.Clamp ? ", clamped" : "";
        return detector.SeasonalityComponents is { Count: > 0 } components ? $"{words}, season (by {string.Join(", ", components.Select(c => string.Join("+", c.Columns)))})" : words;
    }

    private static string Plain(double value)
    {
        var text = PythonNumber.Repr(value);
        return text.EndsWith(".0", StringComparison.Ordinal) ? text[..^2] : text;
    }
}
