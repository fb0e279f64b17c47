using Detectkit.Configuration;

namespace Detectkit.Autotune.Reference;

/// <summary>Chooses the largest window that scores about as well as the best one: it is the steadier choice.</summary>
internal static class WindowSelection
{
    /// <summary>Tries every window with the accepted parameters.</summary>
    /// <param name="type">The detector type.</param>
    /// <param name="windows">Windows in ascending order.</param>
    /// <param name="accepted">The parameters found so far.</param>
    /// <param name="best">The best candidate so far.</param>
    /// <param name="evaluator">Evaluates the windows.</param>
    /// <returns>The chosen candidate.</returns>
    public static Candidate Run(DetectorType type, ValueList<int> windows, ParameterSet accepted, Candidate best, CandidateEvaluator evaluator)
    {
        var floor = DetectorConfig.WindowOf(type).MinSamplesFloor;
        var tried = new List<Candidate>();
        foreach (var window in windows)
        {
            var parameters = accepted
                .With("window_size", ParameterValue.From(window))
                .With("min_samples", ParameterValue.From(SearchSpace.MinSamplesFor(window, floor)));
            if (evaluator.Evaluate(type, parameters, out _) is { } candidate)
            {
                tried.Add(candidate);
            }
        }

        if (tried.Count == 0)
        {
            return best;
        }

        var top = tried.Max(c => c.Score);
        var chosen = tried.Last(c => c.Score >= top - SearchSpace.WindowTolerance);
        return chosen.Score >= best.Score - SearchSpace.WindowTolerance ? chosen : best;
    }
}
