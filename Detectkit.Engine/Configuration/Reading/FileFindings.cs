using Detectkit.Yaml;

namespace Detectkit.Configuration.Reading;

/// <summary>Collects what is found in one file.</summary>
internal sealed class FileFindings(string path)
{
    private readonly List<Finding> findings = [];

    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>Whether an error is among them.</summary>
    public bool HasErrors => findings.Exists(f => f.Rule.Severity == FindingSeverity.Error);

    /// <summary>The findings in file order.</summary>
    public ValueList<Finding> InFileOrder() =>
        findings.Distinct().OrderBy(f => f.Span.Start.Index).ThenBy(f => f.Rule.Id, StringComparer.Ordinal).ToValueList();

    /// <summary>Adds a finding.</summary>
    public void Add(Rule rule, SourceSpan span, string message) => findings.Add(new Finding(rule, path, span, message));

    /// <summary>Adds a broken file's fault.</summary>
    public void Add(YamlFault fault) => Add(fault.Rule, fault.Span, fault.Message);

    /// <summary>The entries of a mapping that count; keys given twice are found.</summary>
    public IReadOnlyList<YamlEntry> Entries(YamlMapping mapping) => MappingKeys.Effective(mapping, duplicate => Add(
        Rules.DuplicateKey, duplicate.Key.Span, "'" + ((YamlScalar)duplicate.Key).Text + "' is given twice in this mapping; only this last one counts."));

    /// <summary>Adds a finding made elsewhere in the same file.</summary>
    public void Add(Finding finding) => findings.Add(finding);
}
