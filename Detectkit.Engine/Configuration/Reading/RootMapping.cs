using Detectkit.Yaml;

namespace Detectkit.Configuration.Reading;

/// <summary>The root of a file that holds a mapping.</summary>
internal static class RootMapping
{
    /// <summary>The mapping; null where the file is broken, empty or something else, which is then found.</summary>
    public static YamlMapping? Of(YamlReading yaml, FileFindings findings, string what)
    {
        switch (yaml)
        {
            case { Fault: { } fault }:
                findings.Add(fault);
                return null;
            case { Root: YamlMapping { Entries.Count: > 0 } mapping }:
                return mapping;
            case { Root: null or YamlScalar { Value: NullScalar } or YamlMapping or YamlSequence { Items.Count: 0 } }:
                findings.Add(Rules.EmptyFile, SourceSpan.FileStart, "The file is empty; " + what + " is a mapping of fields.");
                return null;
            default:
                findings.Add(Rules.RootIsNoMapping, yaml.Root!.Span, "The root must be a mapping of fields: this is " + what + ".");
                return null;
        }
    }
}
