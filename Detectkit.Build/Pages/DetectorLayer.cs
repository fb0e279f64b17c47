using Detectkit.Configuration;
using Detectkit.Detectors;

namespace Detectkit.Build.Pages;

/// <summary>A detector's verdict over a series, one entry per point in each array.</summary>
/// <param name="Title">The detector in words: <c>mad 3, window 336</c>.</param>
/// <param name="Lower">The band's lower bound in the metric's unit, NaN where there is none.</param>
/// <param name="Upper">The same of the upper one.</param>
/// <param name="Flags">Whether the point is an anomaly.</param>
/// <param name="Severity">How far outside the band an anomalous point lies in units of spread, may be infinite; of no meaning for other points.</param>
internal sealed record DetectorLayer(
    string Title, ReadOnlyMemory<double> Lower, ReadOnlyMemory<double> Upper, ReadOnlyMemory<bool> Flags, ReadOnlyMemory<double> Severity)
{
    /// <summary>Without a band where the detector judges changes, whose unit is not that of the series.</summary>
    public static DetectorLayer Of(DetectorConfig detector, string title, DetectionResult result)
    {
        var flags = Enumerable.Range(0, result.Count).Select(result.IsAnomaly).ToArray();
        var none = detector.InputType == InputType.Values ? null : Enumerable.Repeat(double.NaN, result.Count).ToArray();
        return new DetectorLayer(title, none ?? result.Lower.ToArray(), none ?? result.Upper.ToArray(), flags, result.Severity.ToArray());
    }
}
