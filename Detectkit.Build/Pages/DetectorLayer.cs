namespace Detectkit.Build.Pages;

/// <summary>A detector's verdict over a series, one entry per point in each array.</summary>
/// <param name="Title">The detector in words: <c>mad, threshold 3.0, window 336</c>.</param>
/// <param name="Lower">The band's lower bound in the metric's unit, NaN where there is none.</param>
/// <param name="Upper">The band's upper bound, NaN where there is none.</param>
/// <param name="Flags">Whether the point is an anomaly.</param>
/// <param name="Severity">How far outside the band a flagged point lies in units of spread, may be infinite; of no meaning for other points.</param>
internal sealed record DetectorLayer(
    string Title, ReadOnlyMemory<double> Lower, ReadOnlyMemory<double> Upper, ReadOnlyMemory<bool> Flags, ReadOnlyMemory<double> Severity);
