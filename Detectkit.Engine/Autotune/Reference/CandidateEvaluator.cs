using Detectkit.Configuration;
using Detectkit.Detectors;

namespace Detectkit.Autotune.Reference;

/// <summary>Evaluates configurations by walk-forward cross-validation, each distinct one once.</summary>
internal sealed class CandidateEvaluator(SeriesAnalysis analysis, FoldScoring scoring, ParameterSet pinned, CancellationToken cancellation)
{
    private readonly Dictionary<string, Candidate> known = new(StringComparer.Ordinal);
    private readonly List<Candidate> inOrder = [];
    private readonly IdentityText identity = new();

    /// <summary>Distinct candidates in the order in which they were first evaluated.</summary>
    public IReadOnlyList<Candidate> Evaluated => inOrder;

    public ParameterSet Pinned { get; } = pinned;

    public CancellationToken Cancellation => cancellation;

    public bool IsPinned(string parameter) => Pinned.Find(parameter) is not null;

    /// <summary>Tells which types will be searched after this one, over much the same windows.</summary>
    public void Expect(IEnumerable<DetectorType> types) => analysis.Expected = [.. types.Select(t => DetectorConfig.WindowOf(t).Statistics)];

    /// <summary>Evaluates a configuration, in which pinned parameters win and come first; gives an earlier candidate of the same id, or null where parameters are not valid.</summary>
    public Candidate? Evaluate(DetectorType type, ParameterSet parameters, out string? fault)
    {
        cancellation.ThrowIfCancellationRequested();
        var all = Pinned.Count == 0 ? parameters : Pinned.Overlay(ParameterSet.Create(parameters.Where(p => !IsPinned(p.Key))));

        var reading = DetectorParameters.Read(type, all);
        if (reading.Detector is not WindowedDetector detector)
        {
            fault = reading.Faults.Count > 0 ? reading.Faults[0].Message : "not a windowed detector";
            return null;
        }

        fault = null;
        var id = identity.IdOf(detector);
        if (!known.TryGetValue(id, out var candidate))
        {
            candidate = Score(detector, all, id);
            known.Add(id, candidate);
            inOrder.Add(candidate);
        }

        return candidate;
    }

    /// <summary>Runs a search on an evaluator of its own, which knows the candidates met here and may work beside others while none are taken over; gives the
    /// candidates that are new, too.</summary>
    public (Candidate? Found, IReadOnlyList<Candidate> Evaluated) Apart(Func<CandidateEvaluator, Candidate?> search)
    {
        using var own = analysis.Anew();
        var evaluator = new CandidateEvaluator(own, scoring.Anew(), Pinned, cancellation);

        // A candidate met before keeps the parameters it was met with, and these are hashed into the run's id.
        foreach (var (id, candidate) in known)
        {
            evaluator.known.Add(id, candidate);
        }

        return (search(evaluator), evaluator.Evaluated);
    }

    /// <summary>Takes over what a search apart from this one has met, as if it had been met here.</summary>
    public void Adopt(IReadOnlyList<Candidate> candidates) => inOrder.AddRange(candidates.Where(c => known.TryAdd(c.Id, c)));

    private Candidate Score(WindowedDetector detector, ParameterSet parameters, string id)
    {
        using var judgement = Judgement.Of(detector, analysis);
        return scoring.Evaluate(detector, parameters, id, judgement);
    }
}
