using Detectkit.Configuration;
using Detectkit.Series;

namespace Detectkit.Detectors;

/// <summary>Runs detectors over series.</summary>
public static class Detection
{
    /// <summary>Judges every point of a series by the points before it, as the reference does.</summary>
    /// <param name="detector">The detector; its <c>start_time</c> and <c>batch_size</c> have no effect here.</param>
    /// <param name="series">The series.</param>
    /// <returns>Band, verdict and severity per grid point.</returns>
    public static DetectionResult Detect(this DetectorConfig detector, MetricSeries series)
    {
        using var analysis = new SeriesAnalysis(series);
        return Detect(detector, analysis);
    }

    /// <summary>Judges every point of a series by several detectors, which share what statistics they have in common.</summary>
    /// <param name="detectors">The detectors.</param>
    /// <param name="series">The series.</param>
    /// <returns>A result per detector, in their order.</returns>
    public static ValueList<DetectionResult> DetectAll(IEnumerable<DetectorConfig> detectors, MetricSeries series)
    {
        using var analysis = new SeriesAnalysis(series);
        return detectors.Select(d => Detect(d, analysis)).ToValueList();
    }

    internal static DetectionResult Detect(DetectorConfig detector, SeriesAnalysis analysis)
    {
        var processed = analysis.Processed(Preprocessing.Of(detector)).Values;
        var (lower, upper, severity) = (Missing(processed.Length), Missing(processed.Length), Missing(processed.Length));
        var verdicts = new Verdict[processed.Length];
        Judge(detector, analysis, new Columns(processed, verdicts, lower, upper, severity));
        return new DetectionResult(DetectorId.ClassName(detector), processed.ToArray(), lower, upper, severity, verdicts);
    }

    internal static void Judge(DetectorConfig detector, SeriesAnalysis analysis, Span<Verdict> verdicts)
    {
        verdicts.Clear();
        Judge(detector, analysis, new Columns(analysis.Processed(Preprocessing.Of(detector)).Values, verdicts, [], [], []));
    }

    private static void Judge(DetectorConfig detector, SeriesAnalysis analysis, Columns columns)
    {
        switch (detector)
        {
            case ManualBoundsDetector bounds:
                JudgeByBounds(bounds, columns);
                break;
            case WindowedDetector windowed:
                JudgeByWindow(windowed, analysis, columns);
                break;
            case AutoregDetector:
                break;
            default:
                throw new ArgumentException("Unknown kind of detector.", nameof(detector));
        }
    }

    private static void JudgeByWindow(WindowedDetector detector, SeriesAnalysis analysis, Columns columns)
    {
        var bands = analysis.Bands(detector);
        var windows = bands.Windows;
        var arbiter = new BoundArbiter(analysis, detector);
        for (var p = 0; p < windows.Count; p++)
        {
            var i = windows.GridIndex[p];
            if (p - windows.Start[p] < detector.MinSamples)
            {
                columns.Verdicts[i] = Verdict.InsufficientData;
                continue;
            }

            var (lower, upper) = arbiter.BandAt(bands, p);
            var unit = bands.SeverityUnitAt(i);
            columns.Judge(i, lower, upper, unit > 0 ? unit : 0);
        }
    }

    private static void JudgeByBounds(ManualBoundsDetector detector, Columns columns)
    {
        var (lower, upper) = (detector.LowerBound ?? double.NaN, detector.UpperBound ?? double.NaN);
        var unit = detector is { LowerBound: not null, UpperBound: not null } ? upper - lower : 1;
        for (var i = 0; i < columns.Processed.Length; i++)
        {
            if (!double.IsNaN(columns.Processed[i]))
            {
                columns.Judge(i, lower, upper, unit);
            }
        }
    }

    private static double[] Missing(int count)
    {
        var array = new double[count];
        Array.Fill(array, double.NaN);
        return array;
    }

    private readonly ref struct Columns(
        ReadOnlySpan<double> processed, Span<Verdict> verdicts, Span<double> lower, Span<double> upper, Span<double> severity)
    {
        private readonly Span<double> lower = lower;
        private readonly Span<double> upper = upper;
        private readonly Span<double> severity = severity;

        public ReadOnlySpan<double> Processed { get; } = processed;

        public Span<Verdict> Verdicts { get; } = verdicts;

        public void Judge(int i, double low, double high, double unit)
        {
            var value = Processed[i];
            var verdict = value < low ? Verdict.Below : value > high ? Verdict.Above : Verdict.Normal;
            Verdicts[i] = verdict;
            if (lower.IsEmpty)
            {
                return;
            }

            (lower[i], upper[i]) = (low, high);
            if (verdict != Verdict.Normal)
            {
                var distance = verdict == Verdict.Below ? low - value : value - high;
                severity[i] = unit > 0 ? distance / unit : double.PositiveInfinity;
            }
        }
    }
}
