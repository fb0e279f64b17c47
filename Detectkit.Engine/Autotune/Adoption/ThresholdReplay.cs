using Detectkit.Alerting;
using Detectkit.Autotune.Robust;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;

namespace Detectkit.Autotune.Adoption;

/// <summary>Plays detectors with all their thresholds changed by one factor, which is a number of steps of 5 %; other detectors of the metric vote beside them.</summary>
internal sealed class ThresholdReplay
{
    public const int LowestStep = -14;

    private const double Step = 1.05;
    private const int HighestStep = 48;

    // Beyond this many spreads a band no longer says anything about its window.
    private const double HighestSigma = 12;

    // One decimal is what people write; less than that is not what they agree on.
    private const int Decimals = 1;

    private readonly List<DetectorConfig> others;
    private readonly AlertRule rule;
    private readonly SeriesAnalysis analysis;
    private readonly double[][] sigmas;
    private readonly Verdict[][] verdicts;
    private readonly bool[] alerts;

    public ThresholdReplay(MetricConfig metric, IReadOnlyList<WindowedDetector> tunable, AlertRule rule, SeriesAnalysis analysis)
    {
        (Tunable, this.analysis) = (tunable, analysis);
        others = [.. metric.Detectors.Where(d => d is not WindowedDetector)];
        this.rule = rule.ForAtMost(tunable.Count + others.Count);
        sigmas = [.. tunable.Select(_ => new double[analysis.Series.Count])];
        verdicts = [.. tunable.Select(_ => new Verdict[analysis.Series.Count]), .. others.Select(_ => new Verdict[analysis.Series.Count])];
        alerts = new bool[analysis.Series.Count];
        for (var d = 0; d < tunable.Count; d++)
        {
            SigmaScores.Fill(tunable[d], analysis, sigmas[d]);
        }

        for (var d = 0; d < others.Count; d++)
        {
            Detection.Judge(others[d], analysis, verdicts[tunable.Count + d]);
        }
    }

    public IReadOnlyList<WindowedDetector> Tunable { get; }

    /// <summary>The steps from the first on at which no threshold is raised too high.</summary>
    public IEnumerable<int> Steps(int first) => Enumerable.Range(first, HighestStep - first + 1)
        .Where(step => step <= 0 || Tunable.All(d => d.Window.ToSigmas(d.Threshold) * Factor(step) <= HighestSigma));

    public List<WindowedDetector> At(int step) => [.. Tunable.Select(d =>
    {
        var threshold = Math.Round(d.Window.FromSigmas(d.Window.ToSigmas(d.Threshold) * Factor(step)), Decimals);
        return step == 0 || threshold <= 0 ? d : d with { Threshold = threshold, WholeNumbers = [.. d.WholeNumbers.Where(n => n != "threshold")] };
    })];

    /// <summary>Where alerts stand at a step, until the next is asked for.</summary>
    public bool[] AlertsAt(int step)
    {
        var detectors = At(step);
        for (var d = 0; d < detectors.Count; d++)
        {
            if (detectors[d].Stabilization != Stabilization.None)
            {
                // Windows see the violated bound, and with it the threshold.
                Detection.Judge(detectors[d], analysis, verdicts[d]);
                continue;
            }

            var threshold = detectors[d].Window.ToSigmas(detectors[d].Threshold);
            for (var i = 0; i < alerts.Length; i++)
            {
                var sigma = sigmas[d][i];
                verdicts[d][i] = double.IsNaN(sigma) ? Verdict.MissingData : sigma > threshold ? Verdict.Above : sigma < -threshold ? Verdict.Below : Verdict.Normal;
            }
        }

        new QuorumVote(
            rule,
            verdicts,
            (d, i) => d < detectors.Count
                ? (Math.Abs(sigmas[d][i]) - detectors[d].Window.ToSigmas(detectors[d].Threshold), DetectorId.ClassName(detectors[d]))
                : (0, DetectorId.ClassName(others[d - detectors.Count]))).Fill(alerts);
        return alerts;
    }

    private static double Factor(int step) => Math.Pow(Step, step);
}
