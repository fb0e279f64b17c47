using Detectkit.Autotune.Resampling;
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
    private readonly bool[] marked;
    private readonly int seed;
    private readonly AlertReplay? current;
    private readonly DetectorHealth state;

    /// <summary>Plays the current detectors.</summary>
    /// <param name="request">What is tuned.</param>
    /// <param name="holdout">The points that take no part in the search; none without hold-out.</param>
    public ProposalComparison(TuningRequest request, PointRange holdout)
    {
        (this.request, this.holdout) = (request, holdout);
        analysis = new SeriesAnalysis(request.Series);
        marked = GroundTruth.Mark(request.Labels, request.Series).Marked.ToArray();
        seed = BlockBootstrap.Seed(request.Series, marked);
        current = request.Metric.Detectors.Count == 0 ? null : AlertReplay.Run(request.Metric.Detectors, TuningPipeline.Present(request), analysis, marked);
        state = DetectorHealth.Create(request.Metric, current ?? new AlertReplay(new bool[marked.Length], 0, IsBlind: false, IsUnreached: false), marked, request.Series.IntervalSeconds);
        Settings = KeepsStructure && IsRobust ? WithKeptStructure() : request.Settings;
    }

    /// <summary>How to search: what a proposal without labels has to keep is pinned.</summary>
    public AutotuneSettings Settings { get; }

    /// <summary>Whether the current detectors at other thresholds are a proposal.</summary>
    public bool Adjusts => IsRobust && (state.IsLabelled || (KeepsStructure && state.Staying(request.Settings) is null));

    // The search of Python detectkit is followed decision for decision; only the rule about its result is ours.
    private bool IsRobust => request.Settings.Strategy == AutotuneStrategy.Robust;

    private bool KeepsStructure => !state.IsLabelled && request.Settings.Unlabelled != UnlabelledPolicy.Default && Tunable.Count > 0;

    private IReadOnlyList<WindowedDetector> Tunable => [.. request.Metric.Detectors.OfType<WindowedDetector>()];

    /// <summary>Chooses among what the search found and the current detectors at other thresholds.</summary>
    /// <param name="found">What the search found.</param>
    /// <param name="adjusted">The current detectors at other thresholds, best first.</param>
    public JudgedProposal Choose(AutotuneResult found, IEnumerable<AutotuneResult> adjusted)
    {
        // Whoever forces a change wants what the search holds for best, unless the rule is against it and for another.
        var search = Judge(found);
        var isEnough = request.ForceChange && state.IsLabelled && search.Decision.Kind == AdoptionKind.Change;
        JudgedProposal? change = null, tradeOff = null;
        foreach (var proposal in isEnough ? [] : adjusted.Select(a => Judge(a)))
        {
            tradeOff ??= proposal.Decision.Kind == AdoptionKind.TradeOff ? proposal : null;
            if (proposal.Decision.Kind == AdoptionKind.Change)
            {
                // What would be noisy itself would be back next week.
                var isFinal = proposal.IsQuiet || state.IsLabelled;
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
        return search.Decision.Kind == AdoptionKind.Change && state.IsLabelled
            && AdoptionRule.IsBetter(Compare(change.Played, search.Played, Everything(change.Played, search.Played)), OnHoldout(change.Played, search.Played))
            ? search
            : change;
    }

    /// <summary>Decides about one proposal.</summary>
    /// <param name="result">The proposal.</param>
    /// <param name="isRefit">Whether it was found on the whole history, so that no hold-out can judge it.</param>
    public AdoptionDecision Decide(AutotuneResult result, bool isRefit) => Judge(result, isRefit).Decision;

    /// <summary>What is told of a proposal.</summary>
    /// <param name="proposal">The proposal.</param>
    public TuningOutcome Outcome(JudgedProposal proposal) => new()
    {
        Result = proposal.Result,
        Whole = proposal.Whole,
        HeldOut = proposal.HeldOut,
        IsLabelled = state.IsLabelled,
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
        var detectors = TuningPipeline.TunedDetectors(request.Metric, result);
        var played = AlertReplay.Run(detectors, TuningPipeline.TunedRule(TuningPipeline.Present(request), result, detectors.Count), analysis, marked);
        var whole = current is null ? null : Compare(current, played, Everything(current, played));
        var heldOut = current is null || isRefit ? null : OnHoldout(current, played);
        var after = DetectorHealth.Create(request.Metric, played, marked, request.Series.IntervalSeconds);
        var decision = KeepsStructure && !result.IsAdjustment && !Keeps(result)
            ? new AdoptionDecision(AdoptionKind.Keep, state.Staying(request.Settings) ?? "without labels pairs of detectors and seasons stay, and no other threshold has clearly fewer alerts")
            : AdoptionRule.Decide(state, after, played, whole, heldOut, request.Settings);
        return new JudgedProposal(result, played, whole, heldOut, decision) { IsQuiet = after.Trouble(request.Settings, "") is null };
    }

    private bool Keeps(AutotuneResult result) =>
        Tunable.Count == 1 && (Tunable[0].SeasonalityComponents ?? []).Equals(result.Winner.Detector is WindowedDetector { SeasonalityComponents: { } seasons } ? seasons : []);

    // A detector whose window fills later is not judged by what came before.
    private PointRange Everything(AlertReplay one, AlertReplay other) =>
        new(Math.Min(Math.Max(one.FirstBand, other.FirstBand), request.Series.Count / 2), request.Series.Count);

    private ComparedFigures? OnHoldout(AlertReplay one, AlertReplay other) => holdout.Length == 0 ? null : Compare(one, other, holdout);

    private ComparedFigures Compare(AlertReplay before, AlertReplay after, PointRange range) =>
        ComparedFigures.Compare(before.Alerts, after.Alerts, marked, range, request.Series.IntervalSeconds, request.Settings.MaxAlertsPerWeek, seed);

    private AutotuneSettings WithKeptStructure()
    {
        var (settings, first) = (request.Settings, Tunable[0]);
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

        return settings with { FixedParams = pinned, KeptRule = TuningPipeline.Present(request) };
    }
}

/// <summary>A proposal as it was judged.</summary>
/// <param name="Result">What is proposed.</param>
/// <param name="Played">What it makes of the history.</param>
/// <param name="Whole">It and the current detectors over the whole history; null without current detectors.</param>
/// <param name="HeldOut">The same on the hold-out; null without one.</param>
/// <param name="Decision">What becomes of it.</param>
internal sealed record JudgedProposal(AutotuneResult Result, AlertReplay Played, ComparedFigures? Whole, ComparedFigures? HeldOut, AdoptionDecision Decision)
{
    /// <summary>Whether it is neither noisy nor blind nor failing.</summary>
    public bool IsQuiet { get; init; }
}
