using Detectkit.Autotune;
using Detectkit.Configuration;

namespace Detectkit.Build.Pages.Evidence;

/// <summary>A candidate by what was being varied: <c>seasonality</c>, or a type and parameter such as <c>mad threshold</c>.</summary>
internal sealed record PlacedCandidate(string Axis, string Value, Candidate Candidate);

/// <summary>Sorts the candidates of a search by the axis along which each was tried.</summary>
internal static class CandidateAxes
{
    // The order in which the search varies them: of several differences from the start, the last is the one being tried.
    private static readonly string[] Order =
        ["seasonality_components", "threshold", "input_type", "smoothing", "window_weights", "half_life", "detrend", "stabilization", "min_samples_per_group", "window_size"];

    // Follow from others, so they never say which axis it is.
    private static readonly string[] Derived = ["min_samples"];

    /// <param name="candidates">In the order in which they were tried.</param>
    public static ValueList<PlacedCandidate> Place(ValueList<Candidate> candidates)
    {
        var starts = new Dictionary<DetectorType, ParameterSet>();
        var placed = new List<PlacedCandidate>();
        foreach (var candidate in candidates)
        {
            // Only the probes of the seasonality search leave the threshold to its default.
            if (candidate.Parameters.Find("threshold") is null)
            {
                placed.Add(new PlacedCandidate("seasonality", ValueOf(candidate, "seasonality_components"), candidate));
                continue;
            }

            var type = candidate.Detector.Type;
            if (starts.TryAdd(type, candidate.Parameters))
            {
                placed.Add(new PlacedCandidate(DetectorTypeName.Of(type) + " threshold", ValueOf(candidate, "threshold") + " (start)", candidate));
                continue;
            }

            var axis = LastDifference(candidate.Parameters, starts[type]) ?? "threshold";
            placed.Add(new PlacedCandidate(DetectorTypeName.Of(type) + " " + axis, ValueOf(candidate, axis), candidate));
        }

        return placed.ToValueList();
    }

    private static string? LastDifference(ParameterSet parameters, ParameterSet start)
    {
        var differing = parameters.Select(p => p.Key).Concat(start.Select(p => p.Key))
            .Where(name => !Derived.Contains(name) && !Equals(parameters.Find(name), start.Find(name)))
            .Distinct()
            .ToList();
        return Order.LastOrDefault(differing.Contains) ?? differing.FirstOrDefault();
    }

    private static string ValueOf(Candidate candidate, string name) => ParameterWords.Of(candidate.Parameters.Find(name));
}
