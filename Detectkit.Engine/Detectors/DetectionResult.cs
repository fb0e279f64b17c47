namespace Detectkit.Detectors;

/// <summary>How a point was judged.</summary>
public enum Verdict
{
    /// <summary>No value: it was missing, or a change from a missing one.</summary>
    MissingData,

    /// <summary>Too few values in the window for a band.</summary>
    InsufficientData,

    /// <summary>Within the band.</summary>
    Normal,

    /// <summary>Below the band.</summary>
    Below,

    /// <summary>Above the band.</summary>
    Above,
}

/// <summary>A detector's judgement of every grid point of a series.</summary>
public sealed class DetectionResult
{
    private readonly double[] processed;
    private readonly double[] lower;
    private readonly double[] upper;
    private readonly double[] severity;
    private readonly Verdict[] verdicts;

    internal DetectionResult(string className, double[] processed, double[] lower, double[] upper, double[] severity, Verdict[] verdicts) =>
        (ClassName, this.processed, this.lower, this.upper, this.severity, this.verdicts) = (className, processed, lower, upper, severity, verdicts);

    /// <summary>The detector's class in Python detectkit, such as <c>MADDetector</c>.</summary>
    public string ClassName { get; }

    /// <summary>Number of grid points.</summary>
    public int Count => verdicts.Length;

    /// <summary>The values that were judged, after smoothing and changes; NaN where there is none.</summary>
    public ReadOnlySpan<double> Processed => processed;

    /// <summary>The lower ends of the bands; NaN without band or without lower bound.</summary>
    public ReadOnlySpan<double> Lower => lower;

    /// <summary>The upper ends of the bands; NaN without band or without upper bound.</summary>
    public ReadOnlySpan<double> Upper => upper;

    /// <summary>How far beyond the band an anomaly lies, in units of spread, possibly infinite; NaN where there is no anomaly.</summary>
    public ReadOnlySpan<double> Severity => severity;

    /// <summary>The judgements.</summary>
    public ReadOnlySpan<Verdict> Verdicts => verdicts;

    internal Verdict[] Judged => verdicts;

    /// <summary>Whether a point lies outside its band.</summary>
    /// <param name="index">The grid point.</param>
    /// <returns>True for an anomaly.</returns>
    public bool IsAnomaly(int index) => verdicts[index] is Verdict.Below or Verdict.Above;

    /// <summary>Number of anomalies.</summary>
    public int AnomalyCount => verdicts.Count(v => v is Verdict.Below or Verdict.Above);
}
