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

    internal static DetectionResult Detect(DetectorConfig detector, SeriesAnalysis analysis) => detector switch
    {
        ManualBoundsDetector bounds => DetectByBounds(bounds, analysis),
        WindowedDetector windowed => DetectByWindow(windowed, analysis),
        _ => throw new ArgumentException("Unknown kind of detector.", nameof(detector)),
    };

    private static DetectionResult DetectByWindow(WindowedDetector detector, SeriesAnalysis analysis)
    {
        var bands = analysis.Bands(detector);
        var result = new Columns(bands.Source.Values);
        var windows = bands.Windows;
        var arbiter = new BoundArbiter(analysis, detector);
        for (var p = 0; p < windows.Count; p++)
        {
            var i = windows.GridIndex[p];
            if (p - windows.Start[p] < detector.MinSamples)
            {
                result.Verdicts[i] = Verdict.InsufficientData;
                continue;
            }

            var (lower, upper) = arbiter.BandAt(bands, p);
            var unit = bands.SeverityUnitAt(i);
            result.Judge(i, lower, upper, unit > 0 ? unit : 0);
        }

        return result.ToResult();
    }

    private static DetectionResult DetectByBounds(ManualBoundsDetector detector, SeriesAnalysis analysis)
    {
        var source = analysis.Processed(Preprocessing.Of(detector));
        var result = new Columns(source.Values);
        var (lower, upper) = (detector.LowerBound ?? double.NaN, detector.UpperBound ?? double.NaN);
        var unit = detector is { LowerBound: not null, UpperBound: not null } ? upper - lower : 1;
        for (var i = 0; i < source.Length; i++)
        {
            if (!double.IsNaN(source.Values[i]))
            {
                result.Judge(i, lower, upper, unit);
            }
        }

        return result.ToResult();
    }

    private readonly struct Columns
    {
        private readonly double[] processed;
        private readonly double[] lower;
        private readonly double[] upper;
        private readonly double[] severity;

        public Columns(ReadOnlySpan<double> values)
        {
            processed = values.ToArray();
            lower = Missing(values.Length);
            upper = Missing(values.Length);
            severity = Missing(values.Length);
            Verdicts = new Verdict[values.Length];
        }

        public Verdict[] Verdicts { get; }

        public void Judge(int i, double low, double high, double unit)
        {
            (lower[i], upper[i]) = (low, high);
            var value = processed[i];
            Verdicts[i] = value < low ? Verdict.Below : value > high ? Verdict.Above : Verdict.Normal;
            if (Verdicts[i] != Verdict.Normal)
            {
                var distance = Verdicts[i] == Verdict.Below ? low - value : value - high;
                severity[i] = unit > 0 ? distance / unit : double.PositiveInfinity;
            }
        }

        public DetectionResult ToResult() => new(processed, lower, upper, severity, Verdicts);

        private static double[] Missing(int count)
        {
            var array = new double[count];
            Array.Fill(array, double.NaN);
            return array;
        }
    }
}
