using Detectkit.Yaml;

namespace Detectkit.Configuration.Reading;

/// <summary>Keys given twice.</summary>
internal static class DuplicateKeys
{
    /// <summary>Adds the finding about one.</summary>
    public static void Report(YamlEntry duplicate, FileFindings findings) => findings.Add(
        Rules.DuplicateKey, duplicate.Key.Span, "'" + ((YamlScalar)duplicate.Key).Text + "' is given twice in this mapping; only this last one counts.");
}
