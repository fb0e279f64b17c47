using Detectkit.Build.Wire;
using Detectkit.Configuration;
using Detectkit.Configuration.Reading;

namespace Detectkit.Build.Options;

/// <summary>Reads the build properties: every wrong or unknown one is a finding of its own, an empty one is not set.</summary>
internal static class RunOptionsReader
{
    /// <summary>The options, defaults in place of what is wrong.</summary>
    public static (RunOptions Options, IReadOnlyList<Finding> Findings) Read(IEnumerable<KeyValuePair<string, string>> properties, string projectFile)
    {
        var given = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in properties)
        {
            given[name] = value.Trim();
        }

        var (options, arguments, findings) = (new RunOptions(), "", new List<Finding>());
        foreach (var property in BuildProperties.All)
        {
            if (given.GetValueOrDefault(property.Name) is not { Length: > 0 } text)
            {
                continue;
            }

            if (property.Read(options, text) is not { } read)
            {
                Refuse(property.Name, "must be " + property.Allowed);
                continue;
            }

            options = read;
            arguments += property.Effect == PropertyEffect.None ? "" : Argument(property.Name + "=" + text);
        }

        if (options is { From: { } from, To: { } to } && from >= to)
        {
            Refuse("AutotuneTo", "must be later than AutotuneFrom, which is " + given["AutotuneFrom"]);
        }

        return (options with { ResultArguments = arguments }, findings);

        void Refuse(string name, string rule) => findings.Add(new Finding(
            BuildRules.PropertyInvalid, projectFile, SourceSpan.FileStart, $"the property {name} {rule}; it is '{given[name]}'"));
    }

    /// <summary>A finding for each name that does not exist, since MSBuild takes any; in the order of the names.</summary>
    public static IEnumerable<Finding> Unknown(IEnumerable<string> given, string projectFile)
    {
        List<string> known = [.. BuildProperties.All.Select(p => p.Name), .. BuildProperties.OfThePackages];
        return given
            .Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .Select(name => new Finding(BuildRules.PropertyUnknown, projectFile, SourceSpan.FileStart, $"Detectkit has no property {name}" + Hint(name, known)));
    }

    private static string Argument(string pair) => pair.Any(char.IsWhiteSpace) ? " \"-p:" + pair + "\"" : " -p:" + pair;

    // Without the beginning that all have, which would make any two names look alike.
    private static string Hint(string name, IEnumerable<string> known)
    {
        var rests = known.ToLookup(PropertyName.WithoutBeginning, StringComparer.OrdinalIgnoreCase);
        return SpellingSuggestion.Find(PropertyName.WithoutBeginning(name), rests.Select(r => r.Key)) is { } near ? $"; did you mean {rests[near].First()}?" : "";
    }
}
