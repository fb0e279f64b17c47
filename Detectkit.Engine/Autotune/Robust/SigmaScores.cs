using Detectkit.Configuration;
using Detectkit.Detectors;

namespace Detectkit.Autotune.Robust;

/// <summary>How far each point lies from its window's centre, in standard deviations or what stands for them: the threshold at which it turns normal.</summary>
internal static class SigmaScores
{
    // Of normal values: the upper quartile, and the distance of the quartiles.
    private const double Quartile = 0.6745;
    private const double QuartileDistance = 1.349;

    // A window without spread flags at any threshold.
    private const double Beyond = 1e6;

    /// <summary>Fills in the signed scores, NaN where there is no band, and returns how many there are.</summary>
    public static int Fill(WindowedDetector detector, SeriesAnalysis analysis, Span<double> scores)
    {
        scores.Fill(double.NaN);
        var bands = analysis.Bands(detector);
        var windows = bands.Windows;
        var values = bands.Source.Values;
        var count = 0;
        for (var p = 0; p < windows.Count; p++)
        {
            if (p - windows.Start[p] < detector.MinSamples)
            {
                continue;
            }

            var i = windows.GridIndex[p];
            var (low, high) = bands.BandAt(i, 0);
            var excess = values[i] > high ? values[i] - high : values[i] < low ? values[i] - low : 0;
            var unit = bands.SeverityUnitAt(i);
            var score = excess == 0 ? 0 : unit > 0 ? Math.Clamp(excess / unit, -Beyond, Beyond) : Math.Sign(excess) * Beyond;
            scores[i] = detector.Type == DetectorType.Iqr && score != 0 ? (score * QuartileDistance) + (Math.Sign(score) * Quartile) : score;
            count++;
        }

        return count;
    }

    /// <summary>A threshold in standard deviations as the detector takes it.</summary>
    public static double ToParameter(DetectorType type, double threshold) =>
        type == DetectorType.Iqr ? Math.Max(0.01, (threshold - Quartile) / QuartileDistance) : threshold;

    /// <summary>A detector's threshold in standard deviations.</summary>
    public static double FromParameter(DetectorType type, double threshold) =>
        type == DetectorType.Iqr ? (threshold * QuartileDistance) + Quartile : threshold;
}
