using Detectkit.Alerting;
using Detectkit.Autotune;
using Detectkit.Autotune.Robust;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Emission;
using Detectkit.Labels;

namespace Detectkit.Benchmarks.HeldOut;

/// <summary>A way to get a detector for a series; the alerts are those of the emitted file, read again.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Tune">Changes the settings of the metric's own tuning; null for a detector that is not tuned.</param>
/// <param name="Fixed">The detector that is not tuned.</param>
/// <param name="WithAlerting">Whether the metric gets an alerting block, in which a chosen <c>consecutive_anomalies</c> takes effect.</param>
/// <param name="WithLabels">Whether the incidents before the cut are told.</param>
/// <param name="Holdout">Share of what lies before the cut that is held out; then the metric is only changed where that is better.</param>
internal sealed record HeldOutMethod(
    string Name, Func<AutotuneSettings, AutotuneSettings>? Tune, WindowedDetector? Fixed = null, bool WithLabels = true, bool WithAlerting = false, double Holdout = 0)
{
    private const double RunHoldout = 0.2;

    /// <summary>Whether what the hold-out let pass is searched again on all that lies before the cut.</summary>
    public bool Refit { get; init; }

    /// <summary>The methods of the main table.</summary>
    public static IReadOnlyList<HeldOutMethod> All { get; } =
    [
        new("mad, defaults (window 100, threshold 3)", null, new MadDetector()),
        new("mad, window 2,000, threshold 4", null, new MadDetector { WindowSize = 2000, Threshold = 4 }),
        new("reference", s => s with { Strategy = AutotuneStrategy.Reference }),
        new("reference, with alerting", s => s with { Strategy = AutotuneStrategy.Reference }, WithAlerting: true),
        Default("robust, no labels", AlertRules.Consecutive),
        Default("robust, no labels, window rules", AlertRules.Window),
        Robust("robust", AlertRules.Consecutive),
        Robust("robust, with alerting", AlertRules.Consecutive) with { WithAlerting = true },
        Robust("robust, window rules", AlertRules.Window),
        Robust("robust, window rules and clamp", AlertRules.WindowClamp),
        .. AsARunDecides("as a run decides", isRefit: false),
        .. AsARunDecides("as a run decides, AutotuneRefit", isRefit: true),
    ];

    /// <summary>What a run decides, kept metrics counted as they are.</summary>
    public static IReadOnlyList<HeldOutMethod> Decided { get; } = [new("as it is", null), .. AsARunDecides("as a run decides", isRefit: false).Where((_, i) => i != 1)];

    /// <summary>The robust strategy under given rules and numbers.</summary>
    public static HeldOutMethod Robust(string name, AlertRules rules, RobustSettings? numbers = null) =>
        new(name, s => s with { Strategy = AutotuneStrategy.Robust, AlertRules = rules, Robust = numbers ?? new RobustSettings() });

    /// <summary>The same with other settings.</summary>
    public HeldOutMethod With(Func<AutotuneSettings, AutotuneSettings> change) => this with { Tune = s => change(Tune!(s)) };

    /// <summary>The same with parameters that every candidate has.</summary>
    public HeldOutMethod Pinned(params (string Name, ParameterValue Value)[] parameters) =>
        With(s => s with { FixedParams = parameters.Aggregate(s.FixedParams, (set, p) => set.With(p.Name, p.Value)) });

    private static IEnumerable<HeldOutMethod> AsARunDecides(string words, bool isRefit) =>
    [
        Robust("robust, " + words, AlertRules.Consecutive) with { Holdout = RunHoldout, Refit = isRefit },
        Robust("robust, window rules, " + words, AlertRules.Window) with { Holdout = RunHoldout, Refit = isRefit },
        Robust("robust, no labels, " + words, AlertRules.Consecutive) with { Holdout = RunHoldout, Refit = isRefit, WithLabels = false },
        Default("robust, no labels, AutotuneUnlabelled=default, " + words, AlertRules.Consecutive) with { Holdout = RunHoldout, Refit = isRefit },
    ];

    private static HeldOutMethod Default(string name, AlertRules rules) =>
        Robust(name, rules).With(s => s with { Unlabelled = UnlabelledPolicy.Default }) with { WithLabels = false };

    /// <summary>Tunes on what lies before the cut, emits, reads, detects over the whole series, and judges what lies behind the cut.</summary>
    /// <param name="decided">Receives what was decided; nothing for a detector that is not tuned.</param>
    public HeldOutFigures Run(HeldOutSeries cut, Action<TuningOutcome>? decided = null)
    {
        var text = WithAlerting ? cut.Text + "alerting:\n  consecutive_anomalies: 1\n" : cut.Text;
        var reading = MetricReader.Read(cut.Reading.Path, text);
        var metric = reading.Metric!;
        var isKept = false;
        if (Tune is not null)
        {
            var labels = WithLabels ? cut.TrainingLabels : IncidentLabels.None;
            var settings = Tune(AutotuneSettings.From(metric));
            var outcome = Holdout == 0
                ? new TuningOutcome { Result = TuningPipeline.Search(new SearchRequest(metric.Name, cut.Training, labels, settings)).Result }
                : TuningPipeline.Run(new TuningRequest(metric, cut.Training, labels, settings, Holdout, ForceChange: false) { Refit = Refit });

            // What cannot be tuned stays as it is: of speed_7578 too few rows are on the grid.
            decided?.Invoke(outcome);
            isKept = outcome is { Result: null } or { KeptBecause: not null };
            if (outcome is { Result: { } result, KeptBecause: null })
            {
                var emission = InPlaceEmission.Edit(text, reading, result);
                metric = MetricReader.Read(cut.Reading.Path, emission.Text ?? throw new InvalidOperationException($"{cut.Name}: {emission.Finding}")).Metric!;
            }
        }

        var detectors = Fixed is null ? metric.Detectors : [Fixed];
        var rule = AlertRule.Create(metric.TunedAlerting);
        var figures = HeldOutFigures.Of(cut, rule.Alerts([.. detectors.Select(d => d.Detect(cut.Series))]));
        return isKept ? figures.AsKept : figures;
    }
}
