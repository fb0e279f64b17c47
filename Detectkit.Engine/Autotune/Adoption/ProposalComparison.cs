using Detectkit.Autotune.Resampling;
using Detectkit.Alerting;
using Detectkit.Autotune.Robust;
using Detectkit.Configuration;
using Detectkit.Detectors;
using Detectkit.Series;

namespace Detectkit.Autotune.Adoption;

/// <summary>Holds proposals against a metric's current detectors, over the whole history and on the hold-out.</summary>
internal sealed class ProposalComparison : IDisposable
{
    private readonly TuningRequest request;
    private readonly PointRange holdout;
    private readonly SeriesAnalysis analysis;
    private readonly AlertRule rule;
    private readonly List<WindowedDetector> tunable;
    private readonly bool[] marked;
    private readonly int seed;
    private readonly AlertReplay? current;
    private readonly DetectorHealth health;

    public ProposalComparison(TuningRequest request, PointRange holdout)
    {
        (this.request, this.holdout) = (request, holdout);
        analysis = new SeriesAnalysis(request.Series);
        rule = AlertRule.Create(request.Metric.TunedAlerting);
        marked = GroundTruth.Mark(request.Labels, request.Series).Marked.ToArray();
        seed = BlockBootstrap.Seed(request.Series, marked);
        tunable = [.. request.Metric.Detectors.OfType<WindowedDetector>()];
        current = request.Metric.Detectors.Count == 0 ? null : AlertReplay.Run(request.Metric.Detectors, rule, analysis, marked);
        health = Health(current ?? new AlertReplay(new bool[marked.Length], 0, IsBlind: false, IsUnreached: false));
        Settings = KeepsStructure && IsRobust ? WithKeptStructure() : request.Settings;
    }

    /// <summary>How to search: what a proposal without labels has to keep is pinned.</summary>
    public AutotuneSettings Settings { get; }

    /// <summary>Whether the current detectors at other thresholds are a proposal.</summary>
    public bool Adjusts => IsRobust && (health.IsLabelled || (KeepsStructure && health.Staying(request.Settings) is null));

    // The search of Python detectkit is followed decision for decision; only the rule about its result is ours.
    private bool IsRobust => request.Settings.Strategy == AutotuneStrategy.Robust;

    private bool KeepsStructure => !health.IsLabelled && request.Settings.Unlabelled != UnlabelledPolicy.Default && tunable.Count > 0;

    /// <summary>Chooses among what the search found and the current detectors at other thresholds, best first.</summary>
    public JudgedProposal Choose(AutotuneResult found, IEnumerable<AutotuneResult> adjusted)
    {
        // Whoever forces a change wants what the search holds for best, unless the rule is against it and for another.
        var search = Judge(found);
        var isEnough = request.ForceChange && health.IsLabelled && search.Decision.Kind == AdoptionKind.Change;
        JudgedProposal? change = null, tradeOff = null;
        foreach (var proposal in isEnough ? [] : adjusted.Select(a => Judge(a)))
        {
            tradeOff ??= proposal.Decision.Kind == AdoptionKind.TradeOff ? proposal : null;
            if (proposal.Decision.Kind == AdoptionKind.Change)
            {
                // What would be noisy itself would be back next week.
                var isFinal = proposal.IsQuiet || health.IsLabelled;
                change = isFinal ? proposal : change ?? proposal;
                if (isFinal)
                {
                    break;
                }
            }
        }

        if (change is null)
        {
            return search.Decision.Kind == AdoptionKind.Keep ? tradeOff ?? search : search;
        }

        // A threshold is the smaller change: what else moves must be clearly better than that.
        return search.Decision.Kind == AdoptionKind.Change && health.IsLabelled
            && AdoptionRule.IsBetter(Compare(change.Played, search.Played, Everything(change.Played, search.Played)), OnHoldout(change.Played, search.Played))
            ? search
            : change;
    }

    public AdoptionDecision DecideWithoutHoldout(AutotuneResult result) => Judge(result, isRefit: true).Decision;

