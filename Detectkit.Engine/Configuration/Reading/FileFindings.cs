using Detectkit.Yaml;

namespace Detectkit.Configuration.Reading;

/// <summary>Collects what is found in one file.</summary>
internal sealed class FileFindings(string path)
{
    private readonly List<Finding> findings = [];

    public string Path => path;

    public bool HasErrors => findings.Exists(f => f.Rule.Severity == FindingSeverity.Error);

    public ValueList<Finding> InFileOrder() =>
        findings.Distinct().OrderBy(f => f.Span.Start.Index).ThenBy(f => f.Rule.Id, StringComparer.Ordinal).ToValueList();

    public void Add(Rule rule, SourceSpan span, string message) => findings.Add(new Finding(rule, path, span, message));

    public void Add(YamlFault fault) => Add(fault.In(path));

    /// <summary>The entries of a mapping that count; keys given twice are found.</summary>
    public IReadOnlyList<YamlEntry> Entries(YamlMapping mapping) => MappingKeys.Effective(mapping, duplicate => Add(
        Rules.DuplicateKey, duplicate.Key.Span, "'" + ((YamlScalar)duplicate.Key).Text + "' is given twice in this mapping; only this last one counts."));

    /// <summary>The mapping that a file must be; null where it is broken, empty or something else, which is then found.</summary>
    public YamlMapping? RootMapping(YamlReading yaml, string what)
    {
        switch (yaml)
        {
            case { Fault: { } fault }:
                Add(fault);
                return null;
            case { Root: YamlMapping { Entries.Count: > 0 } mapping }:
                return mapping;
            case { Root: null or YamlScalar { Value: NullScalar } or YamlMapping or YamlSequence { Items.Count: 0 } }:
                Add(Rules.EmptyFile, SourceSpan.FileStart, "The file is empty; " + what + " is a mapping of fields.");
                return null;
            default:
                Add(Rules.RootIsNoMapping, yaml.Root!.Span, "The root must be a mapping of fields: this is " + what + ".");
                return null;
        }
    }

    public void Add(Finding finding) => findings.Add(finding);
}
