using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;

namespace Detectkit.Autotune.Robust;

/// <summary>How far each point lies from its window's centre, in standard deviations or what stands for them: the threshold at which it turns normal.</summary>
internal static class SigmaScores
{
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
            scores[i] = Of(values[i], i, detector, bands);
            count++;
        }

        return count;
    }

    /// <summary>Fills in the scores that the values of an incident would have if it came again so many points later, NaN where there is no band, and returns
    /// whether there is one anywhere: a window that an incident has blown up hides the next one like it.</summary>
    public static bool FillRepeated(WindowedDetector detector, SeriesAnalysis analysis, PointRange incident, int later, ReadOnlySpan<double> scores, Span<double> repeated)
    {
        var bands = analysis.Bands(detector);
        var hasBand = false;
        for (var i = incident.Start; i < incident.End; i++)
        {
            var at = i + later;
            var isJudged = at < scores.Length && !double.IsNaN(scores[at]) && !double.IsNaN(bands.Source.Values[i]);
            repeated[i - incident.Start] = isJudged ? Of(bands.Source.Values[i], at, detector, bands) : double.NaN;
            hasBand |= isJudged;
        }

        return hasBand;
    }

    private static double Of(double value, int at, WindowedDetector detector, BandStatistics bands)
    {
        var (low, high) = bands.BandAt(at, 0);
        var excess = value > high ? value - high : value < low ? value - low : 0;
        var unit = bands.SeverityUnitAt(at);
        var score = excess == 0 ? 0 : unit > 0 ? Math.Clamp(excess / unit, -Beyond, Beyond) : Math.Sign(excess) * Beyond;
        return score == 0 ? 0 : (score * detector.Window.SigmaUnit) + Math.CopySign(detector.Window.SigmaOffset, score);
    }
}