    public TuningOutcome Outcome(JudgedProposal proposal) => new()
    {
        Result = proposal.Result,
        Whole = proposal.Whole,
        HeldOut = proposal.HeldOut,
        IsLabelled = health.IsLabelled,
        WidthAfterIncidentsBefore = current?.WidthAfterIncidents,
        WidthAfterIncidentsAfter = proposal.Played.WidthAfterIncidents,
        Notes = current is { IsUnreached: true } ? ["no value ever came half of the way to the current detector's bounds"] : [],
        Decision = request.ForceChange && proposal.Decision.Kind != AdoptionKind.Change
            ? new AdoptionDecision(AdoptionKind.Change, "AutotuneForceChange; else it would stay: " + proposal.Decision.Reason)
            : proposal.Decision,
    };

    public void Dispose() => analysis.Dispose();

    private JudgedProposal Judge(AutotuneResult result, bool isRefit = false)
    {
        var detectors = result.DetectorsIn(request.Metric);
        var played = AlertReplay.Run(detectors, result.RuleAfter(rule, detectors.Count), analysis, marked);
        var whole = current is null ? null : Compare(current, played, Everything(current, played));
        var heldOut = current is null || isRefit ? null : OnHoldout(current, played);
        var after = Health(played);
        var decision = KeepsStructure && !result.IsAdjustment && !Keeps(result)
            ? new AdoptionDecision(AdoptionKind.Keep, health.Staying(request.Settings) ?? "without labels pairs of detectors and seasons stay, and no other threshold has clearly fewer alerts")
            : AdoptionRule.Decide(health, after, played, whole, heldOut, request.Settings);
        return new JudgedProposal(result, played, whole, heldOut, decision) { IsQuiet = after.Trouble(request.Settings, "") is null };
    }

    private bool Keeps(AutotuneResult result) =>
        tunable.Count == 1 && (tunable[0].SeasonalityComponents ?? []).Equals(result.Winner.Detector is WindowedDetector { SeasonalityComponents: { } seasons } ? seasons : []);

    private DetectorHealth Health(AlertReplay played) => DetectorHealth.Create(request.Metric, played, marked, request.Series.IntervalSeconds);

    // A detector whose window fills later is not judged by what came before.
    private PointRange Everything(AlertReplay one, AlertReplay other) =>
        new(Math.Min(Math.Max(one.FirstBand, other.FirstBand), request.Series.Count / 2), request.Series.Count);

    private ComparedFigures? OnHoldout(AlertReplay one, AlertReplay other) => holdout.Length == 0 ? null : Compare(one, other, holdout);

    private ComparedFigures Compare(AlertReplay before, AlertReplay after, PointRange range) =>
        ComparedFigures.Compare(before.Alerts, after.Alerts, marked, range, request.Series.IntervalSeconds, request.Settings.MaxAlertsPerWeek, seed);

    private AutotuneSettings WithKeptStructure()
    {
        var (settings, first) = (request.Settings, tunable[0]);
        var pinned = settings.FixedParams;
        if (first.SeasonalityComponents is { Count: > 0 } seasons && pinned.Find("seasonality_components") is null)
        {
            pinned = pinned.With("seasonality_components", DetectorParameters.ValueOf(seasons));
            pinned = pinned.Find("min_samples_per_group") is null
                ? pinned.With("min_samples_per_group", ParameterValue.From(Math.Max(first.MinSamplesPerGroup, RobustSpace.MinSamplesPerSeason)))
                : pinned;
        }

        if (first.InputType != InputType.Values && pinned.Find("input_type") is null)
        {
            pinned = pinned.With("input_type", ParameterValue.From(DetectorParameters.NameOf(first.InputType)));
        }

        return settings with { FixedParams = pinned, KeptRule = rule };
    }
}

/// <summary>A proposal as it was judged: held against the current detectors, if there are any, over the whole history and on the hold-out.</summary>
internal sealed record JudgedProposal(AutotuneResult Result, AlertReplay Played, ComparedFigures? Whole, ComparedFigures? HeldOut, AdoptionDecision Decision)
{
    /// <summary>Whether it is neither noisy nor blind nor failing.</summary>
    public bool IsQuiet { get; init; }
}
