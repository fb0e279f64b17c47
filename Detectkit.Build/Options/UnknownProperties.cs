using Detectkit.Build.Inputs;
using Detectkit.Build.Wire;
using Detectkit.Configuration;
using Detectkit.Configuration.Reading;

namespace Detectkit.Build.Options;

/// <summary>Names the properties that were given to the build for this tool and that it does not have: MSBuild takes any name.</summary>
internal static class UnknownProperties
{
    // Those that the targets and the generator use themselves, or a project for the packages' version; the others the targets hand on.
    private static readonly string[] OfTheBuild =
    [
        "DetectkitMetricFiles", "DetectkitIncidentFiles", "DetectkitSqlFiles", "DetectkitNamespace", "DetectkitDotNet", "DetectkitTaskAssembly",
        "DetectkitWorkerAssembly", "DetectkitDependsOn", "DetectkitSdkVersion", "DetectkitVersion",
    ];

    /// <summary>Looks for unknown properties.</summary>
    /// <param name="request">The run.</param>
    /// <returns>A finding for each, in the order of their names.</returns>
    public static IEnumerable<Finding> Findings(WorkerRequest request)
    {
        List<string> known = [.. request.Properties.Select(p => p.Key), .. OfTheBuild];
        return request.Given
            .Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .Select(name => new Finding(BuildRules.PropertyUnknown, request.ProjectPath, SourceSpan.FileStart, $"Detectkit has no property {name}" + Hint(name, known)));
    }

    // Without the beginning that all have, which would make any two names look alike.
    private static string Hint(string name, IEnumerable<string> known)
    {
        var rests = known.ToLookup(PropertyName.WithoutBeginning, StringComparer.OrdinalIgnoreCase);
        return SpellingSuggestion.Find(PropertyName.WithoutBeginning(name), rests.Select(r => r.Key)) is { } near ? $"; did you mean {rests[near].First()}?" : "";
    }
}
